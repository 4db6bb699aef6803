import { type Reader, unnamedStatement } from "../database.ts";

const heldLinks = unnamedStatement(
  "select count(*) as count from links where organization_id = $1 and source_application_id = $2 and held",
);

/** Counts the resources of an application whose effect is computed and not in force. */
export async function countHeldLinks(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<number> {
  return (await reader.query<{ count: number }>(heldLinks, [organizationId, sourceApplicationId]))[0]?.count ?? 0;
}

const waitingMemberships = unnamedStatement(
  `select count(*) filter (where not x.effective) as added, count(*) filter (where x.effective) as removed
    from membership_exceptions x
    left join group_memberships m on m.organization_id = x.organization_id
      and m.source_application_id = x.source_application_id and m.group_id = x.group_id and m.member_id = x.member_id
    where x.organization_id = $1 and x.source_application_id = $2 and x.reason in ('held', 'observed')
      and x.effective <> (m.member_id is not null)`,
);

/** Counts the memberships that come into force, or end, when an application goes live. */
export async function countWaitingMemberships(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<{ readonly added: number; readonly removed: number }> {
  const values = [organizationId, sourceApplicationId];
  const [row] = await reader.query<{ added: number; removed: number }>(waitingMemberships, values);
  return { added: row?.added ?? 0, removed: row?.removed ?? 0 };
}
