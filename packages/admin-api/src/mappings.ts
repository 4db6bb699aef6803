import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly } from "./values.ts";

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
});
