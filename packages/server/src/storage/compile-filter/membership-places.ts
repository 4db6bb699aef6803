import type { AttributeTarget } from "@rollcall/scim/attribute-path/look-up-attribute.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { type FilterContext, locationPlace } from "./column-places.ts";
import { certainPlace, emptyPlace, nullablePlace, type Place } from "./place.ts";
import { sqlLiteral } from "./sql-text.ts";

/** The rows of `group_memberships` (alias `m`) that are the elements of an attribute, and the places in one of them. */
export interface MembershipElements {
  /** What follows `from`, up to where conditions may be added by `and`. */
  readonly rows: string;
  /** By what the elements are in order. */
  readonly order: string;
  place(target: AttributeTarget): Place;
}

const ownRows = "group_memberships m where m.organization_id = $1 and m.source_application_id = $2 and";

/** The members of a group and the groups of a user, which no document holds; `undefined` for every other attribute. */
export function membershipElements(target: AttributeTarget, context: FilterContext): MembershipElements | undefined {
  if (target.extension !== undefined) return undefined;
  const { name } = target.attribute;
  if (context.type.name === "Group" && name === "members") {
    const rows = `${ownRows} m.group_id = r.id`;
    return { rows, order: "m.member_id", place: (inner) => memberPlace(inner, context) };
  }
  if (context.type.name === "User" && name === "groups") {
    const rows = `${ownRows} m.member_id = r.id`;
    return { rows, order: "m.group_id", place: (inner) => groupPlace(inner, context) };
  }
  return undefined;
}

/** The values that all elements have together, outside brackets. */
export function placeInMemberships(elements: MembershipElements, target: AttributeTarget): Place {
  const place = target.subAttribute === undefined ? certainPlace("boolean", "true") : elements.place(target);
  return {
    form: place.form,
    single: false,
    present: `exists (select from ${elements.rows} and ${place.present})`,
    some: (condition) => `exists (select from ${elements.rows} and ${place.some(condition)})`,
  };
}

const typesWithMembership = [userResourceType, groupResourceType];

/** The value of the first element, by which resources are sorted. */
export function firstInMemberships({ rows, order, place }: MembershipElements, target: AttributeTarget): Place {
  const { form, value } = place(target);
  return nullablePlace(form, `(select ${value} from ${rows} order by ${order} limit 1)`);
}

/** Places in one membership (alias `m`), as the elements of a group's `members`. */
export function memberPlace({ subAttribute }: AttributeTarget, context: FilterContext): Place {
  switch (subAttribute?.name) {
    case "value":
      return certainPlace("uuid", "m.member_id");
    case "type":
      return certainPlace(
        "text",
        choose("m.member_type", (type) => foldCase(type.name)),
      );
    case "display":
      return nullablePlace("text", memberDisplay);
    case "$ref":
      return locationPlace(
        context,
        "",
        `${choose("m.member_type", (type) => `${type.endpoint.slice(1)}/`)} || m.member_id`,
      );
    default:
      return emptyPlace;
  }
}

function choose(sql: string, value: (type: (typeof typesWithMembership)[number]) => string): string {
  const cases = typesWithMembership.map((type) => `when ${sqlLiteral(type.name)} then ${sqlLiteral(value(type))}`);
  return `((case ${sql} ${cases.join(" ")} end) collate "C")`;
}

/** A member is shown by its displayName, else by its userName; both stand folded. */
const memberDisplay = `((select coalesce(shown.searchable ->> 'displayName', shown.name_key) from provisioned_resources shown
      where shown.organization_id = $1 and shown.source_application_id = $2 and shown.resource_type = m.member_type
        and shown.id = m.member_id) collate "C")`;

const groupDisplay = `(select shown.name_key from provisioned_resources shown
      where shown.organization_id = $1 and shown.source_application_id = $2 and shown.resource_type = 'Group'
        and shown.id = m.group_id)`;

function groupPlace({ subAttribute }: AttributeTarget, context: FilterContext): Place {
  switch (subAttribute?.name) {
    case "value":
      return certainPlace("uuid", "m.group_id");
    case "display":
      return nullablePlace("text", groupDisplay);
    case "type":
      return certainPlace("text", `('direct' collate "C")`);
    case "$ref":
      return locationPlace(context, groupResourceType.endpoint, "m.group_id");
    default:
      return emptyPlace;
  }
}
