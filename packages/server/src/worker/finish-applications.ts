import type { ActionDeps } from "../actions/action-deps.ts";
import { dropOldBookmarks } from "../actions/bookmark-list.ts";
import { carryOutHeldDecisions } from "../actions/carry-out-held-decisions.ts";
import { catchUpApplication } from "../actions/catch-up-application.ts";
import { expireOverrides } from "../actions/expire-overrides.ts";
import { rereadResources } from "../actions/reread-resources.ts";
import { settlePeople } from "../actions/settle-people.ts";
import { takeLadderSteps } from "../actions/take-ladder-steps.ts";
import { idAt } from "../domain/id.ts";
import type { Log } from "../log.ts";
import { findApplicationsBehindSchemas } from "../storage/read/application-schemas.ts";
import { findUnfinishedApplications } from "../storage/read/unfinished-applications.ts";

/** Work that administrators' decisions leave behind, done in the background. */
export interface FinishingWorker {
  /** Does now, whoever leads, what is left; resolves when nothing is. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

const everyMilliseconds = 1_000;
const bookmarksMilliseconds = 600_000;
/** Longer than a node trusts what it read of an application's schemas: what it stores afterwards is read by the new ones. */
const schemasMilliseconds = 2_000;
/** Longer than a request takes from its id to its commit. */
const lateMilliseconds = 120_000;

/**
 * Starts the worker that brings applications to where an administrator wants them: resumed ones catch up, deleted ones
 * settle their people, resources are read by schemas that changed; overrides and bookmarks whose time has come end, and leavers go down the ladder of their policy. The node that leads does it; where two do for a moment, nothing is done
 * twice, because every write is decided on what it finds.
 */
export function startFinishingApplications(deps: ActionDeps, log: Log, leads: () => boolean): FinishingWorker {
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  /** Deletions of applications whose people are settled, but for those whom a request brings that began before. */
  const settled = new Set<string>();
  let bookmarksDropped = Number.NEGATIVE_INFINITY;

  async function finish(): Promise<void> {
    if (stopped) return;
    try {
      for (let page = await findUnfinishedApplications(deps.database.reader); page.length > 0; ) {
        for (const { organizationId, id, peopleFate, deletedAt } of page) {
          if (peopleFate !== null) {
            const from =
              settled.has(id) && deletedAt !== null ? idAt(deletedAt.getTime() - lateMilliseconds) : undefined;
            await settlePeople(deps, organizationId, id, peopleFate, from);
            settled.add(id);
          }
          const application = await deps.settings.application(id);
          if (application?.mode === "live") await catchUpApplication(deps, application);
        }
        page = await findUnfinishedApplications(deps.database.reader, page.at(-1));
      }
      const until = new Date(Date.parse(deps.now()) - schemasMilliseconds).toISOString();
      for (const behind of await findApplicationsBehindSchemas(deps.database.reader, until)) {
        await rereadResources(deps, behind);
      }
      await carryOutHeldDecisions(deps);
      await expireOverrides(deps);
      await takeLadderSteps(deps);
      if (performance.now() - bookmarksDropped >= bookmarksMilliseconds) {
        await dropOldBookmarks(deps);
        bookmarksDropped = performance.now();
      }
    } catch (error) {
      // What is left stands in the database: the next run takes it up.
      if (!stopped) log.warn({ reason: (error as Error).message }, "applications could not be finished, trying again");
    }
  }

  function run(): Promise<void> {
    running = running.then(finish);
    return running;
  }

  const timer = setInterval(() => {
    if (leads()) void run();
  }, everyMilliseconds);
  timer.unref();
  return {
    run,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
