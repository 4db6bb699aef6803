/** A clock for a server under test: it goes on as time does, and can be moved forward. */
export class MovableClock {
  #ahead = 0;

  readonly now = (): string => new Date(Date.now() + this.#ahead).toISOString();

  moveDays(days: number): void {
    this.#ahead += days * 86_400_000;
  }
}
