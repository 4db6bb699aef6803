import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { forbiddenNames } from "@rollcall/scim/resource.ts";
import {
  type DirectoryAttribute,
  directoryGroupAttributes,
  directoryUserAttributes,
} from "../domain/directory-attribute.ts";
import { RollcallError } from "../domain/errors.ts";
import { listCustomAttributes } from "../storage/read/directory-attributes.ts";
import { createDirectoryAttribute as insertAttribute } from "../storage/write/directory-attributes.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

const maxCustomAttributes = 100;

/**
 * Creates a custom directory attribute, usable as a mapping's target at once.
 *
 * @throws {RollcallError} directory_attribute.exists: a built-in or custom one has this name in whatever case;
 * directory_attribute.too_many
 */
export async function createDirectoryAttribute(
  deps: ActionDeps,
  organizationId: string,
  attribute: DirectoryAttribute,
): Promise<void> {
  const key = foldCase(attribute.name);
  if (forbiddenNames.has(key)) exists(attribute.name);
  await changeSettings(deps, async (tx) => {
    const custom = await listCustomAttributes(tx, organizationId);
    const all = [...directoryUserAttributes, ...directoryGroupAttributes, ...custom];
    if (all.some((other) => foldCase(other.name) === key)) exists(attribute.name);
    if (custom.length >= maxCustomAttributes) throw new RollcallError("directory_attribute.too_many");
    if (!(await insertAttribute(tx, organizationId, attribute, deps.now()))) exists(attribute.name);
  });
}

function exists(name: string): never {
  throw new RollcallError(
    "directory_attribute.exists",
    `A directory attribute named "${name}" exists or cannot be made`,
  );
}
