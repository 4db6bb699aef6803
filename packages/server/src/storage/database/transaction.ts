import type { Pool, PoolClient } from "pg";
import { DatabaseUnavailable } from "../../domain/database-failures.ts";
import { translateFailure, translating } from "./failures.ts";
import type { Tx } from "./handle.ts";
import type { NamedQueries } from "./named-queries.ts";
import type { Query, Statement } from "./statement.ts";

type Send = (query: Query) => Promise<{ rows: unknown[]; rowCount: number | null }>;

/** A handle whose every query is a transaction of its own. */
export function statementHandle(send: Send, named: NamedQueries): Tx {
  const run = (statement: Statement, values: readonly unknown[]) =>
    translating(() => named.retryStale(statement, values, send));
  return {
    query: async <Row>(statement: Statement, values: readonly unknown[]) =>
      (await run(statement, values)).rows as Row[],
    execute: async (statement, values) => (await run(statement, values)).rowCount ?? 0,
  } as Tx;
}

/**
 * Runs `work` between `begin` and `commit` on one connection of the pool; once more from the start when a prepared plan
 * turned out stale, because the failed statement has ended the transaction.
 */
export async function runTransaction<T>(pool: Pool, named: NamedQueries, work: (tx: Tx) => Promise<T>): Promise<T> {
  let stale = false;
  const attempt = () =>
    translating(() =>
      inTransaction(pool, async (client) => {
        const send: Send = async (query) => {
          try {
            return await client.query(query);
          } catch (error) {
            stale ||= named.renewStale(query, error);
            throw error;
          }
        };
        return work(transactionHandle(send, named));
      }),
    );
  try {
    return await attempt();
  } catch (error) {
    if (!stale) throw error;
    return attempt();
  }
}

function transactionHandle(send: Send, named: NamedQueries): Tx {
  const run = (statement: Statement, values: readonly unknown[]) =>
    translating(() => send(named.build(statement, values)));
  return {
    query: async <Row>(statement: Statement, values: readonly unknown[]) =>
      (await run(statement, values)).rows as Row[],
    execute: async (statement, values) => (await run(statement, values)).rowCount ?? 0,
  } as Tx;
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let lost: Error | undefined;
  const onError = (error: Error) => (lost = error);
  client.on("error", onError);
  let committing = false;
  try {
    await client.query("begin");
    const outcome = await work(client);
    committing = true;
    const { command } = await client.query("commit");
    // The server answers a commit of a failed transaction with a rollback, and calls that no error.
    if (command !== "COMMIT") throw new Error("the transaction was rolled back: an error within it was caught");
    client.off("error", onError);
    client.release();
    return outcome;
  } catch (error) {
    const failure = translateFailure(error, { outcomeUnknown: committing });
    if (!(failure instanceof DatabaseUnavailable) && lost === undefined) {
      // A connection that cannot even roll back is not given to anybody else.
      await client.query("rollback").catch((refused: Error) => (lost = refused));
    }
    client.off("error", onError);
    client.release(failure instanceof DatabaseUnavailable ? failure : lost);
    throw failure;
  }
}
