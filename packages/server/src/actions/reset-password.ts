import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { RollcallError } from "../domain/errors.ts";
import { findAccessLink } from "../storage/read/access-links.ts";
import { type Credentials, findCredentials, findCredentialsByEmail } from "../storage/read/administrators.ts";
import { createAccessLink, deleteResetLinks, useAccessLink } from "../storage/write/access-links.ts";
import { changePasswordHash, removeSecondFactor } from "../storage/write/administrators.ts";
import { endSessions } from "../storage/write/sessions.ts";
import type { ActionDeps } from "./action-deps.ts";
import { auditFact } from "./audit.ts";
import { choosePassword } from "./choose-password.ts";
import { hashSecret } from "./issue-secret.ts";
import { type Caller, openSession } from "./open-session.ts";
import { issueLinkToken } from "./set-up.ts";

const linkMilliseconds = 3_600_000;

/** Where a person at the server calls from. */
const atTheServer: Caller = { address: null, userAgent: null, requestId: null };

/**
 * Makes a link by which an administrator sets a new password; for a person at the server. Earlier links are dead then.
 *
 * @returns the token of the link, good for an hour
 * @throws {RollcallError} administrator.not_found
 */
export async function issuePasswordReset(
  deps: Pick<ActionDeps, "database" | "newId" | "now">,
  email: string,
): Promise<string> {
  const found = await findCredentialsByEmail(deps.database.lists, foldCase(email.trim()));
  if (found === undefined) {
    throw new RollcallError("administrator.not_found", `No administrator has the e-mail address ${email}`);
  }
  const { secret, hash } = issueLinkToken();
  const now = deps.now();
  const expiresAt = new Date(Date.parse(now) + linkMilliseconds).toISOString();
  await deps.database.transaction(async (tx) => {
    await deleteResetLinks(tx, found.id);
    await createAccessLink(tx, { id: deps.newId(), kind: "reset", hash, administratorId: found.id, expiresAt }, now);
    const actor = { kind: "server", id: null, name: "rollcall administrators reset" } as const;
    const fact = { action: "password-reset-issued", actor, organizationId: null, targetName: found.email };
    await auditFact(deps, tx, fact, atTheServer);
  });
  return secret;
}

/** Finds whose password a link resets. @throws {RollcallError} access_link.dead */
export async function readPasswordReset(deps: ActionDeps, token: string): Promise<Credentials> {
  const link = await findAccessLink(deps.database.lists, hashSecret(token), "reset", deps.now());
  if (link?.administratorId) {
    const found = await findCredentials(deps.database.lists, link.administratorId);
    if (found !== undefined) return found;
  }
  throw new RollcallError("access_link.dead");
}

/**
 * Sets a new password by a link, removes the second factor, ends all sessions and opens a new one.
 *
 * @throws {RollcallError} access_link.dead, request.invalid
 */
export async function resetPassword(
  deps: ActionDeps,
  { token, password }: { readonly token: string; readonly password: string },
  caller: Caller,
): Promise<string> {
  const { id, email, name } = await readPasswordReset(deps, token);
  const passwordHash = await choosePassword(password, email);
  const now = deps.now();
  return deps.database.transaction(async (tx) => {
    if (!(await useAccessLink(tx, hashSecret(token), "reset", now))) throw new RollcallError("access_link.dead");
    await changePasswordHash(tx, id, passwordHash, now);
    await removeSecondFactor(tx, id, now);
    await endSessions(tx, id, null);
    const actor = { kind: "administrator", id, name } as const;
    await auditFact(deps, tx, { action: "password-reset", actor, organizationId: null, targetName: email }, caller);
    return openSession(deps, tx, id, caller, { awaitsSecondFactor: false });
  });
}
