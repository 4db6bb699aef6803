import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { ExchangeContent } from "../domain/mask-content.ts";
import { sampleOf } from "../domain/mask-sample.ts";
import type { Outcome } from "../domain/provisioning-event.ts";
import type { Log } from "../log.ts";
import type { Database } from "../storage/database.ts";
import { countDialects, type DialectCount } from "../storage/write/dialects.ts";
import { type ExchangeContentRow, insertExchangeContents } from "../storage/write/exchange-contents.ts";
import {
  countReceivedAttributes,
  type ExchangeRow,
  insertExchanges,
  type ReceivedCount,
} from "../storage/write/exchanges.ts";
import { openCallBook } from "./tally-calls.ts";

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
  /** Counts an exchange that is not to be listed. */
  count(exchange: ExchangeRow): void;
  /** Exchanges that are not written yet. */
  readonly waiting: number;
  /** Exchanges that were never written, since the start. */
  readonly dropped: number;
  /** Writes what is buffered. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const flushMilliseconds = 500;
/** Beyond this many the oldest are dropped: recording must never use up the memory of the server. */
const maxBuffered = 20_000;
const batch = 1_000;
/** Characters of bodies that wait at most; an exchange beyond them is recorded without its bodies. */
const maxBufferedContent = 16_777_216;
/** Characters of bodies in one statement. */
const contentBatch = 1_048_576;

/** Starts recording exchanges. */
export function recordExchanges(database: Database, log: Log): ExchangeRecorder {
  let exchanges: ExchangeRow[] = [];
  let received = new Map<string, { -readonly [Key in keyof ReceivedCount]: ReceivedCount[Key] }>();
  let fired = new Map<string, DialectCount>();
  const calls = openCallBook();
  let hasCalls = false;
  let dropped = 0;
  let droppedEver = 0;
  let content = 0;
  let without = 0;
  let flushing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const rows = exchanges;
    const counts = [...received.values()];
    const dialects = [...fired.values()];
    const writeCalls = calls.take();
    exchanges = [];
    received = new Map();
    fired = new Map();
    const writesCalls = hasCalls;
    hasCalls = false;
    if (dropped > 0) log.warn({ dropped }, "exchanges were not recorded: the database did not keep up");
    if (without > 0) log.warn({ without }, "exchanges were recorded without bodies: the database did not keep up");
    dropped = 0;
    without = 0;
    content = 0;
    try {
      if (writesCalls) await writeCalls(database.pool);
      for (let start = 0; start < rows.length; start += batch) {
        await insertExchanges(database.pool, rows.slice(start, start + batch));
      }
      await writeContents(database, rows);
      if (counts.length > 0) await countReceivedAttributes(database.pool, counts);
      if (dialects.length > 0) await countDialects(database.pool, dialects);
    } catch (error) {
      droppedEver += rows.length;
      log.warn({ reason: (error as Error).message, lost: rows.length }, "exchanges could not be recorded");
    }
  }

  function flush(): Promise<void> {
    if (!hasCalls && received.size === 0) return flushing;
    flushing = flushing.then(write);
    return flushing;
  }

  const timer = setInterval(() => void flush(), flushMilliseconds);
  timer.unref();

  return {
    get waiting() {
      return exchanges.length;
    },
    get dropped() {
      return droppedEver;
    },
    record(exchange, { unknown, body }) {
      if (exchanges.length >= maxBuffered) {
        exchanges.shift();
        dropped += 1;
        droppedEver += 1;
      }
      const size = sizeOf(exchange.content);
      const fits = size === 0 || content + size <= maxBufferedContent;
      if (fits) content += size;
      else without += 1;
      calls.add(exchange, body);
      hasCalls = true;
      exchanges.push(fits ? exchange : { ...exchange, content: undefined });
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
          const sample = sampleOf(body, path) ?? { sample: null, type: null, multiValued: false };
          received.set(key, { organizationId, sourceApplicationId, path, count: 1, ...sample });
        }
      }
    },
    count(exchange) {
      calls.add(exchange, undefined);
      hasCalls = true;
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
      await flushing;
    },
  };
}

/** Characters. */
function sizeOf(content: ExchangeContent | undefined): number {
  return (content?.request?.text.length ?? 0) + (content?.answer?.text.length ?? 0);
}

/** Writes the bodies of exchanges, some megabyte at a time. */
async function writeContents(database: Database, rows: readonly ExchangeRow[]): Promise<void> {
  let part: ExchangeContentRow[] = [];
  let size = 0;
  for (const { organizationId, sourceApplicationId, id, content } of rows) {
    if (content === undefined || sizeOf(content) === 0) continue;
    part.push({ organizationId, sourceApplicationId, exchangeId: id, ...content });
    size += sizeOf(content);
    if (size < contentBatch) continue;
    await insertExchangeContents(database.pool, part);
    part = [];
    size = 0;
  }
  if (part.length > 0) await insertExchangeContents(database.pool, part);
}
