import Type, { type Static } from "typebox";
import { Job } from "./jobs.ts";
import { SentMapping } from "./mappings.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Json, nullable, page, pageQuery } from "./values.ts";

const count = (description: string) => Type.Integer({ description });
const section = exactly({ changed: Type.Integer(), unchanged: Type.Integer() });

export const MappingPreview = exactly({
  id: Id,
  job: Job,
  mappingVersion: count("The version in force that the draft was compared with."),
  rules: Type.Array(Type.String(), { description: "How the draft differs from it, in sentences." }),
  counts: exactly({
    users: section,
    groups: section,
    already: count("Of the changed: those that the mapping in force would change as well, when it is applied."),
    undecided: count("Resources that wait for a person's decision; the mapping does nothing to them before."),
    becomeIncomplete: count("People for whom a required value begins to be missing."),
    becomeComplete: count("People for whom none is missing any more."),
    departures: count("Enabled people who would not be any more; the guard may hold some of them."),
    attributes: Type.Array(
      exactly({
        attribute: Type.String(),
        label: Type.String(),
        given: count("There was no value before."),
        changed: Type.Integer(),
        taken: count("There is no value any more."),
      }),
      { description: "Those that change, the most often changed first." },
    ),
  }),
});
export type MappingPreview = Static<typeof MappingPreview>;

export const MappingDifference = exactly({
  resourceType: Type.Enum(["User", "Group"]),
  scimId: Id,
  directoryId: nullable(Id, "Null: not in the directory yet."),
  name: nullable(Type.String()),
  userName: nullable(Type.String()),
  changes: Type.Array(
    exactly({
      attribute: Type.String(),
      label: Type.String(),
      from: Json,
      to: Json,
      already: Type.Boolean({ description: "The mapping in force makes the same of it when it is applied." }),
    }),
  ),
  becomes: nullable(Type.Enum(["incomplete", "complete"])),
  missing: Type.Array(Type.String(), { description: "Required attributes without a value then." }),
});
export type MappingDifference = Static<typeof MappingDifference>;

const filter = {
  search: Type.Optional(Type.String({ maxLength: 200, description: "In a name or user name." })),
  resourceType: Type.Optional(Type.Enum(["User", "Group"])),
  attribute: Type.Optional(Type.String({ maxLength: 64, description: "Only those for whom this attribute changes." })),
  becomes: Type.Optional(Type.Enum(["incomplete", "complete"])),
};

const all = "/source-applications/{sourceApplicationId}/mapping/previews";
const one = `${all}/{mappingPreviewId}` as const;

export const mappingPreviewRoutes = defineRoutes({
  createMappingPreview: {
    method: "POST",
    path: all,
    summary: "Begins to tell what a mapping would do to everybody if it were saved and applied; saves nothing: a job.",
    permission: "change",
    body: SentMapping,
    status: 201,
    answer: MappingPreview,
  },
  listMappingPreviews: {
    method: "GET",
    path: all,
    summary: "Lists the latest previews of the application's mapping, the newest first; at most four are kept.",
    permission: "read",
    answer: exactly({ items: Type.Array(MappingPreview), nextCursor: Type.Null() }),
  },
  getMappingPreview: {
    method: "GET",
    path: one,
    summary: "Reads a preview: how far it is, and what it has counted so far.",
    permission: "read",
    answer: MappingPreview,
  },
  listMappingDifferences: {
    method: "GET",
    path: `${one}/differences`,
    summary: "Lists whom a draft changes, with each value before and after.",
    permission: "read",
    query: exactly({ ...pageQuery(500), ...filter }),
    answer: page(MappingDifference),
  },
  exportMappingDifferencesAsCsv: {
    method: "GET",
    path: `${one}/differences.csv`,
    summary: "Writes whom a draft changes as CSV: a line for each value.",
    permission: "read",
    query: exactly(filter),
    answerType: "text/csv",
  },
  exportMappingDifferencesAsJson: {
    method: "GET",
    path: `${one}/differences.ndjson`,
    summary: "Writes whom a draft changes as JSON, a person or group on each line.",
    permission: "read",
    query: exactly(filter),
    answerType: "application/x-ndjson",
  },
});
