import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** What is kept of a bearer token: never the token. */
export interface BearerTokenFacts {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
  /** An address. */
  readonly lastUsedFrom: string | null;
  /** A User-Agent. */
  readonly lastUsedBy: string | null;
  /** The actor. */
  readonly revokedBy: string | null;
}

interface Row {
  id: string;
  name: string;
  hint: string;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
  last_used_from: string | null;
  last_used_by: string | null;
  revoked_by: string | null;
}

const tokens = unnamedStatement(
  `select id, name, hint, created_at, expires_at, revoked_at, last_used_at, last_used_from,
      last_used_by, revoked_by from bearer_tokens
    where organization_id = $1 and source_application_id = $2 order by id desc limit 1000`,
);

/** Lists the tokens of an application, revoked ones included, newest first; at most 1,000. */
export async function listBearerTokens(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<BearerTokenFacts[]> {
  const rows = await reader.query<Row>(tokens, [organizationId, sourceApplicationId]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    createdAt: instant(row.created_at),
    expiresAt: row.expires_at && instant(row.expires_at),
    revokedAt: row.revoked_at && instant(row.revoked_at),
    lastUsedAt: row.last_used_at && instant(row.last_used_at),
    lastUsedFrom: row.last_used_from,
    lastUsedBy: row.last_used_by,
    revokedBy: row.revoked_by,
  }));
}
