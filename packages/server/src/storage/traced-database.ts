import type { Trace } from "../trace.ts";
import type { Database, Reader, Statement, Tx } from "./database.ts";

/**
 * A database whose statements are steps of the requests that send them. A statement that several requests share is a
 * step of the first; values are not shown.
 */
export function traceDatabase(database: Database, trace: Trace): Database {
  const tracing =
    (query: Reader["query"]): Reader["query"] =>
    (statement, values) =>
      trace.step(nameOf(statement), attributes, () => query(statement, values));
  const tracingTx = (tx: Tx): Tx =>
    ({
      query: tracing((statement, values) => tx.query(statement, values)),
      execute: (statement, values) => trace.step(nameOf(statement), attributes, () => tx.execute(statement, values)),
    }) as Tx;
  const { reader, lists } = database;
  return {
    ...database,
    reader: {
      query: tracing((statement, values) => reader.query(statement, values)),
      find: (statement, scope, id) =>
        trace.step(nameOf(statement), attributes, () => reader.find(statement, scope, id)),
    },
    pool: tracingTx(database.pool),
    lists: { query: tracing((statement, values) => lists.query(statement, values)) },
    transaction: (work) =>
      trace.step("transaction", attributes, () => database.transaction((tx) => work(tracingTx(tx)))),
  };
}

const attributes = { "db.system.name": "postgresql" } as const;

/** SQL that was put together for one request has no name, and its text is long. */
function nameOf({ name }: Statement): string {
  return name ?? "statement without a name";
}
