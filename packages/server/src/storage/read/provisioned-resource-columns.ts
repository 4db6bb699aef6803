import { userGroupsJson } from "./user-contexts.ts";

/** What is read beside the document, because it costs more. */
export interface Details {
  /** Of groups. */
  readonly withMembers: boolean;
  /** Of users. */
  readonly withGroups: boolean;
}

/** What the slot counters of a group's memberships add up to, for the resource `r`. */
const membershipSlots = (columns: string): string =>
  `(select ${columns} from slot_counters s where s.organization_id = r.organization_id
      and s.source_application_id = r.source_application_id and s.kind = 'members' and s.subject = r.id)`;

/** SQL of the version of the resource `r`: a group's is that of its row and the changes of its memberships together. */
export function resourceVersion(type: string): string {
  return type === "Group" ? `(r.version + ${membershipSlots("coalesce(sum(s.changes), 0)")})::bigint` : "r.version";
}

/** SQL of when the resource `r` changed last, a group's memberships included. */
export function resourceModifiedAt(type: string): string {
  return type === "Group" ? `greatest(r.modified_at, ${membershipSlots("max(s.modified_at)")})` : "r.modified_at";
}

/**
 * The members of the group `r` in the order of their ids, ready-made JSON without `$ref`; null when there are none. Each is
 * found by its key: to join them, PostgreSQL would rather read everybody there is.
 */
const groupMembersJson = `(select json_agg(json_build_object('value', m.member_id, 'type', m.member_type,
      'display', coalesce(shown.document ->> 'displayName', shown.document ->> 'userName')) order by m.member_id)::text
    from group_memberships m cross join lateral (select member.document::json as document
      from provisioned_resources member where member.organization_id = m.organization_id
        and member.source_application_id = m.source_application_id and member.resource_type = m.member_type
        and member.id = m.member_id limit 1) as shown
    where m.organization_id = r.organization_id and m.source_application_id = r.source_application_id
      and m.group_id = r.id)`;

/** How the rows of a type are read: the columns, and what is joined to `provisioned_resources r` for them. */
export interface RowSource {
  readonly columns: string;
  readonly joins: string;
}

/** Chooses the columns of a row, which are those of `ResourceRow`, for a type and the details asked for. */
export function rowSource(type: string, details: Details): RowSource {
  const { columns, joins } = bareRowSource(type);
  const members = type === "Group" && details.withMembers ? `, ${groupMembersJson} as members` : "";
  const groups = type === "User" && details.withGroups ? `, ${userGroupsJson} as groups` : "";
  return { columns: columns + members + groups, joins };
}

/** As `rowSource`, with the same columns for every type, so that rows of several can stand in one list. */
export function uniformRowSource(type: string, details: Details): RowSource {
  const { columns, joins } = bareRowSource(type);
  const members = type === "Group" && details.withMembers ? groupMembersJson : "null::text";
  const groups = type === "User" && details.withGroups ? userGroupsJson : "null::text";
  return { columns: `${columns}, ${members} as members, ${groups} as groups`, joins };
}

function bareRowSource(type: string): RowSource {
  if (type !== "Group") return { columns: "r.id, r.document, r.version, r.created_at, r.modified_at", joins: "" };
  return {
    columns: `r.id, r.document, r.version + slots.changes as version, r.created_at,
      greatest(r.modified_at, slots.modified_at) as modified_at`,
    joins: `cross join lateral ${membershipSlots(
      "coalesce(sum(s.changes), 0)::bigint as changes, max(s.modified_at) as modified_at",
    )} as slots`,
  };
}
