import type { Readable, Writable } from "node:stream";
import { Client } from "pg";
import { from, to } from "pg-copy-streams";
import { connectionConfig, type DatabaseTarget, type Reader, type Statement } from "../database.ts";
import { translateFailure } from "../database/failures.ts";

/** A connection for one long transaction in which whole tables come and go. */
export interface CopyConnection extends Reader {
  /** Runs SQL that was put together for this moment. */
  run<Row extends object>(text: string): Promise<Row[]>;
  /** The rows of a `copy … to stdout`, as many at once as PostgreSQL sends. */
  copyOut(text: string): Readable & { readonly rowCount: number };
  /** Takes the rows of a `copy … from stdin`. */
  copyIn(text: string): Writable & { readonly rowCount: number };
}

/**
 * Runs `work` in one transaction on a connection of its own, without the time budgets of the pools: committed when it
 * resolves, rolled back when it throws. All texts of values are the same whatever the server's settings are.
 *
 * @param mode follows `begin`
 * @throws DatabaseUnavailable
 */
export async function inCopyTransaction<T>(
  target: DatabaseTarget,
  mode: string,
  work: (connection: CopyConnection) => Promise<T>,
): Promise<T> {
  const client = new Client(connectionConfig(target));
  client.on("error", () => {
    // The query that waits has it.
  });
  try {
    await client.connect();
    await client.query(`begin ${mode}`);
    await client.query(
      `set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
       set local bytea_output = 'hex'; set local extra_float_digits = 1; set local statement_timeout = 0;
       set local idle_in_transaction_session_timeout = 0; set local lock_timeout = 0`,
    );
    const outcome = await work({
      // Several statements in one text are possible only without values.
      query: async <Row>({ text }: Statement, values: readonly unknown[]) =>
        (await client.query(text, values.length === 0 ? undefined : [...values])).rows as Row[],
      run: async <Row>(text: string) => (await client.query(text)).rows as Row[],
      copyOut: (text) => client.query(to(text)),
      copyIn: (text) => client.query(from(text)),
    });
    await client.query("commit");
    return outcome;
  } catch (error) {
    throw translateFailure(error);
  } finally {
    // A transaction that was not committed is rolled back with its connection.
    await client.end().catch(() => undefined);
  }
}
