/** Spreads beginnings evenly, at most `rate` in a second. Has no clock: `now` is in milliseconds on any clock. */
export class Pace {
  readonly #interval: number;
  #next = Number.NEGATIVE_INFINITY;

  constructor(rate: number) {
    this.#interval = 1_000 / rate;
  }

  /** Takes the next turn and tells for how many milliseconds to wait until it comes. */
  takeTurn(now: number): number {
    const begin = Math.max(now, this.#next);
    this.#next = begin + this.#interval;
    return begin - now;
  }
}
