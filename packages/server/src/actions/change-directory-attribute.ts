import type { DirectoryAttribute } from "../domain/directory-attribute.ts";
import { RollcallError } from "../domain/errors.ts";
import { findApplicationsThatMap, listCustomAttributes } from "../storage/read/directory-attributes.ts";
import {
  deleteDirectoryAttribute as deleteRow,
  relabelDirectoryAttribute as writeLabel,
} from "../storage/write/directory-attributes.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/**
 * Changes the label of a custom attribute.
 *
 * @throws {RollcallError} directory_attribute.not_found: there is none of this name, or it is a built-in one
 */
export async function relabelDirectoryAttribute(
  deps: ActionDeps,
  organizationId: string,
  name: string,
  label: string,
): Promise<DirectoryAttribute> {
  return changeSettings(deps, async (tx) => {
    await writeLabel(tx, organizationId, name, label.trim());
    const found = (await listCustomAttributes(tx, organizationId)).find((attribute) => attribute.name === name);
    if (found === undefined) throw new RollcallError("directory_attribute.not_found");
    return found;
  });
}

/**
 * Deletes a custom attribute that no mapping fills. Values of it go as their people are written next.
 *
 * @throws {RollcallError} directory_attribute.not_found; directory_attribute.mapped
 */
export async function deleteDirectoryAttribute(deps: ActionDeps, organizationId: string, name: string): Promise<void> {
  await changeSettings(deps, async (tx) => {
    const mapping = await findApplicationsThatMap(tx, organizationId, name);
    const deleted = await deleteRow(tx, organizationId, name);
    if (!deleted) throw new RollcallError("directory_attribute.not_found");
    if (mapping.length === 0) return;
    const problems = mapping.map((application) => ({ where: application, detail: `its mapping fills "${name}"` }));
    throw new RollcallError(
      "directory_attribute.mapped",
      `"${name}" is filled by the mapping of ${mapping.map((application) => `"${application}"`).join(", ")}`,
      problems,
    );
  });
}
