import { isObject, type JsonObject, type JsonValue, type Resource } from "../resource.ts";
import { type Attribute, type AttributeTable, attribute as defineAttribute } from "./attribute.ts";
import { type Projection, type Selection, selectionFor } from "./projection.ts";
import type { ResourceType } from "./resource-type.ts";

const nothing: Selection = new Map();
/** What stands in the container of an extension that no schema describes. */
const undescribed = defineAttribute({ name: "undescribed", description: "Not described by a schema." });

/**
 * Shows of a resource what a projection asks for; without one, what is returned by default (RFC 7644 section 3.9). What
 * is always returned stays, what is never returned goes; complex values and extension containers that are left with
 * nothing go too. Takes the whole resource as it is answered, with `id`, `meta` and `groups`, and does not change it.
 *
 * @example
 * projectResource(userResourceType, user, parseProjection("name.givenName", undefined));
 * // { schemas: […], id: "7f1c", name: { givenName: "Ann" } }
 */
export function projectResource(type: ResourceType, resource: Resource, projection: Projection | undefined): Resource {
  const project = projection?.kind === "only" ? projectOnly : projectExcept;
  const selection = projection === undefined ? nothing : selectionFor(type, projection);
  const projected: Resource = {};
  for (const name of Object.keys(resource)) {
    const folded = name.toLowerCase();
    const attribute = type.attributes.get(folded);
    const container = type.extensionsByUrn.get(folded);
    const chosen = selection.get(folded);
    const value = resource[name] as JsonValue;
    const shown =
      attribute !== undefined
        ? project(attribute, value, chosen)
        : projectContainer(project, container?.attributes ?? undescribed.subAttributes, value, chosen);
    if (shown !== undefined) projected[name] = shown;
  }
  return projected;
}

/**
 * Tells whether a projection shows any of an attribute of the base schema, so that what is costly to load, such as
 * `members` or `groups`, is loaded only then (ROWN-10-01).
 */
export function projectionNeeds(
  type: ResourceType,
  projection: Projection | undefined,
  attributeName: string,
): boolean {
  const attribute = type.attributes.get(attributeName.toLowerCase());
  if (attribute === undefined || attribute.returned === "never") return false;
  if (attribute.returned === "always") return true;
  const chosen = projection === undefined ? undefined : selectionFor(type, projection).get(attributeName.toLowerCase());
  if (projection?.kind === "only") return chosen !== undefined;
  return attribute.returned === "default" && chosen !== true;
}

type Project = (attribute: Attribute, value: JsonValue, chosen: Selection | true | undefined) => JsonValue | undefined;

function projectOnly(
  attribute: Attribute,
  value: JsonValue,
  chosen: Selection | true | undefined,
): JsonValue | undefined {
  if (attribute.returned === "never") return undefined;
  if (attribute.returned === "always" || chosen === true) return withoutHidden(attribute, value);
  if (chosen === undefined) return undefined;
  return projectSubAttributes(projectOnly, attribute.subAttributes, value, chosen);
}

function projectExcept(
  attribute: Attribute,
  value: JsonValue,
  chosen: Selection | true | undefined,
): JsonValue | undefined {
  if (attribute.returned === "always") return withoutHidden(attribute, value);
  if (attribute.returned !== "default") return undefined;
  if (chosen === undefined) return withoutHidden(attribute, value);
  // Of an excluded attribute, sub-attributes that are always returned stay.
  if (chosen === true) return projectSubAttributes(projectOnly, attribute.subAttributes, value, nothing);
  return projectSubAttributes(projectExcept, attribute.subAttributes, value, chosen);
}

/** An extension container behaves as a complex attribute; one that no schema describes has no always-returned parts. */
function projectContainer(
  project: Project,
  table: AttributeTable,
  value: JsonValue,
  chosen: Selection | true | undefined,
): JsonValue | undefined {
  if (chosen !== true) return projectSubAttributes(project, table, value, chosen ?? nothing);
  if (project === projectExcept) return projectSubAttributes(projectOnly, table, value, nothing);
  return projectSubAttributes(projectExcept, table, value, nothing);
}

function projectSubAttributes(
  project: Project,
  table: AttributeTable,
  value: JsonValue,
  selection: Selection,
): JsonValue | undefined {
  if (Array.isArray(value)) {
    const shown = value.flatMap((element) => projectSubAttributes(project, table, element, selection) ?? []);
    return shown.length === 0 ? undefined : shown;
  }
  if (!isObject(value)) return project === projectExcept ? value : undefined;
  const projected: JsonObject = {};
  let empty = true;
  for (const name of Object.keys(value)) {
    const folded = name.toLowerCase();
    const shown = project(table.get(folded) ?? undescribed, value[name] as JsonValue, selection.get(folded));
    if (shown === undefined) continue;
    projected[name] = shown;
    empty = false;
  }
  return empty ? undefined : projected;
}

function withoutHidden(attribute: Attribute, value: JsonValue): JsonValue | undefined {
  for (const { returned } of attribute.subAttributes.values()) {
    if (returned === "never" || returned === "request") {
      return projectSubAttributes(projectExcept, attribute.subAttributes, value, nothing);
    }
  }
  return value;
}
