/** How much an application may ask of one node (docs/rules.md, section 10). */
export interface CallLimit {
  readonly enabled: boolean;
  /** Calls per second that are taken for long; an operation of a Bulk request is one of them. */
  readonly perSecond: number;
  /** The same while many people first arrive, as in an initial sync. */
  readonly raisedPerSecond: number;
  /** Calls that are worked on at the same moment; further ones wait. */
  readonly inFlight: number;
}

export const defaultCallLimit: CallLimit = { enabled: true, perSecond: 500, raisedPerSecond: 2_500, inFlight: 64 };

/** After a quiet time as many calls may come at once as are taken in this many seconds. */
const burstSeconds = 5;
/** So many creations within ten minutes are an initial sync, and one more hour is. */
const arrivals = 100;
const arrivalMilliseconds = 600_000;
const raisedMilliseconds = 3_600_000;

/** Counts the calls of one application on one node. `now` is in milliseconds of any clock that only goes forward. */
export class CallMeter {
  #left = Number.POSITIVE_INFINITY;
  #at = 0;
  #arrived = 0;
  #arrivingSince = Number.NEGATIVE_INFINITY;
  #raisedUntil = Number.NEGATIVE_INFINITY;

  /** Takes one call. @returns 0 when it may pass, else the whole seconds after which one may again */
  take(limit: CallLimit, now: number): number {
    const rate = this.#rate(limit, now);
    this.#left = Math.min(rate * burstSeconds, this.#left + ((now - this.#at) / 1_000) * rate);
    this.#at = now;
    if (this.#left < 1) return Math.ceil((1 - this.#left) / rate);
    this.#left -= 1;
    return 0;
  }

  /** Counts calls that passed within another one: those that come next wait for them. */
  charge(calls: number): void {
    this.#left -= calls;
  }

  /** Counts a creation; many of them raise the limit. */
  arrive(now: number): void {
    if (now - this.#arrivingSince > arrivalMilliseconds) {
      this.#arrivingSince = now;
      this.#arrived = 0;
    }
    this.#arrived += 1;
    if (this.#arrived >= arrivals) this.#raisedUntil = now + raisedMilliseconds;
  }

  /** Tells how many calls per second are taken now. */
  #rate({ perSecond, raisedPerSecond }: CallLimit, now: number): number {
    return now < this.#raisedUntil ? Math.max(perSecond, raisedPerSecond) : perSecond;
  }
}
