import { type Tx, unnamedStatement } from "../database.ts";

const count = unnamedStatement(
  `insert into sign_in_failures as f (subject, failures, first_at)
    select subject, 1, $2 from unnest($1::text[]) as subject order by subject
    on conflict (subject) do update set
      failures = case when f.first_at < $3 then 1 else f.failures + 1 end,
      first_at = case when f.first_at < $3 then $2 else f.first_at end
    returning subject, failures, first_at`,
);

/** What was counted of a subject within the window. */
export interface CountedAttempts {
  readonly attempts: number;
  readonly firstAt: string;
}

/**
 * Counts an attempt of each subject before it is checked, so that many at once are counted, too.
 *
 * @param since the beginning of the window: older attempts do not count
 */
export async function countSignInAttempts(
  tx: Tx,
  subjects: readonly string[],
  now: string,
  since: string,
): Promise<ReadonlyMap<string, CountedAttempts>> {
  const rows = await tx.query<{ subject: string; failures: number; first_at: Date }>(count, [subjects, now, since]);
  return new Map(
    rows.map(({ subject, failures, first_at }) => [subject, { attempts: failures, firstAt: first_at.toISOString() }]),
  );
}

const forget = unnamedStatement("delete from sign_in_failures where subject = any ($1) or first_at < $2");

/** Forgets the attempts of subjects that signed in, and all that are older than the window. */
export async function forgetSignInAttempts(tx: Tx, subjects: readonly string[], since: string): Promise<void> {
  await tx.execute(forget, [subjects, since]);
}
