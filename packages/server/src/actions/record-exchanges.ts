import type { JsonValue } from "@rollcall/scim/resource.ts";
import { sampleOf } from "../domain/mask-sample.ts";
import type { Outcome } from "../domain/provisioning-event.ts";
import type { Log } from "../log.ts";
import type { Database } from "../storage/database.ts";
import { countDialects, type DialectCount } from "../storage/write/dialects.ts";
import {
  countReceivedAttributes,
  type ExchangeRow,
  insertExchanges,
  type ReceivedCount,
} from "../storage/write/exchanges.ts";

/** What handlers say of an exchange beside method, path and status. */
export interface ExchangeNotes {
  outcome: Outcome | undefined;
  reason: string | undefined;
  resourceId: string | undefined;
  readonly dialects: Set<string>;
  /** Paths that were received and are not kept. */
  readonly unknown: Set<string>;
  /** The body that they came with, for a masked sample. */
  body?: JsonValue | undefined;
}

/** Takes exchanges and writes them in batches: up to one second of them may be lost by a kill (rules.md section 8). */
export interface ExchangeRecorder {
  record(exchange: ExchangeRow, notes: Pick<ExchangeNotes, "unknown" | "body">): void;
  /** Writes what is buffered. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const flushMilliseconds = 500;
/** Beyond this many the oldest are dropped: recording must never use up the memory of the server. */
const maxBuffered = 20_000;
const batch = 1_000;

/** Starts recording exchanges. */
export function recordExchanges(database: Database, log: Log): ExchangeRecorder {
  let exchanges: ExchangeRow[] = [];
  let received = new Map<string, { -readonly [Key in keyof ReceivedCount]: ReceivedCount[Key] }>();
  let fired = new Map<string, DialectCount>();
  let dropped = 0;
  let flushing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const rows = exchanges;
    const counts = [...received.values()];
    const dialects = [...fired.values()];
    exchanges = [];
    received = new Map();
    fired = new Map();
    if (dropped > 0) log.warn({ dropped }, "exchanges were not recorded: the database did not keep up");
    dropped = 0;
    try {
      for (let start = 0; start < rows.length; start += batch) {
        await insertExchanges(database.pool, rows.slice(start, start + batch));
      }
      if (counts.length > 0) await countReceivedAttributes(database.pool, counts);
      if (dialects.length > 0) await countDialects(database.pool, dialects);
    } catch (error) {
      log.warn({ reason: (error as Error).message, lost: rows.length }, "exchanges could not be recorded");
    }
  }

  function flush(): Promise<void> {
    if (exchanges.length === 0 && received.size === 0) return flushing;
    flushing = flushing.then(write);
    return flushing;
  }

  const timer = setInterval(() => void flush(), flushMilliseconds);
  timer.unref();

  return {
    record(exchange, { unknown, body }) {
      if (exchanges.length >= maxBuffered) {
        exchanges.shift();
        dropped += 1;
      }
      exchanges.push(exchange);
      const { organizationId, sourceApplicationId, occurredAt: lastFiredAt } = exchange;
      for (const name of exchange.dialects) {
        const key = `${sourceApplicationId} ${name}`;
        const count = (fired.get(key)?.count ?? 0) + 1;
        fired.set(key, { organizationId, sourceApplicationId, name, count, lastFiredAt });
      }
      for (const path of unknown) {
        const key = `${sourceApplicationId} ${path}`;
        const counted = received.get(key);
        if (counted !== undefined) counted.count += 1;
        // One sample per application, path and flush: the others would only replace each other.
        else {
          const sample = sampleOf(body, path) ?? null;
          received.set(key, { organizationId, sourceApplicationId, path, count: 1, sample });
        }
      }
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
      await flushing;
    },
  };
}
