import assert from "node:assert/strict";
import { type Database, type Tx, unnamedStatement } from "../../src/storage/database.ts";

const count = unnamedStatement(`select sum(pg_stat_get_xact_blocks_fetched(oid))::bigint as pages from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')`);

/** Pages of tables and indexes that some work reads, with what its functions and triggers read; it is rolled back. */
export async function pagesRead(database: Database, work: (tx: Tx) => Promise<unknown>): Promise<number> {
  const done = new Error("rolled back");
  let pages = 0;
  const counted = database.transaction(async (tx) => {
    // The first time its statements are planned, which reads pages too.
    await tx.execute(unnamedStatement("savepoint planned"), []);
    await work(tx);
    await tx.execute(unnamedStatement("rollback to savepoint planned"), []);
    const [until] = await tx.query<{ pages: number }>(count, []);
    await work(tx);
    const [then] = await tx.query<{ pages: number }>(count, []);
    pages = (then?.pages ?? 0) - (until?.pages ?? 0);
    throw done;
  });
  await assert.rejects(counted, done);
  return pages;
}
