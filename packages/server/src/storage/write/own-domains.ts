import type { OwnDomain } from "../../domain/own-domain.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const setProof = unnamedStatement(
  `update organization_domains set proven_at = $3, missing_since = $4, lost_at = $5, checked_at = $6, problem = $7,
      next_check_at = $8
    where organization_id = $1 and domain = $2`,
);

/** Keeps what was found of a domain's proof. @param nextCheckAt ISO 8601 */
export async function saveProof(
  tx: Tx,
  organizationId: string,
  { domain, provenAt, missingSince, lostAt, checkedAt, problem }: OwnDomain,
  nextCheckAt: string,
): Promise<void> {
  const found = [provenAt, missingSince, lostAt, checkedAt, problem];
  await tx.execute(setProof, [organizationId, domain, ...found, nextCheckAt]);
}

const setRequired = unnamedStatement("update organizations set proof_required = $2 where id = $1");

export async function saveProofRequired(tx: Tx, organizationId: string, required: boolean): Promise<void> {
  await tx.execute(setRequired, [organizationId, required]);
}
