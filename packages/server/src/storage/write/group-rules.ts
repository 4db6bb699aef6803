import type { SavedGroupRules } from "../../domain/group-rules.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const setRules = unnamedStatement(
  `update source_applications set group_rules = $3 where organization_id = $1 and id = $2 and deleted_at is null
    and coalesce((group_rules ->> 'version')::integer, 0) = $4`,
);
const forgetKept = unnamedStatement(
  "update links set kept_in = null where organization_id = $1 and source_application_id = $2 and kept_in",
);

/**
 * Saves the next version of an application's group rules; what kept single groups in the directory against the version
 * before ends.
 *
 * @returns false when the present version is not the one before it any more
 */
export async function saveGroupRules(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  rules: SavedGroupRules,
): Promise<boolean> {
  const values = [organizationId, sourceApplicationId, JSON.stringify(rules), rules.version - 1];
  if ((await tx.execute(setRules, values)) === 0) return false;
  await tx.execute(forgetKept, [organizationId, sourceApplicationId]);
  return true;
}

const markShared = unnamedStatement(
  `with changed as materialized (
    select kind, id, item ->> 'nameKey' as name_key, (item ->> 'directoryGroupId')::uuid as directory_group_id
      from job_items where organization_id = $1 and job_id = $2),
  counted as (
    select kind, id, name_key, count(*) over (partition by name_key) as times from changed where name_key is not null),
  marked as (
    update job_items i set item = jsonb_set(i.item, '{sharesName}', 'true')
      from counted c
      where i.organization_id = $1 and i.job_id = $2 and i.kind = c.kind and i.id = c.id
        and (c.times > 1 or exists (
          select from directory_groups d where d.organization_id = $1 and d.name_key = c.name_key and d.status = 'active'
            and not exists (select from changed o where o.directory_group_id = d.id)))
    returning 1)
  select count(*) as shared from marked`,
);

/**
 * Marks those of the groups that a preview found that have the name of another group of the directory then.
 *
 * @returns how many there are
 */
export async function markSharedNames(tx: Tx, organizationId: string, jobId: string): Promise<number> {
  return (await tx.query<{ shared: number }>(markShared, [organizationId, jobId]))[0]?.shared ?? 0;
}
