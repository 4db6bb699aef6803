import { Client, type ClientConfig, Pool } from "pg";
import type { Log } from "../log.ts";
import { columnTypes } from "./database/column-types.ts";
import { translating } from "./database/failures.ts";
import { type FairLines, openFairLines } from "./database/fair-lines.ts";
import type { PointReader, Reader, Tx } from "./database/handle.ts";
import { nameQueries } from "./database/named-queries.ts";
import { chooseConnection, openPipelinedConnection } from "./database/pipelined-connection.ts";
import { shareLookups } from "./database/shared-lookups.ts";
import type { Statement } from "./database/statement.ts";
import { runTransaction, statementHandle } from "./database/transaction.ts";

export type { PointReader, Reader, Tx } from "./database/handle.ts";
export { type Statement, statement, unnamedStatement } from "./database/statement.ts";

/** A connection of its own outside the pools, without their time budgets. */
export interface DedicatedConnection extends Reader {
  close(): Promise<void>;
}

export interface Database {
  /** Point look-ups by key, pipelined on few connections: never anything slow, every read behind it would wait. */
  readonly reader: PointReader;
  /** Writes of one statement: each query is a transaction of its own, committed when it resolves. */
  readonly pool: Tx;
  /** Filters and lists: few connections, and each query has a time budget (`StatementTimeout`). */
  readonly lists: Reader;
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. Runs it once more from the
   * start when a prepared plan turns out stale, so `work` must do nothing but query.
   *
   * @throws DatabaseUnavailable with `outcomeUnknown` when the connection is lost during the commit
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same database for an application's own work: applications get connections in turn, and none of them all. */
  inLineOf(applicationId: string): Database;
  connect(): Promise<DedicatedConnection>;
  /** How its connections are used at this moment. */
  poolUse(): readonly PoolUse[];
  close(): Promise<void>;
}

/** How many connections of one kind there are. */
export interface PoolUse {
  readonly pool: "reader" | "writes" | "lists";
  readonly open: number;
  readonly busy: number;
  readonly most: number;
  /** Queries that wait for a connection; of readers, which are pipelined, those that wait for their answer. */
  readonly waiting: number;
}

/** Where the database is: a URL as in DATABASE_URL, or a unix socket's folder. */
export type DatabaseTarget =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly database: string;
    };

export interface DatabaseOptions {
  readonly target: DatabaseTarget;
  readonly log: Log;
  /** `transaction`: a pooler in transaction mode stands in between, so no names, no session settings, no pipelining. */
  readonly pooler?: "none" | "transaction";
  readonly sizes?: Partial<typeof defaultSizes>;
  /** Time budget of a query of `lists`. */
  readonly listMilliseconds?: number;
  /** Time budget of a query of `pool` and of a statement in a transaction. */
  readonly writeMilliseconds?: number;
}

/** Connections of each kind; measured, more do not help. */
const defaultSizes = { reader: 3, pool: 16, lists: 4 };

/**
 * Settings of the connections for hot statements. Those are planned once per connection, often while the tables are
 * still small: without these a plan that reads whole tables would stay until the next ANALYZE (measured: 19 ms instead
 * of 0.6 ms for a create at 9,000 users).
 */
export const byIndex: ClientConfig = { options: "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off" };

const connectMilliseconds = 5_000;
const readMilliseconds = 5_000;

/** Opens a database. Connects at the first query, so it resolves nothing and fails at nothing by itself. */
export function openDatabase(options: DatabaseOptions): Database {
  const { log, pooler = "none", listMilliseconds = 5_000, writeMilliseconds = 30_000 } = options;
  const direct = pooler === "none";
  const sizes = { ...defaultSizes, ...options.sizes };
  const base = connectionConfig(options.target);
  const named = nameQueries(direct);
  // A pooler refuses session settings, or gives them to the next one who borrows the connection.
  const budget = (milliseconds: number): ClientConfig => (direct ? { statement_timeout: milliseconds } : {});

  const hot: ClientConfig = direct ? byIndex : {};

  const pool = openPool(log, {
    ...base,
    ...hot,
    ...budget(writeMilliseconds),
    ...(direct ? { idle_in_transaction_session_timeout: writeMilliseconds } : {}),
    // The server ends a slow statement by itself; this ends the waiting when the server is gone without a word.
    query_timeout: writeMilliseconds + 5_000,
    max: sizes.pool,
  });
  const lists = openPool(log, {
    ...base,
    ...budget(listMilliseconds),
    query_timeout: listMilliseconds + 5_000,
    max: sizes.lists,
  });
  const readers = direct
    ? Array.from({ length: sizes.reader }, () =>
        openPipelinedConnection({ ...base, ...hot, ...budget(readMilliseconds) }),
      )
    : [];

  const poolTx = statementHandle((query) => pool.query(query), named);
  const pipelined: Reader["query"] = (statement, values) =>
    translating(() => named.retryStale(statement, values, (query) => chooseConnection(readers).query(query)));
  const lookUp = direct ? pipelined : poolTx.query;
  const listReader: Reader = {
    query: (statement, values) =>
      translating(() => named.retryStale(statement, values, async (query) => (await lists.query(query)).rows)),
  };
  const budgeted: Reader = {
    query: (statement, values) =>
      runTransaction(lists, named, async (tx) => {
        await tx.execute(setLocalTimeout, [`${listMilliseconds}ms`]);
        return tx.query(statement, values);
      }),
  };

  // Of the pool's connections the writer's lanes have a part of their own.
  const poolLines = openFairLines(Math.ceil(sizes.pool * 0.6), Math.ceil(sizes.pool * 0.4));
  const listLines = openFairLines(sizes.lists, Math.max(1, sizes.lists - 1));

  let closing: Promise<void> | undefined;
  const database: Database = {
    reader: { query: lookUp, find: shareLookups(lookUp) },
    pool: poolTx,
    lists: direct ? listReader : budgeted,
    transaction: (work) => runTransaction(pool, named, work),
    inLineOf: (id) => ({
      ...database,
      lists: {
        query: (statement, values) => listLines.run(id, () => database.lists.query(statement, values)),
      },
      pool: {
        query: (statement, values) => poolLines.run(id, () => poolTx.query(statement, values)),
        execute: (statement, values) => poolLines.run(id, () => poolTx.execute(statement, values)),
      } as Tx,
      transaction: (work) => poolLines.run(id, () => database.transaction(work)),
    }),
    connect: () => connectDedicated(base),
    poolUse: () => [
      {
        pool: "reader",
        open: readers.filter((one) => one.open).length,
        busy: readers.filter((one) => one.waiting > 0).length,
        most: readers.length,
        waiting: readers.reduce((sum, one) => sum + one.waiting, 0),
      },
      useOf("writes", pool, sizes.pool, poolLines),
      useOf("lists", lists, sizes.lists, listLines),
    ],
    close: () =>
      (closing ??= Promise.all([...readers.map((one) => one.close()), pool.end(), lists.end()]).then(() => undefined)),
  };
  return database;
}

const setLocalTimeout: Statement = {
  name: undefined,
  text: "select set_config('statement_timeout', $1, true)",
};

/** How every connection of the program reaches the database. */
export function connectionConfig(target: DatabaseTarget): ClientConfig {
  const where: ClientConfig = "url" in target ? { connectionString: target.url } : { ...target };
  return {
    ...where,
    application_name: "rollcall",
    connectionTimeoutMillis: connectMilliseconds,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: columnTypes,
  };
}

function openPool(log: Log, config: ClientConfig & { max: number }): Pool {
  const pool = new Pool({ ...config, idleTimeoutMillis: 60_000 });
  // An idle connection that ends (a restart of the database) is replaced at the next query; unheard it ends Node.
  pool.on("error", (error) => log.warn({ reason: error.message }, "an idle database connection was lost"));
  return pool;
}

function useOf(name: PoolUse["pool"], pool: Pool, most: number, lines: FairLines): PoolUse {
  const { totalCount: open, idleCount, waitingCount } = pool;
  return { pool: name, open, busy: open - idleCount, most, waiting: waitingCount + lines.waiting };
}

async function connectDedicated(base: ClientConfig): Promise<DedicatedConnection> {
  const client = new Client(base);
  client.on("error", () => {
    // `end` follows; the query that waited has the error.
  });
  await translating(() => client.connect());
  return {
    query: async <Row>({ text }: Statement, values: readonly unknown[]) =>
      (await translating(() => client.query({ text, values: [...values] }))).rows as Row[],
    close: () => client.end(),
  };
}
