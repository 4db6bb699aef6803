import Type, { type Static } from "typebox";
import { DirectoryGroupStatus, DirectoryUserStatus } from "./directory-statuses.ts";
import { InsteadOf } from "./directory-users.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Json, nullable, page, pageQuery, SentId } from "./values.ts";

const text = nullable(Type.String());

const summary = {
  id: Id,
  displayName: text,
  status: DirectoryGroupStatus,
  attributes: Type.Record(Type.String(), Json),
  sourceApplicationIds: Type.Array(Id, { description: "The applications that give at least one value." }),
  provisionedMembers: Type.Integer({ description: "Members that its sources say; how many are effective, see one." }),
  binnedAt: nullable(Instant),
  createdAt: Instant,
  modifiedAt: Instant,
};

export const DirectoryGroup = exactly(summary);
export type DirectoryGroup = Static<typeof DirectoryGroup>;

export const DirectoryGroupDetails = exactly({
  ...summary,
  effectiveMembers: nullable(Type.Integer(), "Null where counting them took longer than the time budget of a list."),
  provenance: Type.Array(
    exactly({
      attribute: Type.String(),
      label: Type.String({ description: "The attribute as the console names it." }),
      value: Json,
      from: nullable(exactly({ id: Id, displayName: Type.String() })),
      path: text,
      at: Instant,
      insteadOf: InsteadOf,
    }),
  ),
  links: Type.Array(
    exactly({
      sourceApplicationId: Id,
      sourceApplicationName: Type.String(),
      scimId: Id,
      state: Type.String(),
      owning: Type.Boolean(),
      held: Type.Boolean(),
    }),
  ),
});
export type DirectoryGroupDetails = Static<typeof DirectoryGroupDetails>;

export const DirectoryGroupMember = exactly({
  type: Type.Enum(["User", "Group"]),
  id: nullable(Id, "The directory user's or group's id; null for a resource that is linked to nobody."),
  userName: text,
  displayName: text,
  email: text,
  status: nullable(Type.Union([DirectoryUserStatus, DirectoryGroupStatus])),
  sourceApplicationId: nullable(Id, "Null for a member that stands without a source."),
  scimId: nullable(Id),
  provisioned: Type.Boolean({ description: "The source says so." }),
  effective: Type.Boolean({ description: "In force in the directory." }),
});
export type DirectoryGroupMember = Static<typeof DirectoryGroupMember>;

const filters = {
  search: Type.Optional(Type.String({ maxLength: 200, description: "Words that must all occur in the name." })),
  status: Type.Optional(DirectoryGroupStatus),
  sourceApplicationId: Type.Optional(SentId),
};

const one = "/organizations/{organizationId}/directory-groups/{directoryGroupId}";

export const directoryGroupRoutes = defineRoutes({
  listDirectoryGroups: {
    method: "GET",
    path: "/organizations/{organizationId}/directory-groups",
    summary: "Lists directory groups in the order of their creation, or of their names.",
    permission: "read",
    query: exactly({ ...filters, sort: Type.Optional(Type.Enum(["created", "name"])), ...pageQuery(500) }),
    answer: page(DirectoryGroup),
  },
  exportDirectoryGroups: {
    method: "GET",
    path: "/organizations/{organizationId}/directory-groups/export.csv",
    summary: "Answers the directory groups as CSV; a cell that a spreadsheet would run begins with an apostrophe.",
    permission: "read",
    query: exactly(filters),
    answerType: "text/csv",
  },
  exportDirectoryGroupMembers: {
    method: "GET",
    path: `${one}/members/export.csv`,
    summary: "Answers the members of a directory group as CSV, those that are not effective too.",
    permission: "read",
    answerType: "text/csv",
  },
  getDirectoryGroup: {
    method: "GET",
    path: one,
    summary: "Reads a directory group with its counts and links.",
    permission: "read",
    answer: DirectoryGroupDetails,
  },
  listDirectoryGroupMembers: {
    method: "GET",
    path: `${one}/members`,
    summary: "Lists the effective members of a directory group, nested groups as groups.",
    permission: "read",
    query: exactly({
      all: Type.Optional(Type.Boolean({ description: "Those that are provisioned and not effective, too." })),
      ...pageQuery(1000),
    }),
    answer: page(DirectoryGroupMember),
  },
});
