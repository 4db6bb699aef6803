/** What a check found wrong, each in a sentence; empty where everything is as it must be. */
export class Findings {
  /** Acknowledged, and not there. */
  readonly lost: string[] = [];
  /** There more than once: an event, an effect, a person. */
  readonly duplicated: string[] = [];
  /** A part of a write without another one: a resource without its effect, an effect without its event. */
  readonly halfApplied: string[] = [];

  get all(): readonly string[] {
    return [...this.lost, ...this.duplicated, ...this.halfApplied];
  }
}
