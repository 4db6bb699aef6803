import { formatAttributePath } from "@rollcall/scim/attribute-path/format-attribute-path.ts";
import { parseAttributePath } from "@rollcall/scim/attribute-path/parse-attribute-path.ts";
import { resolveAttributePath } from "@rollcall/scim/attribute-path/resolve-attribute-path.ts";
import { compileAttributePath } from "@rollcall/scim/attribute-path/select-path.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import type { CompiledMapping, CompiledPath, CompiledRule } from "./apply-mapping.ts";
import { type DirectoryAttribute, directoryGroupAttributes, directoryUserAttributes } from "./directory-attribute.ts";
import type { Mapping, MappingRule } from "./mapping.ts";

/**
 * Makes a saved mapping ready to be applied. Rules for attributes that no longer exist and paths that no longer resolve
 * are left out: saving refuses them, so only a removed custom attribute or a changed schema leads here.
 *
 * @param resourceTypes the application's, whose User and Group may have more extensions than the built-in ones
 */
export function compileMapping(
  mapping: Mapping,
  customAttributes: readonly DirectoryAttribute[],
  resourceTypes: readonly ResourceType[] = [],
): CompiledMapping {
  const typesOf = (builtIn: ResourceType) => [...resourceTypes.filter(({ name }) => name === builtIn.name), builtIn];
  return {
    version: mapping.version,
    users: compileRules(typesOf(userResourceType), mapping.users, [...directoryUserAttributes, ...customAttributes]),
    groups: compileRules(typesOf(groupResourceType), mapping.groups, [
      ...directoryGroupAttributes,
      ...customAttributes,
    ]),
  };
}

function compileRules(
  types: readonly ResourceType[],
  rules: readonly MappingRule[],
  attributes: readonly DirectoryAttribute[],
): CompiledRule[] {
  const byName = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  return rules.flatMap((rule) => {
    const attribute = byName.get(rule.attribute);
    if (attribute === undefined) return [];
    const paths = rule.source.paths.flatMap((path) => compileByFirst(types, path) ?? []);
    return [{ attribute, required: rule.required, paths }];
  });
}

/** What a new schema does not know any more is read as it was before there was one: as of an unknown extension. */
function compileByFirst(types: readonly ResourceType[], path: string): CompiledPath | undefined {
  for (const type of types) {
    try {
      return compilePath(type, path);
    } catch (error) {
      // The one way in which the parser says that a path is not one.
      if (!(error instanceof ScimError)) throw error;
    }
  }
  return undefined;
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
