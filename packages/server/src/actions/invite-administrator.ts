import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { type AdministratorScope, mayGive } from "../domain/administrator.ts";
import { RollcallError } from "../domain/errors.ts";
import { isId } from "../domain/id.ts";
import { type Principal, sees } from "../domain/principal.ts";
import { type AccessLink, findAccessLink, listOrganizationNames } from "../storage/read/access-links.ts";
import { findCredentialsByEmail } from "../storage/read/administrators.ts";
import { createAccessLink, revokeInvitation as revoke, useAccessLink } from "../storage/write/access-links.ts";
import { createAdministrator } from "../storage/write/administrators.ts";
import type { ActionDeps } from "./action-deps.ts";
import { auditFact } from "./audit.ts";
import { choosePassword } from "./choose-password.ts";
import { hashSecret } from "./issue-secret.ts";
import { type Caller, openSession } from "./open-session.ts";
import { issueLinkToken } from "./set-up.ts";

const invitationMilliseconds = 7 * 86_400_000;

/** A scope as somebody asks for it. */
export interface WantedScope {
  readonly role: AdministratorScope["role"];
  readonly wholeInstallation?: boolean | undefined;
  readonly organizationIds?: readonly string[] | undefined;
}

/**
 * Checks a scope that a principal gives to somebody.
 *
 * @throws {RollcallError} permission.denied, organization.not_found, request.invalid: it would see nothing
 */
export async function grantScope(
  deps: ActionDeps,
  principal: Principal,
  { role, wholeInstallation = role === "owner", organizationIds = [] }: WantedScope,
): Promise<AdministratorScope> {
  const scope = { role, wholeInstallation, organizationIds: wholeInstallation ? [] : organizationIds };
  if (role === "owner" && !wholeInstallation) invalid("/wholeInstallation", "an owner sees the whole installation");
  if (!wholeInstallation && organizationIds.length === 0) {
    invalid("/organizationIds", "expected at least one organization, found none");
  }
  const known = organizationIds.every((id) => isId(id) && sees(principal, id))
    ? await listOrganizationNames(deps.database.lists, scope.organizationIds)
    : [];
  if (known.length !== scope.organizationIds.length) throw new RollcallError("organization.not_found");
  if (!mayGive(principal, scope)) {
    throw new RollcallError("permission.denied", `The role ${principal.role} does not allow to give this`);
  }
  return scope;
}

/** An invitation with the token of its link, which is shown this once. */
export interface IssuedInvitation {
  readonly link: AccessLink;
  readonly token: string;
}

/**
 * Invites somebody by a link that is good for one use within seven days.
 *
 * @throws {RollcallError} administrator.email_taken, and those of `grantScope`
 */
export async function inviteAdministrator(
  deps: ActionDeps,
  principal: Principal,
  { email, ...wanted }: WantedScope & { readonly email: string },
): Promise<IssuedInvitation> {
  const scope = await grantScope(deps, principal, wanted);
  if ((await findCredentialsByEmail(deps.database.lists, foldCase(email))) !== undefined) {
    throw new RollcallError("administrator.email_taken");
  }
  const { secret, hash } = issueLinkToken();
  const now = deps.now();
  const expiresAt = new Date(Date.parse(now) + invitationMilliseconds).toISOString();
  const link = { id: deps.newId(), kind: "invitation", email, invitedBy: principal.name, expiresAt, ...scope } as const;
  await createAccessLink(deps.database.pool, { ...link, hash }, now);
  return { link: { ...link, administratorId: null, createdAt: now }, token: secret };
}

/** Takes an invitation back. @throws {RollcallError} invitation.not_found */
export async function revokeInvitation(deps: ActionDeps, principal: Principal, id: string): Promise<void> {
  const found = await revoke(deps.database.pool, principal.organizationIds, id);
  if (!found) throw new RollcallError("invitation.not_found");
}

/** Reads what an invitation offers. @throws {RollcallError} access_link.dead */
export async function readInvitation(deps: ActionDeps, token: string): Promise<AccessLink> {
  const link = await findAccessLink(deps.database.lists, hashSecret(token), "invitation", deps.now());
  if (link === undefined) throw new RollcallError("access_link.dead");
  return link;
}

/**
 * Accepts an invitation: makes the administrator and opens a session.
 *
 * @throws {RollcallError} access_link.dead, administrator.email_taken, request.invalid
 */
export async function acceptInvitation(
  deps: ActionDeps,
  { token, name, password }: { readonly token: string; readonly name: string; readonly password: string },
  caller: Caller,
): Promise<string> {
  const { email, role, wholeInstallation, organizationIds } = await readInvitation(deps, token);
  if (email === null || role === null || wholeInstallation === null) throw new RollcallError("access_link.dead");
  const passwordHash = await choosePassword(password, email);
  return deps.database.transaction(async (tx) => {
    if (!(await useAccessLink(tx, hashSecret(token), "invitation", deps.now()))) {
      throw new RollcallError("access_link.dead");
    }
    const id = deps.newId();
    const scope = { role, wholeInstallation, organizationIds: organizationIds ?? [] };
    const made = { id, name: name.trim(), email, emailKey: foldCase(email), passwordHash, ...scope };
    if (!(await createAdministrator(tx, made, deps.now()))) throw new RollcallError("administrator.email_taken");
    const actor = { kind: "administrator", id, name: name.trim() } as const;
    await auditFact(
      deps,
      tx,
      { action: "invitation-accepted", actor, organizationId: null, targetName: email },
      caller,
    );
    return openSession(deps, tx, id, caller, { awaitsSecondFactor: false });
  });
}

function invalid(where: string, detail: string): never {
  throw new RollcallError("request.invalid", `${where}: ${detail}`, [{ where, detail }]);
}
