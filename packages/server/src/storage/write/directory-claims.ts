import { type Tx, unnamedStatement } from "../database.ts";

const claimAll = unnamedStatement("select pg_advisory_xact_lock(hashtextextended($1::text, 1))");

/**
 * Keeps everybody else from making directory users until the transaction ends: for a write of more people than there
 * could be a lock for each of their names. `claim_match_keys`, in which all others end, shares the same lock.
 */
export async function claimDirectory(tx: Tx, organizationId: string): Promise<void> {
  await tx.query(claimAll, [organizationId]);
}
