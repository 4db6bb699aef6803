import { setImmediate as nextTurn } from "node:timers/promises";

/** A request has some turns until it is answered, and waits in each for what goes on then. */
const sliceMilliseconds = 2;

/**
 * Lets requests have their turn while something works on many things, one after the other: call it before each of them.
 * It takes a turn whenever the work has gone on for two milliseconds.
 *
 * @param clock milliseconds
 */
export function givingWay(clock: () => number = () => performance.now()): () => Promise<void> {
  let begun = clock();
  return async () => {
    if (clock() - begun < sliceMilliseconds) return;
    await nextTurn();
    begun = clock();
  };
}
