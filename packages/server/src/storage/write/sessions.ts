import { type Tx, unnamedStatement } from "../database.ts";

export interface NewSession {
  readonly id: string;
  readonly administratorId: string;
  /** SHA-256 of what the cookie holds. */
  readonly hash: Buffer;
  readonly awaitsSecondFactor: boolean;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly expiresAt: string;
}

const deleteExpired = unnamedStatement("delete from sessions where expires_at < $1");
const insertSession = unnamedStatement(
  `insert into sessions (hash, id, administrator_id, awaits_second_factor, address, user_agent, created_at, last_used_at,
      expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
);

/** Creates a session, and forgets those that are over. */
export async function createSession(tx: Tx, session: NewSession, now: string): Promise<void> {
  const { hash, id, administratorId, awaitsSecondFactor, address, userAgent, expiresAt } = session;
  await tx.execute(deleteExpired, [now]);
  await tx.execute(insertSession, [hash, id, administratorId, awaitsSecondFactor, address, userAgent, now, expiresAt]);
}

const touch = unnamedStatement("update sessions set last_used_at = $2 where id = $1 and last_used_at < $2");

/** Notes that a session was used. */
export async function touchSession(tx: Tx, id: string, now: string): Promise<void> {
  await tx.execute(touch, [id, now]);
}

const deleteOne = unnamedStatement("delete from sessions where administrator_id = $1 and id = $2");
const deleteOthers = unnamedStatement(
  "delete from sessions where administrator_id = $1 and ($2::uuid is null or id <> $2)",
);

/** Ends a session. @returns false when there is none */
export async function endSession(tx: Tx, administratorId: string, id: string): Promise<boolean> {
  return (await tx.execute(deleteOne, [administratorId, id])) === 1;
}

/** Ends the sessions of an administrator. @param except one that stays; null: none */
export async function endSessions(tx: Tx, administratorId: string, except: string | null): Promise<void> {
  await tx.execute(deleteOthers, [administratorId, except]);
}
