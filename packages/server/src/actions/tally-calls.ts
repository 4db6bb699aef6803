import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { FirstCall, ProblemCall } from "../domain/application-health.ts";
import { observeCall } from "../domain/observe-call.ts";
import type { Tx } from "../storage/database.ts";
import {
  type CallHour,
  type CallTally,
  countCalls,
  noteTokenUses,
  tallyCalls,
  type TokenUse,
} from "../storage/write/application-calls.ts";
import type { ExchangeRow } from "../storage/write/exchanges.ts";

/** Sums up calls until they are written: health and checklist of an application are told from it. */
export interface CallBook {
  add(exchange: ExchangeRow, body: JsonValue | undefined): void;
  /** Takes out what there is, and returns what writes it. */
  take(): (tx: Tx) => Promise<void>;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type Tally = Writable<Pick<CallTally, "organizationId" | "sourceApplicationId" | "lastAcceptedAt" | "troubleSince">> & {
  /** That counts; undefined where none did. */
  last: ExchangeRow | undefined;
  readonly firsts: Record<string, FirstCall>;
  readonly problems: Record<string, ProblemCall>;
};

/** A token's use is written once a minute on each node. */
const tokenMilliseconds = 60_000;
const maxTokens = 50_000;
const longestPath = 200;

/** Opens it. */
export function openCallBook(): CallBook {
  let tallies = new Map<string, Tally>();
  let hours = new Map<string, Writable<CallHour>>();
  let uses = new Map<string, TokenUse>();
  /** When a token's use is to be written again. */
  let due = new Map<string, string>();
  /** What was noted of an application before need not be noted again. */
  let noted = new Set<string>();

  function tallyOf(exchange: ExchangeRow): Tally {
    let tally = tallies.get(exchange.sourceApplicationId);
    if (tally === undefined) {
      const { organizationId, sourceApplicationId } = exchange;
      const none = { last: undefined, lastAcceptedAt: null, troubleSince: null, firsts: {}, problems: {} };
      tally = { organizationId, sourceApplicationId, ...none };
      tallies.set(sourceApplicationId, tally);
    }
    return tally;
  }

  function countHour({ organizationId, sourceApplicationId, occurredAt }: ExchangeRow, counted: CountedAs): void {
    const key = `${sourceApplicationId} ${occurredAt.slice(0, 13)}`;
    let row = hours.get(key);
    if (row === undefined) {
      const hour = `${occurredAt.slice(0, 13)}:00:00.000Z`;
      row = { organizationId, sourceApplicationId, hour, answered: 0, refused: 0, failed: 0 };
      hours.set(key, row);
    }
    row[counted] += 1;
  }

  function noteUse(exchange: ExchangeRow): void {
    const { organizationId, sourceApplicationId, tokenId, occurredAt: at } = exchange;
    if (tokenId === null || at < (due.get(tokenId) ?? "")) return;
    if (due.size > maxTokens) due = new Map();
    due.set(tokenId, new Date(Date.parse(at) + tokenMilliseconds).toISOString());
    const [from, by] = [exchange.callerAddress, exchange.userAgent];
    uses.set(tokenId, { organizationId, sourceApplicationId, tokenId, at, from, by });
  }

  return {
    add(exchange, body) {
      const { counted, standing, firsts, problem } = observeCall(exchange, body);
      const tally = tallyOf(exchange);
      if (counted !== undefined) {
        countHour(exchange, counted);
        tally.last = exchange;
      }
      const { occurredAt: at, userAgent, scimType, detail, status } = exchange;
      if (standing === "accepted") {
        tally.lastAcceptedAt = at;
        tally.troubleSince = null;
        noteUse(exchange);
      } else if (standing === "trouble") tally.troubleSince ??= at;
      for (const first of firsts) {
        const key = `${exchange.sourceApplicationId} ${first}`;
        if (noted.has(key)) continue;
        if (noted.size > maxTokens) noted = new Set();
        noted.add(key);
        tally.firsts[first] ??= { at, userAgent, scimId: exchange.resourceId };
      }
      if (problem !== undefined) tally.problems[problem] = { at, status, scimType, detail, userAgent };
    },
    take() {
      const [sums, counts, used] = [[...tallies.values()].map(written), [...hours.values()], [...uses.values()]];
      tallies = new Map();
      hours = new Map();
      uses = new Map();
      return async (tx) => {
        try {
          if (counts.length > 0) await countCalls(tx, counts);
          if (sums.length > 0) await tallyCalls(tx, sums);
          if (used.length > 0) await noteTokenUses(tx, used);
        } catch (error) {
          // What came first has not been written: it is noted when it comes again.
          noted = new Set();
          due = new Map();
          throw error;
        }
      };
    },
  };
}

type CountedAs = "answered" | "refused" | "failed";

function written({ last, ...tally }: Tally): CallTally {
  return {
    ...tally,
    lastAt: last?.occurredAt ?? null,
    lastMethod: last?.method ?? null,
    lastPath: last?.path.slice(0, longestPath) ?? null,
    lastStatus: last?.status ?? null,
    lastUserAgent: last?.userAgent ?? null,
  };
}
