import type { Administrator, administratorRoutes, Invitation } from "@rollcall/admin-api/administrators.ts";
import { changeAdministrator, removeAdministrator, removeSecondFactor } from "../../actions/change-administrator.ts";
import {
  acceptInvitation,
  inviteAdministrator,
  readInvitation,
  revokeInvitation,
} from "../../actions/invite-administrator.ts";
import { readPasswordReset, resetPassword } from "../../actions/reset-password.ts";
import { readSetup, setUp } from "../../actions/set-up.ts";
import type { Administrator as AdministratorFacts } from "../../domain/administrator.ts";
import { type AccessLink, listInvitations, listOrganizationNames } from "../../storage/read/access-links.ts";
import { listAdministrators } from "../../storage/read/administrators.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";

export const administratorHandlers: HandlersOf<typeof administratorRoutes> = {
  getSetup: ({ deps, query }) => readSetup(deps, query.token),
  setUp: async ({ deps, caller, browser, body }) => {
    const { organization, session } = await setUp(deps, body, caller);
    browser.keepSession(session);
    return { organization };
  },
  listAdministrators: async ({ deps, principal }) => ({
    items: (await listAdministrators(deps.database.lists, principal.organizationIds)).map(present),
    nextCursor: null,
  }),
  changeAdministrator: async ({ deps, principal, params, body }) =>
    present(await changeAdministrator(deps, principal, params.administratorId, body)),
  removeAdministrator: async ({ deps, principal, params }) => {
    await removeAdministrator(deps, principal, params.administratorId);
    return undefined;
  },
  removeSecondFactor: async ({ deps, principal, params }) => {
    await removeSecondFactor(deps, principal, params.administratorId);
    return undefined;
  },
  listInvitations: async ({ deps, principal }) => {
    const links = await listInvitations(deps.database.lists, principal.organizationIds, deps.now());
    return { items: await Promise.all(links.map((link) => presentInvitation(deps, link))), nextCursor: null };
  },
  createInvitation: async ({ deps, principal, body }) => {
    const { link, token } = await inviteAdministrator(deps, principal, body);
    return { ...(await presentInvitation(deps, link)), link: `${deps.origin}/invitation?token=${token}` };
  },
  revokeInvitation: async ({ deps, principal, params }) => {
    await revokeInvitation(deps, principal, params.invitationId);
    return undefined;
  },
  getInvitation: async ({ deps, query }) => {
    const link = await readInvitation(deps, query.token);
    const { email, role, invitedBy, organizations } = await presentInvitation(deps, link);
    return { email, role, invitedBy, organizationNames: organizations.map(({ name }) => name) };
  },
  acceptInvitation: async ({ deps, caller, browser, body }) => {
    browser.keepSession(await acceptInvitation(deps, body, caller));
    return { next: "done" };
  },
  getPasswordReset: async ({ deps, query }) => ({ email: (await readPasswordReset(deps, query.token)).email }),
  resetPassword: async ({ deps, caller, browser, body }) => {
    browser.keepSession(await resetPassword(deps, body, caller));
    return { next: "done" };
  },
};

function present(administrator: AdministratorFacts): Administrator {
  return { ...administrator, organizations: [...administrator.organizations] };
}

async function presentInvitation(deps: AdminDeps, link: AccessLink): Promise<Invitation> {
  return {
    id: link.id,
    email: link.email ?? "",
    role: link.role ?? "auditor",
    wholeInstallation: link.wholeInstallation ?? false,
    organizations: await listOrganizationNames(deps.database.lists, link.organizationIds ?? []),
    invitedBy: link.invitedBy ?? "",
    createdAt: link.createdAt,
    expiresAt: link.expiresAt,
  };
}
