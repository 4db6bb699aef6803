import { statement, type Tx } from "../database.ts";

/**
 * Two who have a key collide with each other: of whoever has it, two say enough. Rows are locked in the order of their
 * ids, as every write of many locks them.
 */
const lift = statement(
  "lift-name-collisions",
  `with concerned as (
    select unnest($2::uuid[]) as id
    union
    select held.id from unnest($3::text[]) as k (key) cross join lateral (
        select d.id from directory_users d where d.organization_id = $1 and d.user_name_key = k.key limit 2) as held
    union
    select held.id from unnest($3::text[]) as k (key) cross join lateral (
        select d.id from directory_users d where d.organization_id = $1 and d.email_key = k.key limit 2) as held),
  flagged as materialized (
    select d.id, d.user_name_key, d.email_key from directory_users d join concerned c on c.id = d.id
      where d.organization_id = $1 and d.flags @> array['name-collision'] order by d.id for update of d)
  update directory_users d set flags = array_remove(d.flags, 'name-collision'), version = d.version + 1
    from flagged f
    where d.organization_id = $1 and d.id = f.id
      and not exists (select from directory_users o where o.organization_id = $1 and o.id <> f.id
        and o.user_name_key = any (array[f.user_name_key, f.email_key]))
      and not exists (select from directory_users o where o.organization_id = $1 and o.id <> f.id
        and o.email_key = any (array[f.user_name_key, f.email_key]))`,
);

/**
 * Takes the flag of a name collision from people with whom nobody shares a user name or e-mail address any more.
 *
 * @param ids people whose user name or e-mail address changed
 * @param keys what they had before, in lower case: of two who shared one, the other may be alone with it now
 */
export async function liftNameCollisions(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
  keys: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(lift, [organizationId, ids, keys]);
}
