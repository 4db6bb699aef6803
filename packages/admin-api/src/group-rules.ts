import Type, { type Static } from "typebox";
import { Job } from "./jobs.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, nullable, page, pageQuery } from "./values.ts";

const text = Type.String({ minLength: 1, maxLength: 200 });

export const GroupCondition = exactly({
  attribute: Type.Enum(["displayName", "externalId"], { description: "Of the group as its source wrote it." }),
  compare: Type.Enum(["equals", "startsWith", "endsWith", "contains"], {
    description: "Upper and lower case are the same.",
  }),
  text,
});
export type GroupCondition = Static<typeof GroupCondition>;

export const NameStep = exactly({
  change: Type.Enum(["removePrefix", "removeSuffix", "addPrefix", "addSuffix", "replace"], {
    description:
      "Upper and lower case are the same where a text is looked for. A step that would make an empty name, or one of more than 1,000 characters, is left out.",
  }),
  text,
  by: Type.Optional(
    Type.String({ maxLength: 200, description: "Of replace: what stands in the place of every occurrence." }),
  ),
});
export type NameStep = Static<typeof NameStep>;

const rules = {
  include: Type.Array(GroupCondition, {
    maxItems: 50,
    description: "A group that one of them fits comes in; without any, every group does.",
  }),
  exclude: Type.Array(GroupCondition, {
    maxItems: 50,
    description: "A group that one of them fits stays out, whatever include says.",
  }),
  rename: Type.Array(NameStep, { maxItems: 20, description: "In order, of the group's name in the directory." }),
};

export const SentGroupRules = exactly(rules);
export type SentGroupRules = Static<typeof SentGroupRules>;

export const GroupRules = exactly({
  version: Type.Integer({ description: "Counts up by one with each save; 0 while nobody saved any." }),
  ...rules,
  groups: Type.Integer({ description: "Groups that the source wrote." }),
  leftOut: Type.Integer({ description: "Of these, groups that are not in the directory by the rules." }),
});
export type GroupRules = Static<typeof GroupRules>;

export const ChangedGroup = exactly({
  scimId: Id,
  directoryGroupId: nullable(Id, "Null: not in the directory yet."),
  change: Type.Enum(["enters", "leaves", "renamed"]),
  sourceName: nullable(Type.String({ description: "What its source calls it." })),
  from: nullable(Type.String(), "Its name in the directory today; null while it is not there."),
  to: nullable(Type.String(), "Its name in the directory then."),
  members: Type.Integer({ description: "Members that its source says." }),
  sharesName: Type.Boolean({ description: "Another group of the directory has the same name then." }),
});
export type ChangedGroup = Static<typeof ChangedGroup>;

const own = "/source-applications/{sourceApplicationId}/group-rules" as const;

export const groupRuleRoutes = defineRoutes({
  getGroupRules: {
    method: "GET",
    path: own,
    summary: "Reads which groups of an application come into the directory, and how they are renamed.",
    permission: "read",
    answer: GroupRules,
  },
  previewGroupRules: {
    method: "POST",
    path: `${own}/preview`,
    summary:
      "Begins to tell which groups would come in, leave and be renamed if these rules were saved; saves nothing: a job.",
    permission: "change",
    body: SentGroupRules,
    status: 201,
    answer: Job,
  },
  putGroupRules: {
    method: "PUT",
    path: own,
    summary:
      "Replaces the group rules, in force from the next write on, and begins to apply them to the groups that are stored already: a job. SCIM keeps every group as it was sent.",
    permission: "change",
    body: exactly({
      ...rules,
      version: Type.Optional(Type.Integer({ description: "Saved only when this is the present version." })),
    }),
    answer: exactly({ rules: GroupRules, job: Job }),
  },
  listChangedGroups: {
    method: "GET",
    path: "/organizations/{organizationId}/jobs/{jobId}/changed-groups",
    summary: "Lists the groups that the preview of group rules found to come in, leave or be renamed.",
    permission: "read",
    query: exactly({ ...pageQuery(500), change: Type.Optional(Type.Enum(["enters", "leaves", "renamed"])) }),
    answer: page(ChangedGroup),
  },
});
