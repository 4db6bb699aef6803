import type { DirectoryAttribute } from "../../domain/directory-attribute.ts";
import { type Reader, unnamedStatement } from "../database.ts";

const customAttributes = unnamedStatement(
  `select name, label, type, multi_valued as "multiValued" from directory_attributes where organization_id = $1
    order by created_at, name`,
);

/** Lists the custom attributes of an organization's directory users. */
export async function listCustomAttributes(reader: Reader, organizationId: string): Promise<DirectoryAttribute[]> {
  return reader.query<DirectoryAttribute>(customAttributes, [organizationId]);
}

const mappedBy = unnamedStatement(
  `select a.display_name from source_applications a
    join lateral (select m.users, m.groups from mappings m
      where m.organization_id = a.organization_id and m.source_application_id = a.id
      order by m.version desc limit 1) as present on true
    where a.organization_id = $1 and a.deleted_at is null
      and (present.users @> $2::jsonb or present.groups @> $2::jsonb)
    order by a.display_name limit 20`,
);

/** Names the applications whose mapping in force fills an attribute; at most 20. */
export async function findApplicationsThatMap(
  reader: Reader,
  organizationId: string,
  attribute: string,
): Promise<string[]> {
  const rule = JSON.stringify([{ attribute }]);
  const rows = await reader.query<{ display_name: string }>(mappedBy, [organizationId, rule]);
  return rows.map((row) => row.display_name);
}
