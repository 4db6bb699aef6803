import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import type { AuditActor } from "../domain/audit-entry.ts";
import { RollcallError } from "../domain/errors.ts";
import type { Tx } from "../storage/database.ts";
import { findCredentials, findCredentialsByEmail } from "../storage/read/administrators.ts";
import { endSession } from "../storage/write/sessions.ts";
import { countSignInAttempts, forgetSignInAttempts } from "../storage/write/sign-in-failures.ts";
import type { ActionDeps } from "./action-deps.ts";
import { auditFact } from "./audit.ts";
import { type Caller, findOpenSession, openSession } from "./open-session.ts";
import { verifyPassword } from "./password-hash.ts";
import { useSecondFactor } from "./second-factor.ts";

/** Attempts within a window that failed: of one e-mail address, and of one network address. */
const mostByEmail = 10;
const mostByAddress = 60;
const windowMilliseconds = 15 * 60_000;

export interface SignInProgress {
  readonly next: "done" | "second-factor";
  /** What the cookie is to hold. */
  readonly token: string;
}

/**
 * Signs in by e-mail address and password. An address of nobody takes as long and is refused as a wrong password is.
 *
 * @throws {RollcallError} sign_in.refused, sign_in.too_many_attempts
 */
export async function signIn(
  deps: ActionDeps,
  { email, password }: { readonly email: string; readonly password: string },
  caller: Caller,
): Promise<SignInProgress> {
  const emailKey = foldCase(email.trim());
  const subjects = subjectsOf(emailKey, caller);
  await countAttempt(deps, subjects);
  const credentials = await findCredentialsByEmail(deps.database.lists, emailKey);
  if (!(await verifyPassword(credentials?.passwordHash, password)) || credentials === undefined) {
    const actor = { kind: "nobody", id: null, name: email.trim().slice(0, 254) } as const;
    await audit(deps, deps.database.pool, "sign-in-refused", actor, caller);
    throw new RollcallError("sign_in.refused");
  }
  const actor = { kind: "administrator", id: credentials.id, name: credentials.name } as const;
  return deps.database.transaction(async (tx) => {
    const awaitsSecondFactor = credentials.totpConfirmed;
    if (!awaitsSecondFactor) {
      await forgetSignInAttempts(tx, subjects.slice(0, 1), windowStart(deps.now()));
      await audit(deps, tx, "sign-in", actor, caller);
    }
    const token = await openSession(deps, tx, credentials.id, caller, { awaitsSecondFactor });
    return { next: awaitsSecondFactor ? "second-factor" : "done", token };
  });
}

/**
 * Goes on with a sign-in by a code of the authenticator app or a recovery code.
 *
 * @param halfToken what the cookie holds since the password was right
 * @throws {RollcallError} sign_in.begin_again, second_factor.wrong_code, sign_in.too_many_attempts
 */
export async function passSecondFactor(
  deps: ActionDeps,
  halfToken: string | undefined,
  code: string,
  caller: Caller,
): Promise<SignInProgress> {
  const half = halfToken === undefined ? undefined : await findOpenSession(deps, halfToken);
  if (half?.facts.awaitsSecondFactor !== true) throw new RollcallError("sign_in.begin_again");
  const { administratorId, sessionId, email, name } = half.facts;
  const subjects = subjectsOf(foldCase(email), caller);
  await countAttempt(deps, subjects);
  const credentials = await findCredentials(deps.database.lists, administratorId);
  const actor = { kind: "administrator", id: administratorId, name } as const;
  const token = await deps.database.transaction(async (tx) => {
    if (credentials === undefined || !(await useSecondFactor(deps, tx, credentials, code))) return undefined;
    await forgetSignInAttempts(tx, subjects.slice(0, 1), windowStart(deps.now()));
    await endSession(tx, administratorId, sessionId);
    await audit(deps, tx, "sign-in", actor, caller);
    return openSession(deps, tx, administratorId, caller, { awaitsSecondFactor: false });
  });
  if (token === undefined) {
    await audit(deps, deps.database.pool, "sign-in-refused", actor, caller);
    throw new RollcallError("second_factor.wrong_code");
  }
  return { next: "done", token };
}

/** Counts an attempt of each subject. @throws {RollcallError} sign_in.too_many_attempts */
async function countAttempt(deps: ActionDeps, subjects: readonly string[]): Promise<void> {
  const now = deps.now();
  const counted = await countSignInAttempts(deps.database.pool, subjects, now, windowStart(now));
  for (const [index, subject] of subjects.entries()) {
    const { attempts, firstAt } = counted.get(subject) ?? { attempts: 0, firstAt: now };
    if (attempts <= (index === 0 ? mostByEmail : mostByAddress)) continue;
    const seconds = Math.max(1, Math.ceil((Date.parse(firstAt) + windowMilliseconds - Date.parse(now)) / 1_000));
    const minutes = Math.ceil(seconds / 60);
    const words = `Too many attempts to sign in: try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
    throw new RollcallError("sign_in.too_many_attempts", words, [], seconds);
  }
}

function windowStart(now: string): string {
  return new Date(Date.parse(now) - windowMilliseconds).toISOString();
}

/** The e-mail address first, which is forgotten when it signs in; a network address is not: others may be tried from it. */
function subjectsOf(emailKey: string, { address }: Caller): string[] {
  return [`email ${emailKey.slice(0, 254)}`, ...(address === null ? [] : [`address ${address}`])];
}

function audit(deps: ActionDeps, tx: Tx, action: string, actor: AuditActor, caller: Caller): Promise<void> {
  return auditFact(deps, tx, { action, actor, organizationId: null }, caller);
}
