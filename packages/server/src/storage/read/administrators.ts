import type { Administrator } from "../../domain/administrator.ts";
import type { Role } from "../../domain/principal.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

interface Row {
  id: string;
  name: string;
  email: string;
  role: Role;
  whole_installation: boolean;
  organizations: { id: string; name: string }[] | null;
  totp_confirmed: boolean;
  last_signed_in_at: Date | null;
  created_at: Date;
}

const columns = `a.id, a.name, a.email, a.role, a.whole_installation, a.totp_confirmed, a.last_signed_in_at, a.created_at,
  (select json_agg(json_build_object('id', o.id, 'name', o.name) order by o.name)
    from administrator_organizations m join organizations o on o.id = m.organization_id
    where m.administrator_id = a.id) as organizations`;

const administrators = unnamedStatement(
  `select ${columns} from administrators a
    where $1::uuid[] is null or (not a.whole_installation and exists (
      select from administrator_organizations m where m.organization_id = any ($1) and m.administrator_id = a.id))
    order by a.name, a.id limit 1000`,
);

/** Lists the administrators who share one of the organizations; null lists all. At most 1,000. */
export async function listAdministrators(
  reader: Reader,
  organizationIds: readonly string[] | null,
): Promise<Administrator[]> {
  return (await reader.query<Row>(administrators, [organizationIds])).map(administratorOf);
}

const administratorById = unnamedStatement(`select ${columns} from administrators a where a.id = $1`);

/** Finds an administrator of the installation. */
export async function findAdministrator(reader: Reader, id: string): Promise<Administrator | undefined> {
  const [row] = await reader.query<Row>(administratorById, [id]);
  return row && administratorOf(row);
}

/** What a sign-in is checked against. */
export interface Credentials {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  /** Sealed. */
  readonly totpSecret: string | null;
  readonly totpConfirmed: boolean;
}

const credentials = `select id, name, email, password_hash as "passwordHash", totp_secret as "totpSecret",
  totp_confirmed as "totpConfirmed" from administrators`;
const credentialsByEmail = unnamedStatement(`${credentials} where email_key = $1`);
const credentialsById = unnamedStatement(`${credentials} where id = $1`);

/** @param emailKey the address, case folded */
export async function findCredentialsByEmail(reader: Reader, emailKey: string): Promise<Credentials | undefined> {
  return (await reader.query<Credentials>(credentialsByEmail, [emailKey]))[0];
}

export async function findCredentials(reader: Reader, id: string): Promise<Credentials | undefined> {
  return (await reader.query<Credentials>(credentialsById, [id]))[0];
}

const anyAdministrator = unnamedStatement("select exists (select from administrators) as found");

/** Tells whether the installation has an administrator. */
export async function hasAdministrators(reader: Reader): Promise<boolean> {
  return (await reader.query<{ found: boolean }>(anyAdministrator, []))[0]?.found ?? false;
}

function administratorOf(row: Row): Administrator {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    wholeInstallation: row.whole_installation,
    organizations: row.organizations ?? [],
    secondFactor: row.totp_confirmed,
    lastSignedInAt: row.last_signed_in_at && instant(row.last_signed_in_at),
    createdAt: instant(row.created_at),
  };
}
