import { formatAttributePath } from "@rollcall/scim/attribute-path/format-attribute-path.ts";
import { parseAttributePath } from "@rollcall/scim/attribute-path/parse-attribute-path.ts";
import { isObject, type JsonObject, type JsonValue, own, type Resource } from "@rollcall/scim/resource.ts";
import type { Attribute, AttributeTable, AttributeType } from "@rollcall/scim/schema/attribute.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { compilePath } from "./compile-mapping.ts";

/** A path that a rule can read, for somebody who types one. */
export interface AttributePathCompletion {
  readonly path: string;
  readonly type: AttributeType;
  /** It may select several values; a directory attribute for one value takes them only where there is exactly one. */
  readonly multiValued: boolean;
  readonly description: string;
  /** Some of the resources that were looked at has a value there. */
  readonly sent: boolean;
  /** Of the first resource that has one. */
  readonly sample: JsonValue | null;
}

/** Kept apart from documents: memberships are rows of their own. */
const elsewhere = new Set(["schemas", "id", "meta", "groups", "members"]);

/**
 * Lists every path of a resource type's schemas, and of what the source sent in containers that no schema knows, in the
 * order of the schemas; values that may only be written are none that a rule can read.
 *
 * @param resources of the source, in canonical form; samples come from the first that has a value
 */
export function completeAttributePaths(
  type: ResourceType,
  resources: readonly Resource[],
): readonly AttributePathCompletion[] {
  const candidates = [
    ...listPaths("", type.attributes, resources),
    ...type.extensions.flatMap(({ schema }) => {
      const containers = resources.map((resource) => asObject(own(resource, schema.id)));
      return listPaths(`${schema.id}:`, schema.attributes, containers);
    }),
    ...unknownPaths(type, resources),
  ];
  return candidates.map(({ path, type: valueType, description }) => {
    const compiled = compilePath(type, path);
    const values = resources.map((resource) => compiled.select(resource)).find((found) => found.length > 0);
    return {
      path: formatAttributePath(parseAttributePath(path)),
      type: valueType,
      multiValued: !compiled.chooses,
      description,
      sent: values !== undefined,
      sample: values === undefined ? null : values.length === 1 ? (values[0] ?? null) : [...values],
    };
  });
}

interface Candidate {
  readonly path: string;
  readonly type: AttributeType;
  readonly description: string;
}

function listPaths(prefix: string, table: AttributeTable, containers: readonly JsonObject[]): Candidate[] {
  return [...table.values()].flatMap((attribute) => {
    if (!isReadable(attribute) || (prefix === "" && elsewhere.has(attribute.name))) return [];
    const path = prefix + attribute.name;
    const { description } = attribute;
    const parts = [...attribute.subAttributes.values()].filter(isReadable);
    if (parts.length === 0) return [{ path, type: attribute.type, description }];
    const of = (whole: string) =>
      parts.map((part) => ({ path: `${whole}.${part.name}`, type: part.type, description: part.description }));
    if (!attribute.multiValued) return of(path);
    const found = containers.map((container) => own(container, attribute.name));
    const chosen = kindsOf(attribute, found).flatMap((kind) => of(`${path}[type eq ${JSON.stringify(kind)}]`));
    const primary = attribute.subAttributes.has("primary") ? of(`${path}[primary eq true]`) : [];
    return [...chosen, ...primary, ...of(path)].filter((candidate) => !/\]\.(type|primary)$/.test(candidate.path));
  });
}

/** What `type` may say: the schema's suggestions, then what was sent. */
function kindsOf(attribute: Attribute, found: readonly (JsonValue | undefined)[]): string[] {
  const kind = attribute.subAttributes.get("type");
  if (kind === undefined) return [];
  const sent = found
    .flatMap((value) => (Array.isArray(value) ? value : []))
    .flatMap((element) => {
      const named = isObject(element) ? own(element, "type") : undefined;
      return typeof named === "string" && named !== "" ? [named] : [];
    });
  return [...new Set([...kind.canonicalValues, ...sent])];
}

/** Paths into the containers of extensions that no schema describes. */
function unknownPaths(type: ResourceType, resources: readonly Resource[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const resource of resources) {
    for (const [urn, container] of Object.entries(resource)) {
      if (!/^urn:/i.test(urn) || type.extensionsByUrn.has(urn.toLowerCase()) || !isObject(container)) continue;
      for (const [name, value] of Object.entries(container)) {
        const path = `${urn}:${name}`;
        if (/^[A-Za-z][\w$-]*$/.test(name))
          found.set(path, { path, type: typeOf(value), description: "Not in any schema." });
      }
    }
  }
  return [...found.values()];
}

function typeOf(value: JsonValue): AttributeType {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return "decimal";
  return isObject(value) || (Array.isArray(value) && isObject(value[0])) ? "complex" : "string";
}

function isReadable({ stored, returned, mutability }: Attribute): boolean {
  return stored && returned !== "never" && mutability !== "writeOnly";
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}
