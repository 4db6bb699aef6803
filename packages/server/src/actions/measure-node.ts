import { instantOf } from "../domain/id.ts";
import type { PoolUse, Database } from "../storage/database.ts";
import { type QueueDepths, readQueueDepths } from "../storage/read/queue-depths.ts";
import type { ChangeWriter } from "../storage/write/change-writer.ts";
import type { ExchangeRecorder } from "./record-exchanges.ts";

/** How a node and what it works on stand at one moment. */
export interface NodeFigures {
  readonly pools: readonly PoolUse[];
  readonly changesWaiting: number;
  readonly exchangesWaiting: number;
  readonly exchangesDropped: number;
  /** Of the whole database, the same at every node; undefined while it does not answer. */
  readonly queues: QueueDepths | undefined;
  /** Seconds for which the event at the head of the queue has waited for its position. */
  readonly eventLagSeconds: number | undefined;
}

export interface MeasuredNode {
  readonly database: Database;
  readonly writer: ChangeWriter;
  readonly recorder: ExchangeRecorder;
  readonly now: () => string;
}

const goodMilliseconds = 5_000;

/** Makes the function that measures a node. What waits in the database is counted every five seconds at most. */
export function openNodeFigures({ database, writer, recorder, now }: MeasuredNode): () => Promise<NodeFigures> {
  let last: { readonly at: number; readonly found: Promise<QueueDepths | undefined> } | undefined;

  function depths(): Promise<QueueDepths | undefined> {
    const present = performance.now();
    if (last === undefined || present - last.at > goodMilliseconds) {
      // Without an answer the other figures are worth all the more.
      last = { at: present, found: readQueueDepths(database.lists).catch(() => undefined) };
    }
    return last.found;
  }

  return async () => {
    const queues = await depths();
    const first = queues?.firstEvent ?? undefined;
    const lag = first === undefined ? 0 : Math.max(0, Date.parse(now()) - instantOf(first)) / 1_000;
    return {
      pools: database.poolUse(),
      changesWaiting: writer.waiting,
      exchangesWaiting: recorder.waiting,
      exchangesDropped: recorder.dropped,
      queues,
      eventLagSeconds: queues === undefined ? undefined : lag,
    };
  };
}
