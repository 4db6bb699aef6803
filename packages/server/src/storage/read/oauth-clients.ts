import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** What is kept of an OAuth client: never its secret. */
export interface OauthClientFacts {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

const clients = unnamedStatement(
  `select id, name, hint, created_at, revoked_at from oauth_clients
    where organization_id = $1 and source_application_id = $2 order by id desc limit 1000`,
);

/** Lists the OAuth clients of an application, revoked ones included, newest first; at most 1,000. */
export async function listOauthClients(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<OauthClientFacts[]> {
  const rows = await reader.query<{
    id: string;
    name: string;
    hint: string;
    created_at: Date;
    revoked_at: Date | null;
  }>(clients, [organizationId, sourceApplicationId]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    createdAt: instant(row.created_at),
    revokedAt: row.revoked_at && instant(row.revoked_at),
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
