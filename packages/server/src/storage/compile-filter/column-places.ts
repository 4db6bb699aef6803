import type { AttributeTarget } from "@rollcall/scim/attribute-path/look-up-attribute.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { resourceModifiedAt, resourceVersion } from "../read/provisioned-resource-columns.ts";
import { certainPlace, emptyPlace, nullablePlace, type Place } from "./place.ts";
import { placeInSearchable } from "./searchable-places.ts";
import { type SqlParameters, sqlLiteral } from "./sql-text.ts";

/** What the conditions of one statement have in common. */
export interface FilterContext {
  readonly type: ResourceType;
  readonly parameters: SqlParameters;
  /** The SCIM base URL of the source application, for the locations that are compared; without it none exists. */
  readonly baseUrl: string | undefined;
}

/** The attribute whose folded value is the `name_key` of a resource type; it is required, so the key is never another's. */
const nameAttributes: ReadonlyMap<string, string> = new Map([
  ["User", "userName"],
  ["Group", "displayName"],
]);

/** Tells whether an attribute is the one in `name_key`. */
export function isNameColumn({ extension, attribute }: AttributeTarget, type: ResourceType): boolean {
  return extension === undefined && attribute.name === nameAttributes.get(type.name);
}

/** The place of an attribute that has a column of `provisioned_resources` (alias `r`); `undefined` when it has none. */
export function placeInColumns(target: AttributeTarget, context: FilterContext): Place | undefined {
  const { extension, attribute, subAttribute } = target;
  if (extension !== undefined) return undefined;
  if (isNameColumn(target, context.type)) return nullablePlace("key", "r.name_key");
  switch (attribute.name) {
    case "emails":
      return context.type.name === "User" && subAttribute?.name === "value" ? emailPlace(target) : undefined;
    case "id":
      return certainPlace("uuid", "r.id");
    case "externalId":
      return nullablePlace("key", "r.external_id");
    case "active":
      return context.type.name === "User" ? nullablePlace("boolean", "r.active") : undefined;
    case "meta":
      return subAttribute === undefined ? certainPlace("boolean", "true") : metaPlace(subAttribute.name, context);
    default:
      return undefined;
  }
}

function metaPlace(name: string, context: FilterContext): Place {
  const { type } = context;
  switch (name) {
    case "resourceType":
      return certainPlace("text", `(${sqlLiteral(type.name)} collate "C")`);
    case "created":
      return certainPlace("instant", "r.created_at");
    case "lastModified":
      return type.name === "Group" ? groupModifiedPlace : certainPlace("instant", "r.modified_at");
    case "version":
      return certainPlace("text", `(('W/"' || ${resourceVersion(type.name)} || '"') collate "C")`);
    case "location":
      return locationPlace(context, type.endpoint, "r.id");
    default:
      return emptyPlace;
  }
}

/**
 * When a group was changed last: itself, or its memberships. Whatever is asked of the later of two instants is true of one
 * of them, and each has an index.
 */
const groupModifiedPlace: Place = {
  ...certainPlace("instant", resourceModifiedAt("Group")),
  some: (condition) => `((${condition("r.modified_at")} or r.id = any (array(select s.subject from slot_counters s
      where s.organization_id = $1 and s.source_application_id = $2 and s.kind = 'members'
        and ${condition("s.modified_at")}))) and ${condition(resourceModifiedAt("Group"))})`,
};

/** Values of e-mails are keys as well: the first has a column, the others share one. */
function emailPlace(target: AttributeTarget): Place {
  return {
    ...placeInSearchable(target),
    equals: (operand) => `(r.email_key = ${operand} or r.other_email_keys @> array[${operand}])`,
  };
}

/** The absolute URI of a resource, made from its id. */
export function locationPlace({ baseUrl, parameters }: FilterContext, endpoint: string, id: string): Place {
  if (baseUrl === undefined) return emptyPlace;
  return nullablePlace("text", `((${parameters.add(`${baseUrl}${endpoint}/`, "text")} || ${id}) collate "C")`);
}
