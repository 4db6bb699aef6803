import type { Role } from "../../domain/principal.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

export type AccessLinkKind = "setup" | "invitation" | "reset";

/** What a link that is good for one use offers. */
export interface AccessLink {
  readonly id: string;
  readonly kind: AccessLinkKind;
  readonly administratorId: string | null;
  readonly email: string | null;
  readonly role: Role | null;
  readonly wholeInstallation: boolean | null;
  readonly organizationIds: readonly string[] | null;
  readonly invitedBy: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
}

const columns = `id, kind, administrator_id as "administratorId", email, role, whole_installation as "wholeInstallation",
  organization_ids as "organizationIds", invited_by as "invitedBy", created_at, expires_at`;

const linkByHash = unnamedStatement(
  `select ${columns} from access_links where hash = $1 and kind = $2 and used_at is null and expires_at > $3`,
);

type Row = Omit<AccessLink, "createdAt" | "expiresAt"> & { created_at: Date; expires_at: Date };

/** Finds a link that is still good by the SHA-256 of its token. */
export async function findAccessLink(
  reader: Reader,
  hash: Buffer,
  kind: AccessLinkKind,
  now: string,
): Promise<AccessLink | undefined> {
  const [row] = await reader.query<Row>(linkByHash, [hash, kind, now]);
  return row && linkOf(row);
}

const invitations = unnamedStatement(
  `select ${columns} from access_links where kind = 'invitation' and used_at is null and expires_at > $1
    and ($2::uuid[] is null or (not whole_installation and organization_ids && $2)) order by id desc limit 1000`,
);

/** Lists the invitations that wait, of organizations that somebody sees; null lists all. At most 1,000. */
export async function listInvitations(
  reader: Reader,
  organizationIds: readonly string[] | null,
  now: string,
): Promise<AccessLink[]> {
  return (await reader.query<Row>(invitations, [now, organizationIds])).map(linkOf);
}

const organizationNames = unnamedStatement("select id, name from organizations where id = any ($1) order by name");

/** The names of organizations, those that exist. */
export async function listOrganizationNames(
  reader: Reader,
  organizationIds: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return organizationIds.length === 0 ? [] : reader.query(organizationNames, [organizationIds]);
}

function linkOf({ created_at, expires_at, ...link }: Row): AccessLink {
  return { ...link, createdAt: instant(created_at), expiresAt: instant(expires_at) };
}
