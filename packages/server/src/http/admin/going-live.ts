import type { GoingLivePreview, goingLiveRoutes } from "@rollcall/admin-api/going-live.ts";
import {
  goingLiveCountsOf,
  type GoingLiveJob,
  latestGoingLivePreview,
  startPreviewingGoingLive,
} from "../../actions/preview-going-live.ts";
import { actorOf } from "../../domain/principal.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";
import { presentJob } from "./jobs.ts";

export const goingLiveHandlers: HandlersOf<typeof goingLiveRoutes> = {
  previewGoingLive: async ({ deps, application, principal }) =>
    present(deps, await startPreviewingGoingLive(deps, application, actorOf(principal))),
  listGoingLivePreviews: async ({ deps, application }) => {
    const latest = await latestGoingLivePreview(deps, application);
    return { items: latest === undefined ? [] : [await present(deps, latest)], nextCursor: null };
  },
};

async function present(deps: AdminDeps, job: GoingLiveJob): Promise<GoingLivePreview> {
  return { id: job.id, job: await presentJob(deps, job), counts: goingLiveCountsOf(job) };
}
