import { statement, type Tx } from "../database.ts";

const lockGroup = statement(
  "lock-group",
  `select 1 from provisioned_resources
    where organization_id = $1 and source_application_id = $2 and resource_type = 'Group' and id = $3 for update`,
);

const groupVersion = statement(
  "group-version",
  `select r.version, coalesce((select sum(c.changes) from slot_counters c where c.organization_id = $1
      and c.source_application_id = $2 and c.kind = 'members' and c.subject = $3), 0)::bigint as changes
    from provisioned_resources r
    where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = 'Group' and r.id = $3`,
);

/**
 * Locks a group alone until the transaction ends, waiting for those who are changing its members now.
 *
 * @throws Error with code RC001 when the group is no longer as it was decided on: decide again
 */
export async function lockGroupAt(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  id: string,
  expected: { readonly version: number; readonly membershipChanges: number },
): Promise<void> {
  const key = [organizationId, sourceApplicationId, id];
  await tx.query(lockGroup, key);
  // A statement of its own, so that it sees what was committed while we waited.
  const [found] = await tx.query<{ version: number; changes: number }>(groupVersion, key);
  if (found?.version === expected.version && found.changes === expected.membershipChanges) return;
  throw Object.assign(new Error("write missed: the group changed"), { code: "RC001" });
}
