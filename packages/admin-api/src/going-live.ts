import Type, { type Static } from "typebox";
import { Job } from "./jobs.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id } from "./values.ts";

const count = (description: string) => Type.Integer({ description });

export const GoingLiveCounts = exactly({
  people: exactly({
    created: count("People whom the directory does not have yet."),
    linked: count("Who are there already, and whom a match rule links."),
    returned: count("Leavers who get their directory user back."),
    changed: count("Who get other values."),
    disabled: count("Who are enabled and would not be any more; without those whom the guard holds."),
    binned: count("Who go to the recycle bin; without those whom the guard holds."),
    enabled: count("Who are disabled, or in the recycle bin, and come back."),
    held: count("From whom the source takes something away that the guard, or a protection, holds."),
    conflicts: count("For whom a person has to decide."),
  }),
  groups: exactly({
    created: count("Groups that the directory does not have yet."),
    returned: count("Groups that come out of the recycle bin."),
    changed: count("Groups that get other values."),
    binned: count("Groups that go to the recycle bin; without those that the guard holds."),
    held: count("Groups whose deletion the guard holds."),
  }),
  memberships: exactly({
    added: count("Memberships that come into force, of everybody above too."),
    removed: count("Memberships that end."),
  }),
});
export type GoingLiveCounts = Static<typeof GoingLiveCounts>;

export const GoingLivePreview = exactly({ id: Id, job: Job, counts: GoingLiveCounts });
export type GoingLivePreview = Static<typeof GoingLivePreview>;

const previews = "/source-applications/{sourceApplicationId}/going-live/previews" as const;

export const goingLiveRoutes = defineRoutes({
  previewGoingLive: {
    method: "POST",
    path: previews,
    summary: "Begins to count what an application that observes or is paused does when it goes live; changes nothing.",
    permission: "change",
    status: 201,
    answer: GoingLivePreview,
  },
  listGoingLivePreviews: {
    method: "GET",
    path: previews,
    summary: "Reads the latest preview of going live: how far it is, and what it has counted so far.",
    permission: "read",
    answer: exactly({
      items: Type.Array(GoingLivePreview, { maxItems: 1, description: "Empty where there was none." }),
      nextCursor: Type.Null(),
    }),
  },
});
