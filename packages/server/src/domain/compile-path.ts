import { formatAttributePath } from "@rollcall/scim/attribute-path/format-attribute-path.ts";
import { parseAttributePath } from "@rollcall/scim/attribute-path/parse-attribute-path.ts";
import { resolveAttributePath } from "@rollcall/scim/attribute-path/resolve-attribute-path.ts";
import { compileAttributePath } from "@rollcall/scim/attribute-path/select-path.ts";
import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";

/** A path ready to be read; a path that names all of several values gives one only where there is exactly one. */
export interface CompiledPath {
  readonly path: string;
  /** Takes one value of several (it has a filter that chooses), or is single-valued. */
  readonly chooses: boolean;
  readonly select: (resource: Resource) => readonly JsonValue[];
}

/**
 * Makes one path ready to be read.
 *
 * @throws {ScimError} invalidPath or invalidFilter
 */
export function compilePath(type: ResourceType, text: string): CompiledPath {
  const path = parseAttributePath(text);
  const target = resolveAttributePath(type, path);
  // No schema says of an unknown extension that a value is the only one.
  const multiValued =
    target.kind === "unknownExtension" ||
    (target.kind === "attribute" && (target.attribute.multiValued || target.subAttribute?.multiValued === true));
  return {
    path: formatAttributePath(path),
    chooses: !multiValued || path.filter !== undefined,
    select: compileAttributePath(type, path),
  };
}
