import Type, { type Static } from "typebox";
import { DirectoryUserStatus } from "./directory-statuses.ts";
import { Job } from "./jobs.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, nullable, page, pageQuery, SentId } from "./values.ts";

const KeyAttribute = Type.Enum(["userName", "externalId", "email"]);
const ExportOf = Type.Enum(["okta", "entra", "generic"], {
  description: "What the columns were recognised as; `generic` is anything else.",
});
const Key = exactly({
  column: Type.String(),
  attribute: KeyAttribute,
});
const Status = exactly({
  column: Type.String(),
  active: nullable(Type.Array(Type.String()), "What means active; null for the words that sources are known to write."),
});
const Compared = exactly({
  column: Type.String(),
  attribute: Type.String({ description: "A directory attribute." }),
  label: Type.String({ description: "The same for people." }),
});
const Format = Type.Enum(["csv", "json"]);

/** What the beginning of a file says about how it will be read. */
export const ExportColumns = exactly({
  format: Format,
  delimiter: nullable(Type.String(), "Of CSV."),
  columns: Type.Array(
    exactly({
      name: Type.String(),
      samples: Type.Array(Type.String(), { description: "Different values of the first people; at most five." }),
    }),
  ),
  exportOf: ExportOf,
  key: nullable(Key, "The column that people are found by; null: it has to be chosen."),
  status: nullable(Status, "Null: nothing says who is active, so everybody in the file is."),
  compared: Type.Array(Compared),
});
export type ExportColumns = Static<typeof ExportColumns>;

const count = (description: string) => Type.Integer({ description });
export const FindingCounts = exactly({
  gone: count("Still active here, and not in the export."),
  inactive: count("Still active here, and inactive in the export."),
  different: count("Active on both sides, with different values."),
  extra: count("Here, not active, and not in the export."),
  missing: count("Active in the export, and not here."),
  same: count("Nothing differs."),
  notActive: count("Not active in the export, and not here: nothing is missing."),
});
export type FindingCounts = Static<typeof FindingCounts>;

/** A source's own export beside what Rollcall holds for it. */
export const Reconciliation = exactly({
  id: Id,
  job: Job,
  fileName: nullable(Type.String()),
  format: Format,
  exportOf: ExportOf,
  key: Key,
  status: nullable(Status),
  compared: nullable(
    Type.Array(Compared),
    "Columns whose attribute the source sends for somebody; null until that is known.",
  ),
  ignored: Type.Array(Type.String(), { description: "Columns that are not compared; at most 100." }),
  people: count("People of the export."),
  counts: FindingCounts,
  open: nullable(
    exactly({ deactivate: Type.Integer(), delete: Type.Integer() }),
    "How many people each action concerns whom nobody has acted on; null in a list, and until it is done.",
  ),
});
export type Reconciliation = Static<typeof Reconciliation>;

const FindingKind = Type.Enum(["gone", "inactive", "different", "extra", "missing"]);
const FindingAction = Type.Enum(["deactivate", "delete"], {
  description: "What is done in the source's place: as if it had sent `active` false, or DELETE.",
});

/** One person on whom an export and Rollcall differ. */
export const Finding = exactly({
  id: Id,
  kind: FindingKind,
  name: nullable(Type.String()),
  userName: nullable(Type.String()),
  email: nullable(Type.String()),
  place: nullable(Type.Integer(), "Where in the export: the line of a CSV, or which person of a JSON list."),
  scimId: nullable(Id, "Null: not here."),
  directoryUserId: nullable(Id),
  status: nullable(DirectoryUserStatus, "In the directory, when it was compared."),
  changes: Type.Array(
    exactly({
      attribute: Type.String({ description: "A directory attribute, or `active`." }),
      label: Type.String({ description: "The same for people." }),
      there: Type.String({ description: "In the export; empty for nothing." }),
      here: Type.String({ description: "As the source wrote it to Rollcall; empty for nothing." }),
    }),
  ),
  acted: nullable(
    exactly({
      jobId: Id,
      action: FindingAction,
      at: Instant,
      outcome: nullable(Type.String({ description: "What became of it, as of any write; null while it is done." })),
      reason: nullable(Type.String()),
    }),
    "What an administrator did about it.",
  ),
});
export type Finding = Static<typeof Finding>;

const kinds = Type.Optional(
  Type.String({
    pattern: "^(gone|inactive|different|extra|missing)(,(gone|inactive|different|extra|missing))*$",
    description: "Only these kinds, comma-separated.",
  }),
);
const search = Type.Optional(
  Type.String({ maxLength: 200, description: "In a name, user name or e-mail address, in any case." }),
);
const attribute = Type.Optional(
  Type.String({ maxLength: 64, description: "Only those who differ in this attribute." }),
);

const all = "/source-applications/{sourceApplicationId}/reconciliations";
const one = `${all}/{reconciliationId}` as const;
/** What is sent to learn the columns of a file: its beginning. */
export const exportBeginning = 64 * 1024;

export const reconciliationRoutes = defineRoutes({
  readExportColumns: {
    method: "POST",
    path: `${all}/columns`,
    summary: "Says how an export would be read, from the first 64 KiB of the file; keeps nothing.",
    permission: "read",
    body: Type.String({ format: "binary" }),
    bodyType: "application/octet-stream",
    answer: ExportColumns,
  },
  createReconciliation: {
    method: "POST",
    path: all,
    summary:
      "Takes in a source's own export, CSV or a JSON list in UTF-8 of up to 1,000,000 people and 512 MiB, and begins to compare it with what the application holds: a job. Changes nobody.",
    permission: "change",
    query: exactly({
      fileName: Type.Optional(Type.String({ maxLength: 200 })),
      keyColumn: Type.Optional(
        Type.String({ maxLength: 500, description: "Remembered for the application, as the other three." }),
      ),
      keyAttribute: Type.Optional(KeyAttribute),
      statusColumn: Type.Optional(Type.String({ maxLength: 500, description: "Empty: there is none." })),
      activeValues: Type.Optional(
        Type.String({
          maxLength: 1_000,
          description: "What means active in it, comma-separated; all else is inactive.",
        }),
      ),
    }),
    body: Type.String({ format: "binary" }),
    bodyType: "application/octet-stream",
    status: 201,
    answer: Reconciliation,
  },
  listReconciliations: {
    method: "GET",
    path: all,
    summary: "Lists the latest reconciliations, the newest first: at most 20, each kept for seven days.",
    permission: "read",
    answer: exactly({ items: Type.Array(Reconciliation), nextCursor: Type.Null() }),
  },
  getReconciliation: {
    method: "GET",
    path: one,
    summary: "Reads a reconciliation: how far it is, and what it has found so far.",
    permission: "read",
    answer: Reconciliation,
  },
  listFindings: {
    method: "GET",
    path: `${one}/findings`,
    summary: "Lists on whom the export and Rollcall differ, field by field.",
    permission: "read",
    query: exactly({ ...pageQuery(500), kinds, search, attribute }),
    answer: page(Finding),
  },
  exportFindings: {
    method: "GET",
    path: `${one}/findings.csv`,
    summary: "Answers the same as CSV, one line for each value that differs; a cell that would run begins with '.",
    permission: "read",
    query: exactly({ kinds, search, attribute }),
    answerType: "text/csv",
  },
  actOnFindings: {
    method: "POST",
    path: `${one}/act`,
    summary:
      "Begins to do in the source's place what it did not, for people who are gone or inactive there: a job. The application's policy says what it does to them; the guard does not hold it.",
    permission: "change",
    body: exactly({
      action: FindingAction,
      people: Type.Integer({ minimum: 1, description: "How many this concerns; refused unless it is their number." }),
      reason: Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" }),
      findingIds: Type.Optional(
        Type.Array(SentId, { minItems: 1, maxItems: 1_000, description: "Only these; all where it is missing." }),
      ),
      kinds: Type.Optional(Type.Array(FindingKind, { minItems: 1 })),
      search,
    }),
    status: 201,
    answer: exactly({ job: Job, action: FindingAction, people: Type.Integer(), reason: Type.String() }),
  },
});
