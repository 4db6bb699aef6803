import { type AttributeName, parseAttributeName } from "../attribute-path/attribute-name.ts";
import { formatAttributeName } from "../attribute-path/format-attribute-name.ts";
import { type AttributeTarget, lookUpAttribute } from "../attribute-path/look-up-attribute.ts";
import { comparedAttribute } from "../filter/resolved-filter.ts";
import type { AttributeType } from "../schema/attribute.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { ScimError } from "../scim-error.ts";

/** By what values are put in order: Unicode code points, size, false before true, time. */
export type SortKind = "text" | "number" | "boolean" | "instant";

/** An order of resources, held against the types that are sorted together (RFC 7644 section 3.4.2.3). */
export interface ResolvedSort {
  /** What each type is sorted by, under its name; a type that lacks the attribute has no entry and no value. */
  readonly targets: ReadonlyMap<string, AttributeTarget>;
  readonly kind: SortKind;
  readonly descending: boolean;
}

/** Characters of `sortBy`; the longest honest one is a URN with two names. */
const maxLength = 1_000;

/** What is never sorted by itself: a complex value has a kind only through one of its sub-attributes. */
const kinds: Record<Exclude<AttributeType, "complex">, SortKind> = {
  string: "text",
  reference: "text",
  binary: "text",
  integer: "number",
  decimal: "number",
  boolean: "boolean",
  dateTime: "instant",
};

/**
 * Reads `sortBy` and `sortOrder` for resources of one type or of several (R7644-3.4.2.3-02, R7644-3.4.2.3-03). A complex
 * attribute with a `value` is sorted by that (ROWN-8-01).
 *
 * @returns `undefined` when nothing is asked for: `sortBy` is missing or blank.
 * @throws {ScimError} invalidValue: no type has the attribute, it is never returned, complex without a sub-attribute, or
 * of another kind in another type; a `sortOrder` that is neither ascending nor descending
 *
 * @example
 * resolveSort([userResourceType], "name.familyName", "descending");
 */
export function resolveSort(
  types: readonly ResourceType[],
  sortBy: string | undefined,
  sortOrder: string | undefined,
): ResolvedSort | undefined {
  const descending = readOrder(sortOrder);
  const text = sortBy?.trim() ?? "";
  if (text === "") return undefined;
  const name = readName(text);
  const targets = new Map<string, AttributeTarget>();
  let kind: SortKind | undefined;
  for (const type of types) {
    const target = findTarget(type, name, types.length > 1);
    if (target === undefined) continue;
    const found = kindOf(target, name);
    if (kind !== undefined && kind !== found) {
      refuse(`${formatAttributeName(name)} is not of the same kind in all types: sort each type by itself`);
    }
    kind = found;
    targets.set(type.name, target);
  }
  if (kind === undefined) return refuse(`no resource type has the attribute ${formatAttributeName(name)}`);
  return Object.freeze({ targets, kind, descending });
}

function readOrder(text: string | undefined): boolean {
  const order = text?.trim().toLowerCase() ?? "";
  if (order === "" || order === "ascending") return false;
  if (order === "descending") return true;
  const found = JSON.stringify(text?.slice(0, 100));
  throw new ScimError("invalidValue", `sortOrder: expected ascending or descending, found ${found}`);
}

function readName(text: string): AttributeName {
  if (text.length > maxLength) refuse(`expected at most ${maxLength} characters, found ${text.length}`);
  return parseAttributeName(text, 0, text.length, (_offset, expected) =>
    refuse(`expected ${expected}, found ${JSON.stringify(text)}`),
  );
}

function findTarget(type: ResourceType, name: AttributeName, oneOfSeveral: boolean): AttributeTarget | undefined {
  const target = lookUpAttribute(type, name);
  if (target.kind !== "attribute") {
    if (oneOfSeveral) return undefined;
    return refuse(
      target.kind === "none" ? target.reason : `${formatAttributeName(name)} is no attribute of ${type.name}`,
    );
  }
  const { attribute, subAttribute } = target;
  if (attribute.returned === "never" || subAttribute?.returned === "never") {
    refuse(`${formatAttributeName(name)} is never returned and cannot be sorted by`);
  }
  const value = attribute.subAttributes.get("value");
  const implied = attribute.type === "complex" && subAttribute === undefined ? value : subAttribute;
  return Object.freeze({ ...target, subAttribute: implied });
}

function kindOf(target: AttributeTarget, name: AttributeName): SortKind {
  const { type } = comparedAttribute(target);
  if (type === "complex") refuse(`${formatAttributeName(name)} is complex: name one of its sub-attributes`);
  return kinds[type];
}

function refuse(reason: string): never {
  throw new ScimError("invalidValue", `sortBy: ${reason}`);
}
