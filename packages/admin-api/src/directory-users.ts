import Type, { type Static } from "typebox";
import { DirectoryUserStatus } from "./directory-statuses.ts";
import { NamedProvisioningEvent } from "./provisioning-events.ts";
import { defineRoutes } from "./route.ts";
import { StatusRule } from "./status-rules.ts";
import { exactly, Id, Instant, Json, nullable, page, pageQuery, SentId } from "./values.ts";

const text = nullable(Type.String());
const attributes = Type.Record(Type.String(), Json, { description: "Directory attribute -> value." });

const summary = {
  id: Id,
  userName: text,
  email: text,
  givenName: text,
  familyName: text,
  displayName: text,
  status: DirectoryUserStatus,
  incomplete: Type.Boolean({ description: "A required attribute did not arrive; `missing` names it." }),
  missing: Type.Array(Type.String()),
  flags: Type.Array(Type.String()),
  protected: Type.Boolean({ description: "No source takes anything away from the person without an approval." }),
  legalHold: Type.Boolean({ description: "Neither put into the recycle bin nor erased." }),
  attributes,
  sourceApplicationIds: Type.Array(Id, { description: "The applications that give at least one of the values." }),
  createdAt: Instant,
  modifiedAt: Instant,
};

export const DirectoryUser = exactly(summary);
export type DirectoryUser = Static<typeof DirectoryUser>;

const imposed = {
  reason: Type.String(),
  by: Type.String(),
  byName: nullable(Type.String({ description: "What they are called." })),
  at: Instant,
};

/** What an override of a value stands against. */
export const InsteadOf = nullable(
  Type.Object(
    { value: Json },
    {
      additionalProperties: false,
      description:
        "Of an override: what the sources give instead, null for nothing. It ends when they give something else.",
    },
  ),
);

export const Provenance = exactly({
  attribute: Type.String(),
  label: Type.String({
    description: "The attribute as the console names it, and with it the rule that gave the value.",
  }),
  value: Json,
  from: nullable(exactly({ id: Id, displayName: Type.String() })),
  path: nullable(
    Type.String({
      description: "The attribute path that gave it, (constant) or (expression); null where an administrator did.",
    }),
  ),
  person: nullable(
    Type.Object(
      { id: Id, name: Type.String() },
      {
        additionalProperties: false,
        description: "The directory user of whom the value is the SCIM id that the source knows, as of a manager.",
      },
    ),
  ),
  at: Instant,
  insteadOf: InsteadOf,
  others: Type.Array(
    exactly({ from: exactly({ id: Id, displayName: Type.String() }), value: Json, path: Type.String() }),
    {
      description:
        "What other linked sources give for it and does not count, or is in a list that rules merge; the next one to count first.",
    },
  ),
});
export type Provenance = Static<typeof Provenance>;

export const Leaving = exactly({
  from: exactly({ id: Id, displayName: nullable(Type.String()) }),
  ladder: Type.String(),
  since: Instant,
  next: nullable(exactly({ step: Type.Enum(["groups", "bin", "erase"]), at: Instant })),
  waitsFor: nullable(Type.Enum(["stopped", "protection", "legal-hold"]), "Why the next step is not taken by its date."),
  stopped: nullable(exactly(imposed)),
  outOfGroups: Type.Boolean(),
});
export type Leaving = Static<typeof Leaving>;

export const DirectoryUserDetails = exactly({
  ...summary,
  provenance: Type.Array(Provenance),
  statusFacts: exactly({
    sourceActive: nullable(Type.Boolean({ description: "What the owning source last said; null where none has." })),
    sourcesActive: nullable(
      Type.Boolean(),
      "What the linked sources come to by the status rule, where that is something else than what the owner says.",
    ),
    rule: StatusRule,
    hold: nullable(exactly(imposed)),
    override: nullable(
      exactly({ ...imposed, kind: Type.Enum(["enabled", "restored", "disabled"]), expiresAt: nullable(Instant) }),
    ),
    heldBack: Type.Boolean(),
    binnedBy: nullable(Type.Enum(["source", "administrator"])),
    binnedAt: nullable(Instant),
  }),
  leaving: nullable(Leaving),
  safeguards: exactly({ protection: nullable(exactly(imposed)), legalHold: nullable(exactly(imposed)) }),
});
export type DirectoryUserDetails = Static<typeof DirectoryUserDetails>;

/** What a source asked for and a person has to decide about. */
const Waiting = exactly({
  target: Type.Enum(["disable", "bin", "delete", "members", "leave"]),
  because: Type.Enum(["limit", "protected"]),
  since: Instant,
});

export const DirectoryUserLink = exactly({
  sourceApplicationId: Id,
  sourceApplicationName: Type.String(),
  scimId: Id,
  state: Type.Enum(["linked", "pending", "conflict", "ignored", "left-out", "closed"]),
  owning: Type.Boolean(),
  active: nullable(Type.Boolean(), "What the source said of the status and is in force; null where it said nothing."),
  held: Type.Boolean({ description: "The directory is behind the resource." }),
  waits: nullable(Waiting),
  resource: nullable(Json),
  resourceModifiedAt: nullable(Instant),
  differences: Type.Array(exactly({ attribute: Type.String(), label: Type.String(), source: Json, directory: Json }), {
    description: "Where what the source says now and what the directory holds differ.",
  }),
  createdAt: Instant,
  closedAt: nullable(Instant),
});
export type DirectoryUserLink = Static<typeof DirectoryUserLink>;

export const DirectoryUserGroup = exactly({
  id: Id,
  displayName: text,
  sourceApplicationId: nullable(Id),
});
export type DirectoryUserGroup = Static<typeof DirectoryUserGroup>;

const filters = {
  search: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        "Words that must all occur in user name, e-mail, names or employee number, in any case, or be a source's externalId.",
    }),
  ),
  status: Type.Optional(DirectoryUserStatus),
  incomplete: Type.Optional(Type.Boolean()),
  sourceApplicationId: Type.Optional(SentId),
  directoryGroupId: Type.Optional(
    Type.String({
      format: "id",
      description:
        "People whom a source or the directory has in this group, in force or not; not those of groups in it.",
    }),
  ),
  flagged: Type.Optional(Type.Boolean({ description: "An administrator should look at them; `flags` says why." })),
  leaving: Type.Optional(Type.Boolean({ description: "True: only those who are on a ladder of a policy." })),
  safeguard: Type.Optional(
    Type.Enum(["protection", "legalHold"], { description: "Only those who are protected, or under legal hold." }),
  ),
};

const one = "/organizations/{organizationId}/directory-users/{directoryUserId}";

export const directoryUserRoutes = defineRoutes({
  listDirectoryUsers: {
    method: "GET",
    path: "/organizations/{organizationId}/directory-users",
    summary: "Lists directory users by creation, name, user name or e-mail address, or the last changed first.",
    permission: "read",
    query: exactly({
      ...filters,
      sort: Type.Optional(Type.Enum(["created", "name", "userName", "email", "modified"])),
      ...pageQuery(500),
    }),
    answer: page(DirectoryUser),
  },
  createDirectoryUser: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-users",
    summary: "Creates a directory user by hand, enabled unless said otherwise; no source writes them.",
    permission: "change",
    body: exactly({ attributes, enabled: Type.Optional(Type.Boolean()) }),
    status: 201,
    answer: DirectoryUserDetails,
  },
  importDirectoryUsers: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-users/import",
    summary: "Creates up to 10,000 directory users from CSV whose header names directory attributes: all or none.",
    permission: "change",
    body: Type.String(),
    bodyType: "text/csv",
    bodyLimit: 16 * 1024 * 1024,
    status: 201,
    answer: exactly({ created: Type.Integer() }),
  },
  exportDirectoryUsers: {
    method: "GET",
    path: "/organizations/{organizationId}/directory-users/export.csv",
    summary: "Answers the directory users as CSV; a cell that a spreadsheet would run begins with an apostrophe.",
    permission: "read",
    query: exactly(filters),
    answerType: "text/csv",
  },
  getDirectoryUser: {
    method: "GET",
    path: one,
    summary: "Reads a directory user with the provenance of each value.",
    permission: "read",
    answer: DirectoryUserDetails,
  },
  changeDirectoryUser: {
    method: "PATCH",
    path: one,
    summary: "Changes values by hand: those that no source gives; null takes a value away.",
    permission: "change",
    body: exactly({ attributes }),
    answer: DirectoryUserDetails,
  },
  listDirectoryUserLinks: {
    method: "GET",
    path: `${one}/links`,
    summary: "Lists the provisioned resources that are this person, with what each source says now.",
    permission: "read",
    answer: exactly({ items: Type.Array(DirectoryUserLink), nextCursor: Type.Null() }),
  },
  listDirectoryUserGroups: {
    method: "GET",
    path: `${one}/groups`,
    summary: "Lists the directory groups that the person effectively is a member of; at most 1,000.",
    permission: "read",
    answer: exactly({ items: Type.Array(DirectoryUserGroup), nextCursor: Type.Null() }),
  },
  listDirectoryUserTimeline: {
    method: "GET",
    path: `${one}/timeline`,
    summary: "Lists what happened to this person, newest first.",
    permission: "read",
    query: exactly(pageQuery(500)),
    answer: page(NamedProvisioningEvent),
  },
});
