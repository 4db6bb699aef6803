import type { Principal, Role } from "../../domain/principal.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

const keyByHash = statement(
  "api-key-by-hash",
  `select 'api-key' as kind, id, name, role,
      case when organization_id is not null then array[organization_id] end as "organizationIds"
    from api_keys where hash = $1 and revoked_at is null`,
);

/** Finds whom an API key stands for by its SHA-256; a request knows nothing but its key. */
export async function findPrincipal(reader: Reader, hash: Buffer): Promise<Principal | undefined> {
  return (await reader.query<Principal>(keyByHash, [hash]))[0];
}

/** What is kept of an API key: never the key. */
export interface ApiKeyFacts {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly organizationId: string | null;
  readonly hint: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
}

interface Row {
  id: string;
  name: string;
  role: Role;
  organization_id: string | null;
  hint: string;
  created_at: Date;
  revoked_at: Date | null;
}

const keys = unnamedStatement(
  `select id, name, role, organization_id, hint, created_at, revoked_at from api_keys
    where $1::uuid[] is null or organization_id = any ($1) order by id desc limit 1000`,
);

/**
 * Lists API keys, revoked ones included, newest first; at most 1,000.
 *
 * @param organizationIds whose; null lists all of the installation
 */
export async function listApiKeys(reader: Reader, organizationIds: readonly string[] | null): Promise<ApiKeyFacts[]> {
  const rows = await reader.query<Row>(keys, [organizationIds]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    organizationId: row.organization_id,
    hint: row.hint,
    createdAt: instant(row.created_at),
    revokedAt: row.revoked_at && instant(row.revoked_at),
  }));
}

const anyKey = unnamedStatement("select exists (select from api_keys) as found");

/** Tells whether the installation has, or ever had, an API key. */
export async function hasApiKeys(reader: Reader): Promise<boolean> {
  return (await reader.query<{ found: boolean }>(anyKey, []))[0]?.found ?? false;
}
