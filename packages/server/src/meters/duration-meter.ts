/** Upper bounds of the buckets, in seconds: from a look-up by id to what a client gives up on. */
export const durationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

const firstStatus = 100;
const statuses = 500;

/**
 * Counts the answers of one route by status and by how long they took. Typed arrays and no labels: this runs with every
 * request, and what reads it makes the texts.
 */
export class DurationMeter {
  /** How many took as long as each bound at most and longer than the one before; the last: longer than all bounds. */
  readonly buckets = new Float64Array(durationBounds.length + 1);
  seconds = 0;
  readonly #byStatus = new Float64Array(statuses);

  count(status: number, seconds: number): void {
    let bucket = 0;
    while (bucket < durationBounds.length && seconds > (durationBounds[bucket] as number)) bucket += 1;
    (this.buckets[bucket] as number) += 1;
    this.seconds += seconds;
    (this.#byStatus[status - firstStatus] as number) += 1;
  }

  /** The statuses that were answered, each with its number of answers. */
  *byStatus(): Generator<readonly [status: number, answers: number]> {
    for (const [index, answers] of this.#byStatus.entries()) if (answers > 0) yield [index + firstStatus, answers];
  }
}
