import { beforeAllIds } from "../domain/id.ts";
import { RollcallError } from "../domain/errors.ts";
import { countGoingLive, type GoingLiveCounts, type GoneAndLimits, nothingGoesLive } from "../domain/going-live.ts";
import { guardLimits } from "../domain/guard.ts";
import type { Job } from "../domain/job.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { countHeldLinks, countWaitingMemberships } from "../storage/read/going-live.ts";
import { countDepartures, countEnabledPeople } from "../storage/read/guard-counts.ts";
import { listJobsOfKind } from "../storage/read/jobs.ts";
import { findApplicationLinks, type LinkRow } from "../storage/read/open-links.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideLinkAgain } from "./decide-link-again.ts";
import type { JobHandler } from "./job-handler.ts";
import { startJob } from "./manage-jobs.ts";

export type GoingLiveJob = Job<"preview-going-live">;

const page = 200;
/** Resources that are decided side by side. */
const side = 16;

type Position = GoneAndLimits & {
  readonly type: "User" | "Group";
  readonly after: string;
  readonly counts: GoingLiveCounts;
};

const beginning = { type: "User", after: beforeAllIds } as const;

/**
 * Begins to count what an application does to the directory when it goes live; nothing is changed.
 *
 * @param createdBy the actor
 */
export function startPreviewingGoingLive(
  deps: ActionDeps,
  { organizationId, id }: { readonly organizationId: string; readonly id: string },
  createdBy: string,
): Promise<GoingLiveJob> {
  const job = { organizationId, sourceApplicationId: id, kind: "preview-going-live" as const, input: {}, createdBy };
  return startJob(deps, deps.database.pool, job);
}

/** The latest preview of an application. */
export async function latestGoingLivePreview(
  { database }: ActionDeps,
  { organizationId, id }: { readonly organizationId: string; readonly id: string },
): Promise<GoingLiveJob | undefined> {
  return (await listJobsOfKind(database.lists, organizationId, id, "preview-going-live", 1))[0];
}

/** What a preview has counted so far. */
export function goingLiveCountsOf(job: GoingLiveJob): GoingLiveCounts {
  const result = job.result as unknown as GoingLiveCounts | null;
  return result ?? (job.position as Position | null)?.counts ?? nothingGoesLive;
}

/**
 * Decides the next resources as `catchUpApplication` does, in its order, and keeps what that would write in numbers.
 * Each is decided by itself, on the directory of today.
 */
export const previewGoingLive: JobHandler<"preview-going-live"> = {
  async step(deps, job) {
    const { organizationId } = job;
    const id = job.sourceApplicationId ?? "";
    const application = await deps.settings.application(id);
    if (application === undefined) throw new RollcallError("source_application.not_found");
    const { reader, pool } = deps.database;
    const position = (job.position as Position | null) ?? {
      ...beginning,
      ...(await guardOf(deps, application)),
      counts: nothingGoesLive,
    };
    const total = job.total ?? (await countHeldLinks(pool, organizationId, id));
    const links = await findApplicationLinks(reader, organizationId, id, "held", position.after, page);
    const own = links.filter(({ resourceType }) => resourceType === position.type);
    let { counts, gone } = position;
    for (let at = 0; at < own.length; at += side) {
      const decided = await Promise.all(own.slice(at, at + side).map((link) => decide(deps, application, link)));
      for (const change of decided.flat()) {
        ({ counts, gone } = countGoingLive(counts, { ...position, gone }, change));
      }
    }
    const done = job.done + own.length;
    const last = links.at(-1)?.resourceId;
    if (links.length === page && last !== undefined) {
      return { position: { ...position, after: last, counts, gone }, done, total };
    }
    if (position.type === "User")
      return { position: { ...position, ...beginning, type: "Group", counts, gone }, done, total };
    return { result: { ...counts, memberships: await countWaitingMemberships(pool, organizationId, id) }, done };
  },
};

async function guardOf(deps: ActionDeps, { organizationId, id, guard }: CompiledApplication): Promise<GoneAndLimits> {
  const { lists } = deps.database;
  const [gone, people] = await Promise.all([
    countDepartures(lists, organizationId, id, deps.now()),
    countEnabledPeople(lists, organizationId, id),
  ]);
  return { gone, limits: guard.enabled ? guardLimits(guard, people + gone.departures) : undefined };
}

/** What bringing a resource into force would write. */
async function decide(
  deps: ActionDeps,
  application: CompiledApplication,
  link: LinkRow,
): Promise<readonly ProvisionedChange[]> {
  const told: ProvisionedChange[] = [];
  const writer: ActionDeps["writer"] = {
    write: async (change) => {
      told.push(change);
      return undefined;
    },
    written: () => {},
    waiting: 0,
  };
  // What the guard holds is counted in the order of the resources: here it lets everything through.
  const live: CompiledApplication = { ...application, mode: "live", guard: { ...application.guard, enabled: false } };
  await decideLinkAgain({ ...deps, writer }, live, link);
  return told;
}
