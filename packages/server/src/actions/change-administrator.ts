import { type Administrator, mayGive, seesAdministrator } from "../domain/administrator.ts";
import { RollcallError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import type { Tx } from "../storage/database.ts";
import { findAdministrator } from "../storage/read/administrators.ts";
import {
  changeAdministratorScope,
  lockOwnerAdministrators,
  removeAdministrator as remove,
  removeSecondFactor as removeFactor,
} from "../storage/write/administrators.ts";
import { endSessions } from "../storage/write/sessions.ts";
import type { ActionDeps } from "./action-deps.ts";
import { grantScope, type WantedScope } from "./invite-administrator.ts";

/**
 * Changes what an administrator may do, and where; in force with their next request.
 *
 * @throws {RollcallError} administrator.not_found, administrator.last_owner, permission.denied, organization.not_found
 */
export async function changeAdministrator(
  deps: ActionDeps,
  principal: Principal,
  id: string,
  wanted: WantedScope,
): Promise<Administrator> {
  await requireManaged(deps, principal, id);
  const scope = await grantScope(deps, principal, wanted);
  await deps.database.transaction(async (tx) => {
    if (scope.role !== "owner") await refuseLastOwner(tx, id);
    await changeAdministratorScope(tx, id, scope, deps.now());
  });
  const changed = await findAdministrator(deps.database.lists, id);
  if (changed === undefined) throw new RollcallError("administrator.not_found");
  return changed;
}

/** Removes an administrator; their sessions are dead at once. @throws {RollcallError} as `changeAdministrator` */
export async function removeAdministrator(deps: ActionDeps, principal: Principal, id: string): Promise<void> {
  await requireManaged(deps, principal, id);
  await deps.database.transaction(async (tx) => {
    await refuseLastOwner(tx, id);
    await remove(tx, id);
  });
}

/** Removes a lost second factor and ends the sessions. @throws {RollcallError} as `changeAdministrator` */
export async function removeSecondFactor(deps: ActionDeps, principal: Principal, id: string): Promise<void> {
  await requireManaged(deps, principal, id);
  await deps.database.transaction(async (tx) => {
    await removeFactor(tx, id, deps.now());
    await endSessions(tx, id, null);
  });
}

/** Finds an administrator whom a principal may manage. */
async function requireManaged(deps: ActionDeps, principal: Principal, id: string): Promise<void> {
  const found = await findAdministrator(deps.database.lists, id);
  if (found === undefined || !seesAdministrator(principal, found)) throw new RollcallError("administrator.not_found");
  const organizationIds = found.organizations.map((organization) => organization.id);
  if (!mayGive(principal, { role: found.role, wholeInstallation: found.wholeInstallation, organizationIds })) {
    throw new RollcallError("permission.denied", `${found.name} may do more than you: ask an owner`);
  }
}

async function refuseLastOwner(tx: Tx, id: string): Promise<void> {
  const owners = await lockOwnerAdministrators(tx);
  if (owners.length === 1 && owners[0] === id) throw new RollcallError("administrator.last_owner");
}
