import { DatabaseUnavailable, StatementTimeout } from "../../domain/database-failures.ts";

/** Codes of the operating system that mean: no connection. */
const systemCodes = new Set(
  "ECONNREFUSED ECONNRESET ECONNABORTED ENOENT EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH ENOTFOUND EAI_AGAIN EACCES".split(
    " ",
  ),
);

/**
 * SQLSTATEs, and the classes among them with two letters, that say the database as a whole cannot serve: connection
 * exceptions, no permission to connect, no such database, out of resources, shut down, starting up, read-only after a
 * failover.
 */
const states = new Set("08 28 3D 53 57P01 57P02 57P03 57P04 57P05 25006".split(" "));

const diskFull = "53100";

/** What `pg` says without any code when a connection is not there. */
const sentences = [
  "Connection terminated",
  "timeout exceeded when trying to connect",
  "timeout expired",
  "Client has encountered a connection error and is not queryable",
  "Client was closed and is not queryable",
  "Query read timeout",
  "Cannot use a pool after calling end on the pool",
  "The server does not support SSL connections",
];

/** Translates what the driver throws: an unreachable database, an exceeded time budget; every other error unchanged. */
export function translateFailure(error: unknown, { outcomeUnknown = false } = {}): unknown {
  if (!(error instanceof Error) || error instanceof DatabaseUnavailable) return error;
  const code = (error as { code?: unknown }).code;
  // Several addresses of one host were tried, and none answered.
  if (error instanceof AggregateError && typeof code === "string" && systemCodes.has(code)) {
    return new DatabaseUnavailable(error.errors[0] ?? error, {
      outcomeUnknown,
    });
  }
  if (typeof code !== "string") {
    return sentences.some((sentence) => error.message.startsWith(sentence))
      ? new DatabaseUnavailable(error, { outcomeUnknown })
      : error;
  }
  if (code === "57014") return new StatementTimeout(error);
  const unavailable = systemCodes.has(code) || states.has(code) || states.has(code.slice(0, 2));
  return unavailable ? new DatabaseUnavailable(error, { outcomeUnknown, noRoom: code === diskFull }) : error;
}

/**
 * Tells whether a prepared statement must be prepared anew: a migration changed the type of a column it returns, or
 * its preparation failed together with another query's (the server does not know it).
 */
export function isStalePlan(error: unknown): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown };
  // The message is translated by the server's locale, the routine is not.
  return (code === "0A000" && routine === "RevalidateCachedQuery") || code === "26000";
}

/** Runs `work` and translates what it throws. */
export async function translating<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateFailure(error);
  }
}
