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
