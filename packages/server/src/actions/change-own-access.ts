import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { RollcallError } from "../domain/errors.ts";
import { changeAdministratorEmail, changePasswordHash, renameAdministrator } from "../storage/write/administrators.ts";
import { endSessions } from "../storage/write/sessions.ts";
import type { ActionDeps } from "./action-deps.ts";
import { choosePassword } from "./choose-password.ts";
import { requirePassword } from "./second-factor.ts";

/**
 * Changes one's own name or e-mail address; the address asks for the password.
 *
 * @throws {RollcallError} password.wrong, administrator.email_taken
 */
export async function changeOwnName(
  deps: ActionDeps,
  administratorId: string,
  {
    name,
    email,
    currentPassword,
  }: {
    readonly name?: string | undefined;
    readonly email?: string | undefined;
    readonly currentPassword?: string | undefined;
  },
): Promise<void> {
  if (email !== undefined) await requirePassword(deps, administratorId, currentPassword ?? "");
  const now = deps.now();
  await deps.database.transaction(async (tx) => {
    if (name !== undefined) await renameAdministrator(tx, administratorId, name.trim(), now);
    if (email === undefined) return;
    const changed = await changeAdministratorEmail(tx, administratorId, { email, emailKey: foldCase(email) }, now);
    if (!changed) throw new RollcallError("administrator.email_taken");
  });
}

/**
 * Changes one's own password and signs out everywhere else.
 *
 * @param sessionId the one that stays
 * @throws {RollcallError} password.wrong, request.invalid
 */
export async function changeOwnPassword(
  deps: ActionDeps,
  administratorId: string,
  sessionId: string,
  { currentPassword, newPassword }: { readonly currentPassword: string; readonly newPassword: string },
): Promise<void> {
  const { email } = await requirePassword(deps, administratorId, currentPassword);
  const passwordHash = await choosePassword(newPassword, email, "/newPassword");
  await deps.database.transaction(async (tx) => {
    await changePasswordHash(tx, administratorId, passwordHash, deps.now());
    await endSessions(tx, administratorId, sessionId);
  });
}
