import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";
import { useColumns, type UseFacts, useFromRow, type UseRow } from "./last-use.ts";

/** What is kept of a bearer token: never the token. */
export interface BearerTokenFacts extends UseFacts {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

interface Row extends UseRow {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
}

const tokens = unnamedStatement(
  `select id, name, hint, created_at, expires_at, ${useColumns} from bearer_tokens
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
    ...useFromRow(row),
  }));
}
