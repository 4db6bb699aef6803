import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Json, nullable } from "./values.ts";

const source = exactly({
  paths: Type.Array(Type.String({ maxLength: 1000 }), {
    minItems: 1,
    maxItems: 20,
    description: "SCIM attribute paths; the first that has a value wins.",
  }),
});
const attribute = Type.String({ maxLength: 100, description: "A directory attribute's name." });

export const MappingRule = exactly({
  attribute,
  label: Type.String({ description: "The directory attribute as the console names it." }),
  source,
  required: Type.Boolean({ description: "A required rule cannot be removed; its paths can be changed." }),
});
export type MappingRule = Static<typeof MappingRule>;

export const Mapping = exactly({
  version: Type.Integer({ description: "Counts up by one with each save." }),
  users: Type.Array(MappingRule),
  groups: Type.Array(MappingRule),
});
export type Mapping = Static<typeof Mapping>;

/** A rule as it is sent: what reads back from GET may be sent again as it is. */
const SentRule = exactly({
  attribute,
  label: Type.Optional(Type.String({ maxLength: 200, description: "Not saved: it is the directory attribute's." })),
  source,
  required: Type.Optional(Type.Boolean()),
});

export const SentMapping = exactly({
  version: Type.Optional(Type.Integer({ description: "Saved only when this is the present version." })),
  users: Type.Array(SentRule, { maxItems: 200 }),
  groups: Type.Array(SentRule, { maxItems: 200 }),
});
export type SentMapping = Static<typeof SentMapping>;

export const AttributePathCompletion = exactly({
  path: Type.String(),
  type: Type.String({ description: "The SCIM type: string, boolean, dateTime and so on." }),
  multiValued: Type.Boolean({
    description: "It may select several values; an attribute for one value takes them only where there is exactly one.",
  }),
  description: Type.String(),
  inSchema: Type.Boolean({
    description: "False for what is kept as it arrives, in an extension that no schema describes.",
  }),
  sent: Type.Boolean({ description: "One of the latest resources of this source has a value there." }),
  sentBy: Type.Integer({
    description: "How many of the latest resources have; how many were read stands beside the list.",
  }),
  kept: Type.Boolean({
    description:
      "False for what the source sends and nothing keeps: it can be read once a schema of the application's own has it.",
  }),
  sample: Type.Union([Json, Type.Null()], {
    description: "From the latest resource that has one; masked where it is not kept.",
  }),
});
export type AttributePathCompletion = Static<typeof AttributePathCompletion>;

const paths = Type.Array(Type.String());
const valueChange = exactly({ attribute: Type.String(), label: Type.String(), from: Json, to: Json });
const CheckedSection = exactly({
  rules: Type.Array(
    exactly({
      attribute: Type.String(),
      label: Type.String(),
      required: Type.Boolean(),
      paths: Type.Array(Type.String(), { description: "As they would be saved, without those that have a problem." }),
      sample: nullable(
        exactly({ value: Json, path: Type.String() }),
        "What the rule gives for the latest resource, and by which path.",
      ),
    }),
    { description: "In the order in which they were sent." },
  ),
  changes: Type.Array(
    exactly({
      attribute: Type.String(),
      label: Type.String(),
      change: Type.Enum(["added", "removed", "changed"]),
      before: nullable(paths),
      after: nullable(paths),
      sentence: Type.String(),
    }),
    { description: "How the rules differ from those in force." },
  ),
  effects: Type.Array(
    exactly({ scimId: Type.String(), name: nullable(Type.String()), changes: Type.Array(valueChange) }),
    {
      description: "Of the latest resources, those whose values would differ.",
    },
  ),
  sampled: Type.Integer({ description: "Resources that were looked at: the latest, at most 25." }),
  total: Type.Integer({ description: "Resources that there are." }),
});

export const CheckedMapping = exactly({
  presentVersion: Type.Integer(),
  problems: Type.Array(exactly({ code: Type.String(), where: Type.String(), detail: Type.String() }), {
    description: "Each with its position as a JSON pointer into what was sent; none means that it can be saved.",
  }),
  notices: Type.Array(exactly({ where: Type.String(), detail: Type.String() }), {
    description:
      "What is worth knowing and stops nothing: paths that no schema has, with how often the source sends them.",
  }),
  users: CheckedSection,
  groups: CheckedSection,
  whatWillChange: Type.String({ description: "The effect in a sentence, which says that it is a sample." }),
});
export type CheckedMapping = Static<typeof CheckedMapping>;

export const mappingRoutes = defineRoutes({
  getMapping: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/mapping",
    summary: "Reads the mapping in force.",
    permission: "read",
    answer: Mapping,
  },
  putMapping: {
    method: "PUT",
    path: "/source-applications/{sourceApplicationId}/mapping",
    summary: "Replaces the mapping; all faults are answered at once and nothing is saved then.",
    permission: "change",
    body: SentMapping,
    answer: Mapping,
  },
  checkMapping: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/mapping/check",
    summary:
      "Says what is wrong with a mapping and what it would change, on the latest users and groups; saves nothing.",
    permission: "read",
    body: SentMapping,
    answer: CheckedMapping,
  },
  listAttributePaths: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/attribute-paths",
    summary: "Lists the paths that a rule can read, of the schemas and of what the source sent, with samples.",
    permission: "read",
    query: exactly({
      resourceType: Type.Optional(Type.Enum(["User", "Group"], { description: "User where it is missing." })),
    }),
    answer: exactly({
      items: Type.Array(AttributePathCompletion),
      read: Type.Integer({ description: "Resources that were read: the latest, at most 500." }),
    }),
  },
});
