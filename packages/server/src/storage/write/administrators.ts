import type { AdministratorScope } from "../../domain/administrator.ts";
import { type Tx, unnamedStatement } from "../database.ts";

export interface NewAdministrator extends AdministratorScope {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The address, case folded. */
  readonly emailKey: string;
  readonly passwordHash: string;
}

const insertAdministrator = unnamedStatement(
  `insert into administrators (id, email, email_key, name, role, whole_installation, password_hash, created_at, modified_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict (email_key) do nothing`,
);
const insertOrganizations = unnamedStatement(
  `insert into administrator_organizations (organization_id, administrator_id)
    select organization_id, $2 from unnest($1::uuid[]) as organization_id`,
);

/** Creates an administrator. @returns false when the address is taken */
export async function createAdministrator(tx: Tx, administrator: NewAdministrator, now: string): Promise<boolean> {
  const { id, name, email, emailKey, role, wholeInstallation, organizationIds, passwordHash } = administrator;
  const values = [id, email, emailKey, name, role, wholeInstallation, passwordHash, now];
  if ((await tx.execute(insertAdministrator, values)) !== 1) return false;
  await tx.execute(insertOrganizations, [wholeInstallation ? [] : organizationIds, id]);
  return true;
}

const updateScope = unnamedStatement(
  "update administrators set role = $2, whole_installation = $3, modified_at = $4 where id = $1",
);
const deleteOrganizations = unnamedStatement("delete from administrator_organizations where administrator_id = $1");

/** Changes what an administrator may do, and where. */
export async function changeAdministratorScope(
  tx: Tx,
  id: string,
  { role, wholeInstallation, organizationIds }: AdministratorScope,
  now: string,
): Promise<void> {
  await tx.execute(updateScope, [id, role, wholeInstallation, now]);
  await tx.execute(deleteOrganizations, [id]);
  await tx.execute(insertOrganizations, [wholeInstallation ? [] : organizationIds, id]);
}

const lockOwners = unnamedStatement("select id from administrators where role = 'owner' order by id for update");

/** Locks the owners, so that of two that go at once one is known to be the last. @returns their ids */
export async function lockOwnerAdministrators(tx: Tx): Promise<string[]> {
  return (await tx.query<{ id: string }>(lockOwners, [])).map(({ id }) => id);
}

const removeRow = unnamedStatement("delete from administrators where id = $1");

/** Removes an administrator with their sessions, links and recovery codes. @returns false when there is none */
export async function removeAdministrator(tx: Tx, id: string): Promise<boolean> {
  return (await tx.execute(removeRow, [id])) === 1;
}

const updateName = unnamedStatement("update administrators set name = $2, modified_at = $3 where id = $1");
const updateEmail = unnamedStatement(
  `update administrators set email = $2, email_key = $3, modified_at = $4 where id = $1
    and not exists (select from administrators other where other.email_key = $3 and other.id <> $1)`,
);
const updatePassword = unnamedStatement("update administrators set password_hash = $2, modified_at = $3 where id = $1");

export async function renameAdministrator(tx: Tx, id: string, name: string, now: string): Promise<void> {
  await tx.execute(updateName, [id, name, now]);
}

/** @returns false when the address is taken */
export async function changeAdministratorEmail(
  tx: Tx,
  id: string,
  { email, emailKey }: { readonly email: string; readonly emailKey: string },
  now: string,
): Promise<boolean> {
  return (await tx.execute(updateEmail, [id, email, emailKey, now])) === 1;
}

export async function changePasswordHash(tx: Tx, id: string, passwordHash: string, now: string): Promise<void> {
  await tx.execute(updatePassword, [id, passwordHash, now]);
}

const noteSignIn = unnamedStatement("update administrators set last_signed_in_at = $2 where id = $1");

export async function noteLastSignIn(tx: Tx, id: string, now: string): Promise<void> {
  await tx.execute(noteSignIn, [id, now]);
}

const setSecret = unnamedStatement(
  `update administrators set totp_secret = $2, totp_confirmed = $3, totp_last_step = $4, modified_at = $5
    where id = $1`,
);
const useStep = unnamedStatement(
  `update administrators set totp_last_step = $2, totp_confirmed = true where id = $1
    and (totp_last_step is null or totp_last_step < $2)`,
);
const deleteCodes = unnamedStatement("delete from recovery_codes where administrator_id = $1");
const insertCodes = unnamedStatement(
  "insert into recovery_codes (administrator_id, hash) select $1, hash from unnest($2::bytea[]) as hash",
);
const useCode = unnamedStatement("delete from recovery_codes where administrator_id = $1 and hash = $2");

/** Keeps a second factor that is not in force yet. @param sealed the secret, sealed */
export async function beginSecondFactor(tx: Tx, id: string, sealed: string, now: string): Promise<void> {
  await tx.execute(setSecret, [id, sealed, false, null, now]);
}

/** Removes the second factor and its recovery codes. */
export async function removeSecondFactor(tx: Tx, id: string, now: string): Promise<void> {
  await tx.execute(setSecret, [id, null, false, null, now]);
  await tx.execute(deleteCodes, [id]);
}

/** Uses the code of a 30-second step, which puts the second factor in force. @returns false when it was used already */
export async function useTotpStep(tx: Tx, id: string, step: number): Promise<boolean> {
  return (await tx.execute(useStep, [id, step])) === 1;
}

/** Replaces the recovery codes. @param hashes SHA-256 of each */
export async function replaceRecoveryCodes(tx: Tx, id: string, hashes: readonly Buffer[]): Promise<void> {
  await tx.execute(deleteCodes, [id]);
  await tx.execute(insertCodes, [id, hashes]);
}

/** Uses a recovery code, which is gone then. @returns false when there is none */
export async function useRecoveryCode(tx: Tx, id: string, hash: Buffer): Promise<boolean> {
  return (await tx.execute(useCode, [id, hash])) === 1;
}
