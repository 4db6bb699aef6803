import { formatAttributePath } from "@rollcall/scim/attribute-path/format-attribute-path.ts";
import { parseAttributePath } from "@rollcall/scim/attribute-path/parse-attribute-path.ts";
import { isObject, type JsonObject, type JsonValue, own, type Resource } from "@rollcall/scim/resource.ts";
import type { Attribute, AttributeTable, AttributeType } from "@rollcall/scim/schema/attribute.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { compilePath } from "./compile-path.ts";

/** A path that a rule can read, for somebody who types one. */
export interface AttributePathCompletion {
  readonly path: string;
  readonly type: AttributeType;
  /** It may select several values; a directory attribute for one value takes them only where there is exactly one. */
  readonly multiValued: boolean;
  readonly description: string;
  /** A schema has it; otherwise it is kept as it arrives, in the container of an extension that none describes. */
  readonly inSchema: boolean;
  /** How many of the resources that were looked at have a value there. */
  readonly sentBy: number;
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
  ];
  const complete = ({ path, type: valueType, description, multiValued }: Candidate, inSchema: boolean) => {
    const compiled = compilePath(type, path);
    const sent = resources.map((resource) => compiled.select(resource)).filter((found) => found.length > 0);
    const [values] = sent;
    return {
      path: formatAttributePath(parseAttributePath(path)),
      type: valueType,
      multiValued: multiValued ?? !compiled.chooses,
      description,
      inSchema,
      sentBy: sent.length,
      sample: values === undefined ? null : values.length === 1 ? (values[0] ?? null) : [...values],
    };
  };
  return [
    ...candidates.map((candidate) => complete(candidate, true)),
    ...unknownPaths(type, resources).map((candidate) => complete(candidate, false)),
  ];
}

interface Candidate {
  readonly path: string;
  readonly type: AttributeType;
  readonly description: string;
  /** What no schema says: whether any of the resources has several. */
  readonly multiValued?: boolean;
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
        for (const one of pathsBelow(`${urn}:${name}`, name, value)) {
          const multiValued = one.multiValued === true || found.get(one.path)?.multiValued === true;
          found.set(one.path, { ...one, multiValued });
        }
      }
    }
  }
  return [...found.values()];
}

/** A value that is kept as it arrived, and the values of an object that it is. */
function pathsBelow(path: string, name: string, value: JsonValue): Candidate[] {
  if (!isName(name)) return [];
  const description = "Not in any schema.";
  const parts = isObject(value) ? Object.entries(value).filter(([part]) => isName(part)) : [];
  const whole: Candidate = { path, type: typeOf(value), description, multiValued: Array.isArray(value) };
  return [
    whole,
    ...parts.map(([part, inner]) => ({
      path: `${path}.${part}`,
      type: typeOf(inner),
      description,
      multiValued: Array.isArray(inner),
    })),
  ];
}

function isName(name: string): boolean {
  return /^[A-Za-z][\w$-]*$/.test(name);
}

function typeOf(value: JsonValue): AttributeType {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return "decimal";
  if (Array.isArray(value)) return value[0] === undefined ? "string" : typeOf(value[0]);
  return isObject(value) ? "complex" : "string";
}

function isReadable({ stored, returned, mutability }: Attribute): boolean {
  return stored && returned !== "never" && mutability !== "writeOnly";
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}
