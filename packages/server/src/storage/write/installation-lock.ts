import { type Tx, unnamedStatement } from "../database.ts";

/** Any constant will do, as long as no other part of the house locks it (storage/migrate.ts has another). */
const lockKey = 7_665_282_934;
const take = unnamedStatement("select pg_advisory_xact_lock($1)");

/** Waits until no other node makes the first owner's key or the first administrator, and keeps them from it until the commit. */
export async function lockInstallation(tx: Tx): Promise<void> {
  await tx.query(take, [lockKey]);
}
