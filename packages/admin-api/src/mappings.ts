import Type, { type Static } from "typebox";
import { Job } from "./jobs.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Json, nullable, SentId } from "./values.ts";

/** @param leastPaths none where those that have a problem are left out */
const ruleSource = (leastPaths: number) =>
  exactly({
    paths: Type.Optional(
      Type.Array(Type.String({ maxLength: 1000 }), {
        minItems: leastPaths,
        maxItems: 20,
        description: "SCIM attribute paths; the first that has a value wins.",
      }),
    ),
    constant: Type.Optional(
      Type.Union([Json], { description: "The same value for everybody, of the directory attribute's type." }),
    ),
    expression: Type.Optional(
      Type.String({ maxLength: 4096, description: "A CEL expression over the resource: docs/mapping.md." }),
    ),
  });
const source = ruleSource(1);
const apply = Type.Enum(["always", "whenCreating", "neverOverwrite"], {
  description:
    "whenCreating: only for somebody whom this source creates. neverOverwrite: only where the directory has no value.",
});
const whenMissing = Type.Enum(["clear", "keep", "default"], {
  description: "What becomes of the attribute when nothing arrives.",
});
const defaultValue = Type.Union([Json], { description: "With whenMissing default: what stands for nothing." });
const merge = Type.Boolean({
  description: "Of an attribute with several values: those of several sources that merge are put together.",
});
export type RuleSource = Static<typeof source>;

const attribute = Type.String({ maxLength: 100, description: "A directory attribute's name." });

export const MappingRule = exactly({
  attribute,
  label: Type.String({ description: "The directory attribute as the console names it." }),
  source,
  required: Type.Boolean({ description: "A required rule cannot be removed; its source can be changed." }),
  apply,
  whenMissing,
  default: Type.Optional(defaultValue),
  merge,
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
  apply: Type.Optional(apply),
  whenMissing: Type.Optional(whenMissing),
  default: Type.Optional(defaultValue),
  merge: Type.Optional(merge),
});

const sentMapping = {
  version: Type.Optional(Type.Integer({ description: "Saved only when this is the present version." })),
  users: Type.Array(SentRule, { maxItems: 200 }),
  groups: Type.Array(SentRule, { maxItems: 200 }),
};

export const SentMapping = exactly(sentMapping);
export type SentMapping = Static<typeof SentMapping>;

/** UTF-16 units of a pasted payload. */
export const mostPayload = 65_536;

const typeName = Type.Enum(["User", "Group"]);

/** Whom a check shows values for. */
const MappingExample = Type.Object(
  {
    resourceType: typeName,
    scimId: Type.Optional(SentId),
    text: Type.Optional(
      Type.String({
        maxLength: mostPayload,
        description: "What the source would POST, as JSON of at most 16 levels. It is read, and stored nowhere.",
      }),
    ),
  },
  {
    additionalProperties: false,
    description:
      "Whom the values of rules are shown for, either a resource that is stored or a payload; the latest one where it is missing.",
  },
);
export type MappingExample = Static<typeof MappingExample>;

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

const sources = Type.Array(Type.String(), { description: "Paths, or the constant or the expression in words." });
const valueChange = exactly({ attribute: Type.String(), label: Type.String(), from: Json, to: Json });
const CheckedSection = exactly({
  rules: Type.Array(
    exactly({
      attribute: Type.String(),
      label: Type.String(),
      required: Type.Boolean(),
      source: ruleSource(0),
      apply,
      whenMissing,
      default: Type.Optional(defaultValue),
      merge,
      sample: nullable(
        exactly({ value: Json, path: Type.String() }),
        "What the rule gives for the example or the latest resource, and by which path, or (constant) or (expression).",
      ),
      reason: nullable(Type.String(), "Why an expression gives it no value."),
    }),
    { description: "In the order in which they were sent, as they would be saved, without paths that have a problem." },
  ),
  changes: Type.Array(
    exactly({
      attribute: Type.String(),
      label: Type.String(),
      change: Type.Enum(["added", "removed", "changed"]),
      before: nullable(sources),
      after: nullable(sources),
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
  problems: Type.Array(
    exactly({
      code: Type.String(),
      where: Type.String(),
      detail: Type.String(),
      range: nullable(
        exactly({ start: Type.Integer(), end: Type.Integer() }),
        "Of an expression: from which of its characters, counted from 0, to before which.",
      ),
    }),
    { description: "Each with its position as a JSON pointer into what was sent; none means that it can be saved." },
  ),
  notices: Type.Array(exactly({ where: Type.String(), detail: Type.String() }), {
    description:
      "What is worth knowing and stops nothing: paths that no schema has, with how often the source sends them.",
  }),
  example: nullable(
    exactly({
      resourceType: typeName,
      name: nullable(Type.String({ description: "Its userName or displayName." })),
      problem: nullable(Type.String(), "Why it cannot be read; no values are shown then."),
      notKept: Type.Array(Type.String(), {
        description: "Paths of the payload that nothing keeps: no rule reads them.",
      }),
    }),
    "Null: none was sent.",
  ),
  users: CheckedSection,
  groups: CheckedSection,
  whatWillChange: Type.String({ description: "The effect in a sentence, which says that it is a sample." }),
});
export type CheckedMapping = Static<typeof CheckedMapping>;

const ExpressionName = exactly({
  name: Type.String({ description: "An attribute's path, such as emails[0].value, or a function with its arguments." }),
  type: Type.String({ description: "As CEL names it: string, list<emails>; of a function what it gives." }),
  description: Type.String(),
});
export type ExpressionName = Static<typeof ExpressionName>;

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
  applyMapping: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/mapping/apply",
    summary: "Begins to map everybody again by the mapping in force, from what the source wrote last: a job.",
    permission: "change",
    status: 201,
    answer: Job,
  },
  checkMapping: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/mapping/check",
    summary:
      "Says what is wrong with a mapping and what it would change, on the latest users and groups or on a payload; saves nothing.",
    permission: "read",
    body: exactly({ ...sentMapping, example: Type.Optional(MappingExample) }),
    answer: CheckedMapping,
  },
  listExpressionNames: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/expression-names",
    summary: "Lists the attributes and functions that a rule's expression can use.",
    permission: "read",
    query: exactly({
      resourceType: Type.Optional(Type.Enum(["User", "Group"], { description: "User where it is missing." })),
    }),
    answer: exactly({ attributes: Type.Array(ExpressionName), functions: Type.Array(ExpressionName) }),
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
