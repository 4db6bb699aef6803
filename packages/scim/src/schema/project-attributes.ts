import { isObject, type JsonObject, type JsonValue, type Resource } from "../resource.ts";
import { type Attribute, type AttributeTable, attribute as defineAttribute } from "./attribute.ts";
import { type Projection, type Selection, selectionFor } from "./projection.ts";
import type { ResourceType } from "./resource-type.ts";
import type { SuppliedAttributes } from "./supplied-attributes.ts";

const nothing: Selection = new Map();
const nothingAsked: Asked = { chosen: undefined, supplied: undefined };
/** What stands in the container of an extension that no schema describes. */
const undescribed = defineAttribute({ name: "undescribed", description: "Not described by a schema." });

/**
 * Shows of a resource what a projection asks for; without one, what is returned by default (RFC 7644 section 3.9). What
 * is always returned stays, what is never returned goes; complex values and extension containers that are left with
 * nothing go too. Takes the whole resource as it is answered, with `id`, `meta` and `groups`, and does not change it.
 *
 * @param supplied what the client supplied in the write that is answered: it brings along what is returned on request
 *
 * @example
 * projectResource(userResourceType, user, parseProjection("name.givenName", undefined));
 * // { schemas: […], id: "7f1c", name: { givenName: "Ann" } }
 */
export function projectResource(
  type: ResourceType,
  resource: Resource,
  projection: Projection | undefined,
  supplied?: SuppliedAttributes,
): Resource {
  const project = projection?.kind === "only" ? projectOnly : projectExcept;
  const selection = projection === undefined ? nothing : selectionFor(type, projection);
  const projected: Resource = {};
  for (const name of Object.keys(resource)) {
    const folded = name.toLowerCase();
    const attribute = type.attributes.get(folded);
    const container = type.extensionsByUrn.get(folded);
    const asked = { chosen: selection.get(folded), supplied: supplied?.get(folded) };
    const value = resource[name] as JsonValue;
    const shown =
      attribute !== undefined
        ? project(attribute, value, asked)
        : projectContainer(project, container?.attributes ?? undescribed.subAttributes, value, asked);
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

/** What is asked of an attribute: what the projection names, and what the client supplied. */
interface Asked {
  readonly chosen: Selection | true | undefined;
  readonly supplied: SuppliedAttributes | undefined;
}

type Project = (attribute: Attribute, value: JsonValue, asked: Asked) => JsonValue | undefined;

function projectOnly(attribute: Attribute, value: JsonValue, { chosen }: Asked): JsonValue | undefined {
  if (attribute.returned === "never") return undefined;
  if (attribute.returned === "always" || chosen === true) return withoutHidden(attribute, value, undefined);
  if (chosen === undefined) return undefined;
  return projectSubAttributes(projectOnly, attribute.subAttributes, value, { chosen, supplied: undefined });
}

function projectExcept(attribute: Attribute, value: JsonValue, asked: Asked): JsonValue | undefined {
  const { chosen, supplied } = asked;
  const { returned, subAttributes } = attribute;
  if (returned === "always") return withoutHidden(attribute, value, supplied);
  if (returned === "never" || (returned === "request" && supplied === undefined)) return undefined;
  if (chosen === undefined) return withoutHidden(attribute, value, supplied);
  // Of an excluded attribute, sub-attributes that are always returned stay.
  if (chosen === true) return projectSubAttributes(projectOnly, subAttributes, value, nothingAsked);
  return projectSubAttributes(projectExcept, subAttributes, value, asked);
}

/** An extension container behaves as a complex attribute; one that no schema describes has no always-returned parts. */
function projectContainer(
  project: Project,
  table: AttributeTable,
  value: JsonValue,
  asked: Asked,
): JsonValue | undefined {
  if (asked.chosen !== true) return projectSubAttributes(project, table, value, asked);
  if (project === projectExcept) return projectSubAttributes(projectOnly, table, value, nothingAsked);
  return projectSubAttributes(projectExcept, table, value, nothingAsked);
}

function projectSubAttributes(
  project: Project,
  table: AttributeTable,
  value: JsonValue,
  asked: Asked,
): JsonValue | undefined {
  if (Array.isArray(value)) {
    const shown = value.flatMap((element) => projectSubAttributes(project, table, element, asked) ?? []);
    return shown.length === 0 ? undefined : shown;
  }
  if (!isObject(value)) return project === projectExcept ? value : undefined;
  const selection = asked.chosen === true || asked.chosen === undefined ? nothing : asked.chosen;
  const projected: JsonObject = {};
  let empty = true;
  for (const name of Object.keys(value)) {
    const folded = name.toLowerCase();
    const below = { chosen: selection.get(folded), supplied: asked.supplied?.get(folded) };
    const shown = project(table.get(folded) ?? undescribed, value[name] as JsonValue, below);
    if (shown === undefined) continue;
    projected[name] = shown;
    empty = false;
  }
  return empty ? undefined : projected;
}

function withoutHidden(
  attribute: Attribute,
  value: JsonValue,
  supplied: SuppliedAttributes | undefined,
): JsonValue | undefined {
  for (const { returned } of attribute.subAttributes.values()) {
    if (returned === "never" || returned === "request") {
      return projectSubAttributes(projectExcept, attribute.subAttributes, value, { chosen: undefined, supplied });
    }
  }
  return value;
}
