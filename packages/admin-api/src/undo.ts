import Type, { type Static } from "typebox";
import { Job } from "./jobs.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Json, nullable, page, pageQuery } from "./values.ts";

const value = {
  attribute: Type.String({ description: "A directory attribute, `status`, or `member` for a membership." }),
  label: Type.String({ description: "The same for people; of a membership what the group is called." }),
  directoryGroupId: nullable(Id, "Of a membership."),
  from: Json,
  to: Json,
};

export const ReversedChange = exactly(value);
export type ReversedChange = Static<typeof ReversedChange>;

export const LeftChange = exactly({
  ...value,
  because: Type.Enum([
    "changed-since",
    "linked-since",
    "held-by-administrator",
    "legal-hold",
    "resource-gone",
    "erased",
  ]),
  since: nullable(
    Type.Object(
      { id: Id, actor: Type.String(), actorName: nullable(Type.String()), occurredAt: Instant },
      { additionalProperties: false, description: "The event that stands against it." },
    ),
  ),
});
export type LeftChange = Static<typeof LeftChange>;

/** What an undo does, or would do, to one person or group. */
export const Reversal = exactly({
  kind: Type.Enum(["user", "group"]),
  id: Id,
  name: nullable(Type.String({ description: "What the person or group is called today." })),
  reversed: Type.Array(ReversedChange, { description: "What comes back: from what it is now to what it was." }),
  left: Type.Array(LeftChange, { description: "What stays as it is, and why." }),
});
export type Reversal = Static<typeof Reversal>;

const window = {
  from: Type.String({ format: "date-time", description: "What happened at this instant is undone." }),
  until: Type.String({ format: "date-time", description: "What happened at this instant is not." }),
};

const application = "/source-applications/{sourceApplicationId}/undo" as const;
const job = "/organizations/{organizationId}/jobs/{jobId}/reversals" as const;

export const undoRoutes = defineRoutes({
  previewUndo: {
    method: "POST",
    path: `${application}/preview`,
    summary: "Begins to say what an undo of all that an application did within a window would do: a job.",
    permission: "change",
    body: exactly(window),
    status: 201,
    answer: Job,
  },
  undo: {
    method: "POST",
    path: application,
    summary:
      "Begins to take back what an application did within a window: a job. What comes back stays until the source changes it.",
    permission: "change",
    body: exactly({ ...window, reason: Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" }) }),
    status: 201,
    answer: Job,
  },
  listReversals: {
    method: "GET",
    path: job,
    summary: "Lists whom an undo or its preview concerns, and field by field what becomes of them.",
    permission: "read",
    query: exactly({ ...pageQuery(500), kind: Type.Optional(Type.Enum(["user", "group"])) }),
    answer: page(Reversal),
  },
  exportReversals: {
    method: "GET",
    path: `${job}/export.csv`,
    summary: "Answers the same as CSV, one line for each value.",
    permission: "read",
    answerType: "text/csv",
  },
});
