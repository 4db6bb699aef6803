import { type Reader, statement } from "../database.ts";

/** How many people and groups a directory has. */
export interface DirectoryCounts {
  readonly enabled: number;
  readonly disabled: number;
  readonly binned: number;
  /** Of all of them. */
  readonly incomplete: number;
  readonly groups: number;
}

/** Sums slot counters by key: those of each application, and those of what was changed by hand. */
const counts = statement(
  "directory-counts",
  `select s.kind, sum(s.amount)::bigint as amount
    from (select id from source_applications where organization_id = $1
      union all select '00000000-0000-0000-0000-000000000000') as a
    join slot_counters s on s.organization_id = $1 and s.source_application_id = a.id
      and s.kind = any (array['people.enabled', 'people.disabled', 'people.binned', 'people.incomplete',
        'groups.active'])
    group by s.kind`,
);

/** Counts the people and groups of an organization without reading them. */
export async function countDirectory(reader: Reader, organizationId: string): Promise<DirectoryCounts> {
  const rows = await reader.query<{ kind: string; amount: number }>(counts, [organizationId]);
  const found = new Map(rows.map(({ kind, amount }) => [kind, amount]));
  return {
    enabled: found.get("people.enabled") ?? 0,
    disabled: found.get("people.disabled") ?? 0,
    binned: found.get("people.binned") ?? 0,
    incomplete: found.get("people.incomplete") ?? 0,
    groups: found.get("groups.active") ?? 0,
  };
}
