import { type Reader, statement } from "../database.ts";

/** What waits in the database, each counted up to `mostCounted`. */
export interface QueueDepths {
  /** Provisioning events without a position in their feed. */
  readonly events: number;
  /** The event at the head of the queue; its id tells when it was made. */
  readonly firstEvent: string | null;
  /** Changes that the guard holds until a person decides. */
  readonly heldChanges: number;
  /** Effects of paused and observed applications that are not in force. */
  readonly heldEffects: number;
  readonly conflicts: number;
  readonly deliveriesWaiting: number;
  /** Given up after their last attempt. */
  readonly deliveriesDead: number;
}

/** More than so many are not counted: the figure is for an alert, and is not worth a long walk. */
const mostCounted = 10_000;

const counted = (what: string): string =>
  `(select count(*) from (select from ${what} limit ${mostCounted}) as few)::int`;

// Each count walks an index that holds only what is counted.
const selectDepths = statement(
  "queue-depths",
  `select ${counted("provisioning_event_queue")} as events,
      (select event_id from provisioning_event_queue order by id limit 1) as "firstEvent",
      ${counted("links where guard is not null")} as "heldChanges",
      ${counted("links where held")} as "heldEffects",
      ${counted("links where state = 'conflict'")} as conflicts,
      ${counted("webhook_deliveries where state = 'waiting'")} as "deliveriesWaiting",
      ${counted("webhook_deliveries where state = 'dead'")} as "deliveriesDead"`,
);

/** Counts what waits, over all organizations. */
export async function readQueueDepths(reader: Reader): Promise<QueueDepths> {
  const [row] = await reader.query<QueueDepths>(selectDepths, []);
  if (row === undefined) throw new Error("the database answered without a row");
  return row;
}
