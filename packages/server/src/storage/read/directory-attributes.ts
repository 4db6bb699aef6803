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
