import { formatSecret } from "../domain/checked-secret.ts";
import type { Principal } from "../domain/principal.ts";
import type { Tx } from "../storage/database.ts";
import { findSession, type SessionFacts } from "../storage/read/sessions.ts";
import { noteLastSignIn } from "../storage/write/administrators.ts";
import { createSession, touchSession } from "../storage/write/sessions.ts";
import type { ActionDeps } from "./action-deps.ts";
import { hashSecret, issueSecret } from "./issue-secret.ts";

/** A session ends this many milliseconds after it began. */
export const sessionMilliseconds = 14 * 86_400_000;
/** And this long after its last use. */
const idleMilliseconds = 12 * 3_600_000;
/** Time for typing a code. */
const halfSessionMilliseconds = 5 * 60_000;
/** Use is noted at most this often. */
const touchMilliseconds = 60_000;

/** Where somebody calls from. */
export interface Caller {
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
}

/** Opens a session, or half of one that a code completes. @returns what the cookie holds */
export async function openSession(
  deps: ActionDeps,
  tx: Tx,
  administratorId: string,
  caller: Caller,
  { awaitsSecondFactor }: { readonly awaitsSecondFactor: boolean },
): Promise<string> {
  const now = deps.now();
  const { secret, hash } = issueSecret((random) => formatSecret("rcs-", random));
  const lasts = awaitsSecondFactor ? halfSessionMilliseconds : sessionMilliseconds;
  const expiresAt = new Date(Date.parse(now) + lasts).toISOString();
  const { address, userAgent } = caller;
  const session = { id: deps.newId(), administratorId, hash, awaitsSecondFactor, address, expiresAt };
  await createSession(tx, { ...session, userAgent: userAgent?.slice(0, 300) ?? null }, now);
  if (!awaitsSecondFactor) await noteLastSignIn(tx, administratorId, now);
  return secret;
}

/** A session that a cookie leads to, and for whom it stands. */
export interface FoundSession {
  readonly facts: SessionFacts;
  readonly principal: Principal;
}

/** The instant before which a session must not have been used last, to be over. */
export function idleSince(now: string): string {
  return new Date(Date.parse(now) - idleMilliseconds).toISOString();
}

/**
 * Finds the session that a cookie holds; asked of the database each time, so that one that was ended is dead at once.
 */
export async function findOpenSession(
  deps: Pick<ActionDeps, "database" | "now">,
  token: string,
): Promise<FoundSession | undefined> {
  const now = deps.now();
  const facts = await findSession(deps.database.reader, hashSecret(token), now, idleSince(now));
  if (facts === undefined) return undefined;
  if (Date.parse(now) - Date.parse(facts.lastUsedAt) > touchMilliseconds) {
    await touchSession(deps.database.pool, facts.sessionId, now);
  }
  const { administratorId: id, name, role, wholeInstallation, organizationIds } = facts;
  return {
    facts,
    principal: { kind: "administrator", id, name, role, organizationIds: wholeInstallation ? null : organizationIds },
  };
}
