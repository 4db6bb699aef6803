import type { Database } from "../storage/database.ts";
import { giveEventPositions } from "../storage/write/provisioning-event-positions.ts";

/** Events at most in one transaction: large enough to keep up with any writer, small enough to be over in moments. */
const eventsAtOnce = 2_000;

/** How often all of the queue is looked at, and how long an id has to be taken before lower ones wait for that. */
const sweepMilliseconds = 1_000;
const settledMilliseconds = 2_000;

/**
 * Makes the function that gives queued provisioning events their positions in commit order, at most 2,000 each time,
 * and resolves to how many it gave.
 *
 * While a long transaction is open (a backup), PostgreSQL keeps every event that has left the queue, and walking past
 * them all takes 20 ms at 300,000. So it begins where it was some seconds ago, and once a second at the very beginning,
 * for the events of transactions that took longer than that.
 *
 * @param now milliseconds that only go forward
 */
export function openEventSequence(database: Database, now = () => performance.now()): () => Promise<number> {
  let sweptAt = Number.NEGATIVE_INFINITY;
  let floor = 0;
  let next = { floor: 0, since: Number.NEGATIVE_INFINITY };
  let highest = 0;

  return async () => {
    const began = now();
    const sweeps = began - sweptAt >= sweepMilliseconds;
    const taken = await giveEventPositions(database.pool, eventsAtOnce, sweeps ? 0 : floor);
    if (sweeps) sweptAt = began;
    highest = Math.max(highest, taken.highest);
    if (began - next.since >= settledMilliseconds) {
      floor = next.floor;
      next = { floor: highest, since: began };
    }
    return taken.given;
  };
}
