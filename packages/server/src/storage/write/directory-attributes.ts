import type { DirectoryAttribute } from "../../domain/directory-attribute.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const insertAttribute = unnamedStatement(
  `insert into directory_attributes (organization_id, name, label, type, multi_valued, created_at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict do nothing`,
);

/** @returns false when the organization has an attribute of this name */
export async function createDirectoryAttribute(
  tx: Tx,
  organizationId: string,
  { name, label, type, multiValued }: DirectoryAttribute,
  now: string,
): Promise<boolean> {
  return (await tx.execute(insertAttribute, [organizationId, name, label, type, multiValued, now])) === 1;
}

const relabel = unnamedStatement("update directory_attributes set label = $3 where organization_id = $1 and name = $2");

/** @returns false when the organization has no custom attribute of this name */
export async function relabelDirectoryAttribute(
  tx: Tx,
  organizationId: string,
  name: string,
  label: string,
): Promise<boolean> {
  return (await tx.execute(relabel, [organizationId, name, label])) === 1;
}

const remove = unnamedStatement("delete from directory_attributes where organization_id = $1 and name = $2");

/** @returns false when the organization has no custom attribute of this name */
export async function deleteDirectoryAttribute(tx: Tx, organizationId: string, name: string): Promise<boolean> {
  return (await tx.execute(remove, [organizationId, name])) === 1;
}
