import { type Reader, statement } from "../database.ts";

const expired = statement(
  "expired-overrides",
  `select organization_id as "organizationId", id from directory_users
    where override_expires_at is not null and override_expires_at <= $1 order by override_expires_at limit 100`,
);

/** Lists people whose override has come to its end, of all organizations: the worker serves them all. At most 100. */
export async function findExpiredOverrides(
  reader: Reader,
  now: string,
): Promise<{ readonly organizationId: string; readonly id: string }[]> {
  return reader.query(expired, [now]);
}
