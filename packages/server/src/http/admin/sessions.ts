import type { Session, sessionRoutes } from "@rollcall/admin-api/sessions.ts";
import { changeOwnName, changeOwnPassword } from "../../actions/change-own-access.ts";
import { type FoundSession, idleSince } from "../../actions/open-session.ts";
import {
  confirmSecondFactor,
  enrolSecondFactor,
  removeOwnSecondFactor,
  renewRecoveryCodes,
} from "../../actions/second-factor.ts";
import { passSecondFactor, signIn } from "../../actions/sign-in.ts";
import { endAllSessions, endOneSession } from "../../actions/end-session.ts";
import { RollcallError } from "../../domain/errors.ts";
import { findAdministrator } from "../../storage/read/administrators.ts";
import { countRecoveryCodes, listSessions } from "../../storage/read/sessions.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";

export const sessionHandlers: HandlersOf<typeof sessionRoutes> = {
  createSession: async ({ deps, caller, browser, body }) => {
    const { next, token } = await signIn(deps, body, caller);
    browser.keepSession(token);
    return { next };
  },
  passSecondFactor: async ({ deps, caller, browser, body }) => {
    const { next, token } = await passSecondFactor(deps, browser.sessionToken, body.code, caller);
    browser.keepSession(token);
    return { next };
  },
  getSession: ({ deps, session }) => present(deps, session),
  deleteSession: async ({ deps, session, browser }) => {
    await endOneSession(deps, session.principal.id, session.facts.sessionId);
    browser.keepSession(undefined);
    return undefined;
  },
  listSessions: async ({ deps, session }) => {
    const now = deps.now();
    const open = await listSessions(deps.database.lists, session.principal.id, now, idleSince(now));
    return {
      items: open.map((one) => ({ ...one, current: one.id === session.facts.sessionId })),
      nextCursor: null,
    };
  },
  revokeSession: async ({ deps, session, params }) => {
    await endOneSession(deps, session.principal.id, params.sessionId);
    return undefined;
  },
  revokeSessions: async ({ deps, session, browser }) => {
    await endAllSessions(deps, session.principal.id);
    browser.keepSession(undefined);
    return undefined;
  },
  changeOwnName: async ({ deps, session, body }) => {
    await changeOwnName(deps, session.principal.id, body);
    return present(deps, session);
  },
  changeOwnPassword: async ({ deps, session, body }) => {
    await changeOwnPassword(deps, session.principal.id, session.facts.sessionId, body);
    return undefined;
  },
  enrolSecondFactor: ({ deps, session, body }) => enrolSecondFactor(deps, session.principal.id, body.currentPassword),
  confirmSecondFactor: async ({ deps, session, body }) => ({
    recoveryCodes: [...(await confirmSecondFactor(deps, session.principal.id, body.code))],
  }),
  removeOwnSecondFactor: async ({ deps, session, body }) => {
    await removeOwnSecondFactor(deps, session.principal.id, body.currentPassword);
    return undefined;
  },
  renewRecoveryCodes: async ({ deps, session, body }) => ({
    recoveryCodes: [...(await renewRecoveryCodes(deps, session.principal.id, body.currentPassword))],
  }),
};

/** Reads who is signed in as they are now: what was changed by this very request, too. */
async function present(deps: AdminDeps, { facts }: FoundSession): Promise<Session> {
  const found = await findAdministrator(deps.database.lists, facts.administratorId);
  if (found === undefined) throw new RollcallError("authentication.signed_out");
  const { id, name, email, role, wholeInstallation, secondFactor } = found;
  const recoveryCodesLeft = secondFactor ? await countRecoveryCodes(deps.database.lists, id) : 0;
  return { id, name, email, role, wholeInstallation, secondFactor, recoveryCodesLeft, signedInAt: facts.createdAt };
}
