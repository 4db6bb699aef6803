import { type Reader, unnamedStatement } from "../database.ts";

/** A SCIM id as a source application gave it out. */
export interface ScimIdOf {
  readonly sourceApplicationId: string;
  readonly scimId: string;
}

/** A directory user, by the name that people know. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
}

const people = unnamedStatement(
  `select l.resource_id as "scimId", d.id,
      coalesce(d.attributes #>> '{displayName,value}', d.attributes #>> '{userName,value}') as name
    from unnest($2::uuid[], $3::uuid[]) as asked (source_application_id, resource_id)
    join links l on l.organization_id = $1 and l.source_application_id = asked.source_application_id
      and l.resource_id = asked.resource_id and l.resource_type = 'User'
    join directory_users d on d.organization_id = l.organization_id and d.id = l.directory_id`,
);

/** Finds the directory users whom SCIM ids stand for, such as that of a manager; by SCIM id, without those who have no name. */
export async function findPeopleByScimId(
  reader: Reader,
  organizationId: string,
  asked: readonly ScimIdOf[],
): Promise<ReadonlyMap<string, NamedPerson>> {
  if (asked.length === 0) return new Map();
  const values = [organizationId, asked.map((one) => one.sourceApplicationId), asked.map((one) => one.scimId)];
  const rows = await reader.query<{ scimId: string; id: string; name: string | null }>(people, values);
  return new Map(rows.flatMap(({ scimId, id, name }) => (name === null ? [] : [[scimId, { id, name }] as const])));
}
