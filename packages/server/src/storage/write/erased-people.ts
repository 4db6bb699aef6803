import type { DirectoryUser } from "../../domain/directory-user.ts";
import { statement, type Tx } from "../database.ts";

const bury = statement(
  "bury-person",
  `with gone as (
    delete from directory_users where organization_id = $1 and id = $2 and version = $3 returning id),
  checked as materialized (select require_rows('person', 1, (select count(*) from gone)) as ok),
  buried as (
    insert into erased_people (organization_id, directory_user_id, source_application_id, left_at, erased_at, actor)
    select $1, $2, $4, $5, $6, $7 from checked where ok)
  select 1 from checked`,
);

/** What knows a person beside the directory, and is emptied of it; each statement finds its rows by an index. */
const forgetting = [
  statement(
    "forget-contents-of-exchanges",
    `delete from exchange_contents c using links l, exchanges e
      where l.organization_id = $1 and l.directory_id = $2
        and e.organization_id = $1 and e.source_application_id = l.source_application_id and e.resource_id = l.resource_id
        and c.organization_id = $1 and c.source_application_id = e.source_application_id and c.exchange_id = e.id`,
  ),
  statement(
    "forget-queries-of-exchanges",
    `update exchanges e set query = null, detail = null from links l
      where l.organization_id = $1 and l.directory_id = $2
        and e.organization_id = $1 and e.source_application_id = l.source_application_id and e.resource_id = l.resource_id
        and (e.query is not null or e.detail is not null)`,
  ),
  statement(
    "forget-values-of-events",
    `update provisioning_events set changes = null, external_id = null
      where organization_id = $1 and directory_user_id = $2 and (changes is not null or external_id is not null)`,
  ),
  statement(
    "forget-groups",
    "delete from directory_group_members where organization_id = $1 and directory_user_id = $2",
  ),
  statement(
    "forget-match-keys",
    "delete from directory_match_keys where organization_id = $1 and directory_user_id = $2",
  ),
  statement(
    "forget-exceptions",
    `delete from membership_exceptions x using links l
      where l.organization_id = $1 and l.directory_id = $2 and l.resource_type = 'User'
        and x.organization_id = $1 and x.source_application_id = l.source_application_id
        and x.member_id = l.resource_id and x.reason = 'deprovisioned'`,
  ),
  statement(
    "forget-keys-of-links",
    `update links set external_id = null, name_key = null, guard = null, guarded_at = null, guard_because = null,
        guard_decision = null
      where organization_id = $1 and directory_id = $2`,
  ),
] as const;

const forgetAudit = statement(
  "forget-audit-entries",
  `update audit_entries set target_name = null, changes = '[]'
    where organization_id = $1 and target like $2 and (target_name is not null or changes <> '[]')`,
);

/**
 * Erases a person: the directory user and what else names them goes, a tombstone stays. What the source still keeps is
 * the source's: its resource stays until it deletes it.
 *
 * @throws the database's error with code RC001 when another write overtook this one
 */
export async function erasePerson(
  tx: Tx,
  organizationId: string,
  { id, version, leaving }: DirectoryUser,
  now: string,
  actor: string,
): Promise<void> {
  await tx.query(bury, [organizationId, id, version, leaving?.from ?? null, leaving?.since ?? null, now, actor]);
  for (const forget of forgetting) await tx.execute(forget, [organizationId, id]);
  await tx.execute(forgetAudit, [organizationId, `/organizations/${organizationId}/directory-users/${id}%`]);
}
