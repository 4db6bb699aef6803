import { ScimError } from "@rollcall/scim/scim-error.ts";
import { CallMeter } from "../../domain/call-limit.ts";
import type { CompiledApplication } from "../../domain/source-application.ts";

type Limited = Pick<CompiledApplication, "id" | "callLimit">;

/** Keeps what one application asks of this node within its call limit, so that the others are served as ever. */
export interface CallGate {
  /** Counts a call that has come. @throws {ScimError} 429 when more come than are taken */
  take(application: Limited): void;
  /**
   * Takes a place among the calls that are worked on; `leave` has to follow.
   *
   * @returns undefined when the call may go on at once, else what to wait for
   * @throws {ScimError} 429 when too many wait already
   */
  enter(application: Limited): Promise<void> | undefined;
  leave(application: Limited): void;
  /** Counts an operation within a call. */
  charge(application: Limited): void;
  /** Counts a creation: many of them are an initial sync, which raises the limit. */
  arrive(application: Limited): void;
}

interface Place {
  readonly meter: CallMeter;
  inFlight: number;
  readonly waiting: (() => void)[];
}

/** Calls that wait for a place, per place. */
const waitingPerPlace = 4;

/**
 * Opens the gate of a node. Its counts are in memory, one entry per application that has called; each node has its own,
 * so that a call costs no query.
 */
export function openCallGate(now: () => number = () => performance.now()): CallGate {
  const places = new Map<string, Place>();

  function placeOf({ id }: Limited): Place {
    let place = places.get(id);
    if (place === undefined) {
      place = { meter: new CallMeter(), inFlight: 0, waiting: [] };
      places.set(id, place);
    }
    return place;
  }

  return {
    take(application) {
      const { callLimit } = application;
      if (!callLimit.enabled) return;
      const seconds = placeOf(application).meter.take(callLimit, now());
      if (seconds > 0) {
        throw tooMany(
          "The source calls more often than its call limit lets it: send this again after Retry-After",
          seconds,
        );
      }
    },
    enter(application) {
      const { enabled, inFlight } = application.callLimit;
      const place = placeOf(application);
      if (!enabled || place.inFlight < inFlight) {
        place.inFlight += 1;
        return undefined;
      }
      if (place.waiting.length >= inFlight * waitingPerPlace) {
        throw tooMany(
          `${inFlight} calls of the source are worked on, as many as its call limit lets, and too many wait already`,
          1,
        );
      }
      return new Promise((resolve) => place.waiting.push(resolve));
    },
    leave(application) {
      const place = placeOf(application);
      const { enabled, inFlight } = application.callLimit;
      place.inFlight -= 1;
      // More than one where the limit was raised meanwhile, none where it was lowered.
      while (place.waiting.length > 0 && (!enabled || place.inFlight < inFlight)) {
        place.inFlight += 1;
        place.waiting.shift()?.();
      }
    },
    charge: (application) => placeOf(application).meter.charge(1),
    arrive: (application) => placeOf(application).meter.arrive(now()),
  };
}

function tooMany(detail: string, seconds: number): ScimError {
  return new ScimError(429, detail, { "retry-after": String(seconds) });
}
