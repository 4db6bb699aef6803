import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Json, nullable, page, pageQuery, SentId } from "./values.ts";

export const Job = exactly({
  id: Id,
  sourceApplicationId: nullable(Id, "Null: of the organization as a whole."),
  sourceApplicationName: nullable(Type.String({ description: "What it is called, a deleted one too." })),
  kind: Type.String({ description: "What is done: apply-mapping and so on." }),
  title: Type.String({ description: "The same for people." }),
  state: Type.Enum(["queued", "running", "done", "failed", "cancelled"]),
  done: Type.Integer({ description: "How many people, groups or other things are done." }),
  total: nullable(Type.Integer(), "Of how many; null until it is known."),
  result: nullable(Type.Record(Type.String(), Json), "What came of it, by its kind."),
  problem: nullable(Type.String(), "Why it failed."),
  createdBy: Type.String({ description: "The actor." }),
  createdByName: nullable(Type.String({ description: "What they are called." })),
  createdAt: Instant,
  startedAt: nullable(Instant),
  modifiedAt: Instant,
  finishedAt: nullable(Instant),
});
export type Job = Static<typeof Job>;

const all = "/organizations/{organizationId}/jobs";
const one = `${all}/{jobId}` as const;

export const jobRoutes = defineRoutes({
  listJobs: {
    method: "GET",
    path: all,
    summary: "Lists what is or was done in the background, the newest first; what ended is kept for 90 days.",
    permission: "read",
    query: exactly({
      ...pageQuery(100),
      sourceApplicationId: Type.Optional(SentId),
    }),
    answer: page(Job),
  },
  getJob: { method: "GET", path: one, summary: "Reads a job: how far it is.", permission: "read", answer: Job },
  cancelJob: {
    method: "POST",
    path: `${one}/cancel`,
    summary: "Cancels a job: what it has done stays, and it goes no further.",
    permission: "change",
    answer: Job,
  },
});
