import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, nullable } from "./values.ts";

export const HealthState = Type.Enum(["waiting", "flowing", "observing", "paused", "refusing", "failing"], {
  description: "waiting: for the first call. failing: nothing gets through, or most of the last requests were refused.",
});
export type HealthState = Static<typeof HealthState>;

const day = Type.Array(Type.Integer(), { minItems: 24, maxItems: 24 });

export const CallSeries = exactly({
  since: Type.String({ format: "date-time", description: "The beginning of the first of 24 hours; the last is now." }),
  answered: day,
  refused: Type.Array(Type.Integer(), { minItems: 24, maxItems: 24, description: "4xx" }),
  failed: Type.Array(Type.Integer(), { minItems: 24, maxItems: 24, description: "5xx" }),
});
export type CallSeries = Static<typeof CallSeries>;

export const ApplicationHealth = exactly({
  sourceApplicationId: Id,
  state: HealthState,
  since: Instant,
  sentence: Type.String({ description: "Why it is so." }),
  attention: Type.Boolean({
    description: "Somebody should look: a conflict, a held change, a token that ends soon, silence for days.",
  }),
  lastCall: nullable(
    exactly({
      at: Instant,
      method: Type.String(),
      path: Type.String(),
      status: Type.Integer(),
      userAgent: nullable(Type.String()),
      client: nullable(Type.String(), "The client that the User-Agent belongs to, by name."),
    }),
  ),
  calls: CallSeries,
  errors: Type.Integer({ description: "Refused and failed requests of these 24 hours." }),
  conflicts: Type.Integer({ description: "1,000 stands for as many or more." }),
  held: Type.Integer({ description: "Changes that the guard holds; 1,000 stands for as many or more." }),
  tokenExpiresAt: nullable(Instant, "When the first of its tokens ends; null where none does."),
});
export type ApplicationHealth = Static<typeof ApplicationHealth>;

export const ChecklistItem = exactly({
  step: Type.Enum(["token", "look-up", "first-user", "update", "deactivation", "groups"]),
  state: Type.Enum(["waiting", "done", "problem"]),
  at: nullable(Instant, "When it was done first."),
  client: nullable(Type.String(), "Who did it."),
  scimId: nullable(Id, "The resource that it was done to."),
});
export type ChecklistItem = Static<typeof ChecklistItem>;

export const ChecklistProblem = exactly({
  kind: Type.String({ description: "revoked-token, base-url, active-never-sent and so on." }),
  at: nullable(Instant),
  client: nullable(Type.String()),
  meaning: Type.String(),
  whatToDo: Type.String(),
  detail: nullable(Type.String(), "The sentence that was answered."),
  byStranger: Type.Boolean({
    description: "No token of the application came, so anybody may have caused it who knows its URL.",
  }),
});
export type ChecklistProblem = Static<typeof ChecklistProblem>;

export const Checklist = exactly({
  complete: Type.Boolean(),
  steps: Type.Array(ChecklistItem, { description: "Six, in their order." }),
  problems: Type.Array(ChecklistProblem, { description: "The newest first." }),
});
export type Checklist = Static<typeof Checklist>;

export const applicationHealthRoutes = defineRoutes({
  getApplicationHealth: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/health",
    summary: "Reads how a source is: its state with the reason, its last call, and its calls of 24 hours.",
    permission: "read",
    answer: ApplicationHealth,
  },
  listApplicationHealth: {
    method: "GET",
    path: "/organizations/{organizationId}/source-application-health",
    summary: "Lists how all source applications of an organization are, in the order of their creation.",
    permission: "read",
    answer: exactly({ items: Type.Array(ApplicationHealth), nextCursor: Type.Null() }),
  },
  getChecklist: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/checklist",
    summary: "Reads how far a source has come by what it has sent, and what is in its way.",
    permission: "read",
    answer: Checklist,
  },
});
