import { type Reader, unnamedStatement } from "../database.ts";

const shown = `coalesce(attributes #>> '{displayName,value}', attributes #>> '{userName,value}')`;
const subjectNames = {
  user: unnamedStatement(
    `select id, ${shown} as name from directory_users where organization_id = $1 and id = any ($2)`,
  ),
  group: unnamedStatement(
    `select id, ${shown} as name from directory_groups where organization_id = $1 and id = any ($2)`,
  ),
};

/** The names by which people know directory users or groups; without those who have none. */
export async function findSubjectNames(
  reader: Reader,
  organizationId: string,
  kind: "user" | "group",
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.query<{ id: string; name: string | null }>(subjectNames[kind], [organizationId, ids]);
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
}
