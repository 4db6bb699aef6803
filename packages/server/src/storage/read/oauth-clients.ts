import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";
import { useColumns, type UseFacts, useFromRow, type UseRow } from "./last-use.ts";

/** What is kept of an OAuth client: never its secret. */
export interface OauthClientFacts extends UseFacts {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly createdAt: string;
}

interface Row extends UseRow {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly created_at: Date;
}

const clients = unnamedStatement(
  `select id, name, hint, created_at, ${useColumns} from oauth_clients
    where organization_id = $1 and source_application_id = $2 order by id desc limit 1000`,
);

/** Lists the OAuth clients of an application, revoked ones included, newest first; at most 1,000. */
export async function listOauthClients(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<OauthClientFacts[]> {
  const rows = await reader.query<Row>(clients, [organizationId, sourceApplicationId]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    createdAt: instant(row.created_at),
    ...useFromRow(row),
  }));
}

const secretHash = unnamedStatement(
  `select secret_hash from oauth_clients
    where organization_id = $1 and source_application_id = $2 and id = $3 and revoked_at is null`,
);

/** Finds the SHA-256 of a client's secret; undefined when there is no such client in force. */
export async function findClientSecretHash(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  id: string,
): Promise<Buffer | undefined> {
  const values = [organizationId, sourceApplicationId, id];
  return (await reader.query<{ secret_hash: Buffer }>(secretHash, values))[0]?.secret_hash;
}
