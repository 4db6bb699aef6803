import type { AccessLinkKind } from "../read/access-links.ts";
import type { Role } from "../../domain/principal.ts";
import { type Tx, unnamedStatement } from "../database.ts";

export interface NewAccessLink {
  readonly id: string;
  readonly kind: AccessLinkKind;
  /** SHA-256 of the token. */
  readonly hash: Buffer;
  readonly administratorId?: string;
  readonly email?: string;
  readonly role?: Role;
  readonly wholeInstallation?: boolean;
  readonly organizationIds?: readonly string[];
  readonly invitedBy?: string;
  readonly expiresAt: string;
}

const insertLink = unnamedStatement(
  `insert into access_links (hash, id, kind, administrator_id, email, role, whole_installation, organization_ids,
      invited_by, created_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

export async function createAccessLink(tx: Tx, link: NewAccessLink, now: string): Promise<void> {
  await tx.execute(insertLink, [
    link.hash,
    link.id,
    link.kind,
    link.administratorId ?? null,
    link.email ?? null,
    link.role ?? null,
    link.wholeInstallation ?? null,
    link.organizationIds ?? null,
    link.invitedBy ?? null,
    now,
    link.expiresAt,
  ]);
}

const useLink = unnamedStatement(
  "update access_links set used_at = $3 where hash = $1 and kind = $2 and used_at is null and expires_at > $3",
);

/** Uses a link, which is dead then. @returns false when it is dead already, or never was */
export async function useAccessLink(tx: Tx, hash: Buffer, kind: AccessLinkKind, now: string): Promise<boolean> {
  return (await tx.execute(useLink, [hash, kind, now])) === 1;
}

const deleteResets = unnamedStatement("delete from access_links where kind = 'reset' and administrator_id = $1");

/** Kills the links by which an administrator could set a new password. */
export async function deleteResetLinks(tx: Tx, administratorId: string): Promise<void> {
  await tx.execute(deleteResets, [administratorId]);
}

const deleteSetups = unnamedStatement("delete from access_links where kind = 'setup' and created_at < $1");

/** Kills the links to the set-up page that were made before an instant. */
export async function deleteSetupLinks(tx: Tx, before: string): Promise<void> {
  await tx.execute(deleteSetups, [before]);
}

const deleteInvitation = unnamedStatement(
  `delete from access_links where id = $1 and kind = 'invitation' and used_at is null
    and ($2::uuid[] is null or (not whole_installation and organization_ids <@ $2))`,
);

/**
 * Takes an invitation back.
 *
 * @param organizationIds of which all of its organizations must be; null: whatever they are
 * @returns false when there is none
 */
export async function revokeInvitation(
  tx: Tx,
  organizationIds: readonly string[] | null,
  id: string,
): Promise<boolean> {
  return (await tx.execute(deleteInvitation, [id, organizationIds])) === 1;
}
