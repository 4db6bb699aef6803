import { type Database, unnamedStatement } from "./database.ts";

/** The right of one node among all to do something, until it resigns or loses its connection. */
export interface Leadership {
  /** Resolves when the right is gone. */
  readonly lost: Promise<void>;
  resign(): Promise<void>;
}

/** What there is one leader for; the number is the key of its advisory lock. */
const roles = { sequencer: 7_665_282_932, retention: 7_665_282_933 } as const;

/**
 * Tries to become the leader; undefined while another node is. The right ends with the connection that holds it, so a
 * killed leader is succeeded as soon as PostgreSQL notices.
 *
 * @throws DatabaseUnavailable
 */
export async function tryToLead(database: Database, role: keyof typeof roles): Promise<Leadership | undefined> {
  if (!database.hasSessions) return undividedLeadership();
  const connection = await database.connect();
  try {
    const [lock] = await connection.query<{ taken: boolean }>(tryLock, [roles[role]]);
    if (lock?.taken === true) return { lost: connection.lost, resign: () => connection.close() };
  } catch (error) {
    await connection.close();
    throw error;
  }
  await connection.close();
  return undefined;
}

/**
 * Behind a pooler in transaction mode no connection is ours for long enough to hold a lock: every node leads. What is
 * led must be right with several leaders, and is; they only do some work twice. A lease row would take this place.
 */
function undividedLeadership(): Leadership {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { lost: promise, resign: async () => resolve() };
}

const tryLock = unnamedStatement("select pg_try_advisory_lock($1) as taken");
