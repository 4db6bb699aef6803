import { type Tx, unnamedStatement } from "../database.ts";

const count = unnamedStatement(
  `insert into sign_in_failures as f (subject, failures, first_at) values ($1, 1, $2)
    on conflict (subject) do update set
      failures = case when f.first_at < $3 then 1 else f.failures + 1 end,
      first_at = case when f.first_at < $3 then $2 else f.first_at end
    returning failures, first_at`,
);

/**
 * Counts an attempt before it is checked, so that many at once are counted, too.
 *
 * @param since the beginning of the window: older attempts do not count
 */
export async function countSignInAttempt(
  tx: Tx,
  subject: string,
  now: string,
  since: string,
): Promise<{ readonly attempts: number; readonly firstAt: string }> {
  const [row] = await tx.query<{ failures: number; first_at: Date }>(count, [subject, now, since]);
  return { attempts: row?.failures ?? 1, firstAt: row?.first_at.toISOString() ?? now };
}

const forget = unnamedStatement("delete from sign_in_failures where subject = any ($1) or first_at < $2");

/** Forgets the attempts of subjects that signed in, and all that are older than the window. */
export async function forgetSignInAttempts(tx: Tx, subjects: readonly string[], since: string): Promise<void> {
  await tx.execute(forget, [subjects, since]);
}
