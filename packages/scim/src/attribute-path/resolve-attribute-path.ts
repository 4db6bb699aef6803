import type { DialectLog } from "../dialects/dialect.ts";
import { hasElements, resolveElementFilter } from "../filter/resolve-filter.ts";
import type { ResolvedFilter } from "../filter/resolved-filter.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { ScimError } from "../scim-error.ts";
import type { AttributePath } from "./attribute-path.ts";
import { formatAttributePath } from "./format-attribute-path.ts";
import {
  type AttributeTarget,
  lookUpAttribute,
  type SchemaTarget,
  type UnknownExtensionTarget,
} from "./look-up-attribute.ts";

/** What a path means for a resource type. */
export type PathTarget = AttributePathTarget | SchemaTarget | UnknownExtensionTarget;

/** An attribute or sub-attribute that the schemas define, and the elements of it that the path selects. */
export interface AttributePathTarget extends AttributeTarget {
  /** Over one element of the attribute; `compileElementTest` makes it a function. */
  readonly filter: ResolvedFilter | undefined;
}

/**
 * Finds what a path means for a resource type, in any case. An attribute of an extension may stand without its URN
 * where only one extension defines it (AMB-15); the container of an extension that no schema describes may be named by
 * any URN.
 *
 * @throws {ScimError} invalidPath: no such attribute (AMB-16), or a filter where there are no elements; invalidFilter:
 * the filter does not suit the elements
 */
export function resolveAttributePath(type: ResourceType, path: AttributePath, dialects?: DialectLog): PathTarget {
  const target = lookUpAttribute(type, path, dialects);
  if (target.kind === "none") throw new ScimError("invalidPath", target.reason);
  if (path.filter === undefined) return target.kind === "attribute" ? { ...target, filter: undefined } : target;
  if (target.kind !== "attribute") {
    throw new ScimError("invalidPath", `${formatAttributePath(path)} has a filter, but its URN names no attribute`);
  }
  if (!hasElements(target.attribute)) {
    throw new ScimError(
      "invalidPath",
      `${formatAttributePath(path)} has a filter, but ${target.attribute.name} is a single value`,
    );
  }
  const attribute: AttributeTarget = { ...target, subAttribute: undefined };
  return { ...target, filter: resolveElementFilter(attribute, path.filter, dialects) };
}
