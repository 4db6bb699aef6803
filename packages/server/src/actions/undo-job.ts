import { RollcallError } from "../domain/errors.ts";
import type { Job, JobInputs } from "../domain/job.ts";
import { countReversed, type UndoCounts } from "../domain/undo-counts.ts";
import { listMappingVersions } from "../storage/read/mapping-versions.ts";
import { sumJobItems } from "../storage/read/job-items.ts";
import { countEventsBetween } from "../storage/read/undo-events.ts";
import { insertJobItems } from "../storage/write/job-items.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { JobHandler, JobStep } from "./job-handler.ts";
import { startJob } from "./manage-jobs.ts";
import { type ReversedBatch, undoBatch, type Where, windowIds } from "./undo-window.ts";

type UndoJob = Job<"preview-undo"> | Job<"undo">;

const longestDays = 31;
/** Versions of a mapping that are looked through for those that were saved within a window. */
const versions = 50;

/** What an application did, and between which instants. */
export interface UndoRequest {
  readonly from: string;
  readonly until: string;
}

/**
 * Begins to say what an undo would do.
 *
 * @throws {RollcallError} undo.invalid_window
 */
export function startPreview(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  window: UndoRequest,
  createdBy: string,
): Promise<Job> {
  return start(deps, application, "preview-undo", checkWindow(window, deps.now()), createdBy);
}

/**
 * Begins to take back what an application did within a window.
 *
 * @throws {RollcallError} undo.invalid_window
 */
export function startUndo(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  { reason, ...window }: UndoRequest & { readonly reason: string },
  createdBy: string,
): Promise<Job> {
  return start(deps, application, "undo", { ...checkWindow(window, deps.now()), reason }, createdBy);
}

function start<Kind extends UndoJob["kind"]>(
  deps: ActionDeps,
  { organizationId, id }: { readonly organizationId: string; readonly id: string },
  kind: Kind,
  input: JobInputs[Kind],
  createdBy: string,
): Promise<Job> {
  const given = { organizationId, sourceApplicationId: id, kind, input, createdBy };
  return startJob(deps, deps.database.pool, given);
}

/** What is still to come cannot be undone: a window ends at the latest now. */
function checkWindow({ from, until }: UndoRequest, now: string): UndoRequest {
  const [begin, end] = [Date.parse(from), Math.min(Date.parse(until), Date.parse(now))];
  if (begin >= end) {
    throw new RollcallError("undo.invalid_window", `The window begins at ${from} and ends at ${until}`);
  }
  if (end - begin > longestDays * 86_400_000) {
    throw new RollcallError("undo.invalid_window", `Expected at most ${longestDays} days, found ${from} to ${until}`);
  }
  return { from: new Date(begin).toISOString(), until: new Date(end).toISOString() };
}

function windowOf(job: UndoJob): Where {
  const { organizationId, sourceApplicationId, input } = job;
  return { organizationId, sourceApplicationId: sourceApplicationId ?? "", from: input.from, until: input.until };
}

function positionOf(job: UndoJob): string {
  return typeof job.position === "string" ? job.position : windowIds(windowOf(job)).after;
}

async function previewStep(deps: ActionDeps, job: Job<"preview-undo">): Promise<JobStep> {
  const batch = await undoBatch(deps, windowOf(job), positionOf(job));
  return afterBatch(deps, job, batch);
}

/** What a batch is to do is kept before it is done: a crash in the middle loses none of it. */
async function undoStep(deps: ActionDeps, job: Job<"undo">): Promise<JobStep> {
  const window = windowOf(job);
  const after = positionOf(job);
  const planned = await undoBatch(deps, window, after);
  await insertJobItems(deps.database.pool, job.organizationId, job.id, itemsOf(planned));
  await undoBatch(deps, window, after, { by: job.createdBy, reason: job.input.reason, at: deps.now() });
  return afterBatch(deps, job, { ...planned, items: [] });
}

async function afterBatch(deps: ActionDeps, job: UndoJob, batch: ReversedBatch): Promise<JobStep> {
  const { organizationId, id } = job;
  const { pool, lists } = deps.database;
  const done = job.done + batch.looked;
  if (batch.next !== undefined) {
    const { after, below } = windowIds(windowOf(job));
    const total = job.total ?? (await countEventsBetween(lists, organizationId, after, below));
    return {
      position: batch.next,
      done,
      total,
      write: (tx) => insertJobItems(tx, organizationId, id, itemsOf(batch)),
    };
  }
  await insertJobItems(pool, organizationId, id, itemsOf(batch));
  return { result: await resultOf(deps, job), done };
}

function itemsOf({ items }: ReversedBatch) {
  return items.map((item) => ({ kind: item.kind, id: item.id, item: { ...item, counts: countReversed(item) } }));
}

/** What the whole came to, and which mappings were saved within the window: they stay in force. */
async function resultOf({ database }: ActionDeps, job: UndoJob) {
  const { organizationId, sourceApplicationId, id } = job;
  const [sums, mappings] = await Promise.all([
    sumJobItems(database.lists, organizationId, id),
    listMappingVersions(database.lists, organizationId, sourceApplicationId ?? "", 2_147_483_647, versions),
  ]);
  const { from, until } = windowOf(job);
  const saved = mappings.filter(({ savedAt }) => savedAt >= from && savedAt < until).map(({ version }) => version);
  const none: UndoCounts = { reversed: 0, unchanged: 0, values: 0, statuses: 0, memberships: 0, binned: 0, left: 0 };
  return {
    people: { ...none, ...sums.get("user") },
    groups: { ...none, ...sums.get("group") },
    mappingVersions: saved.sort((a, b) => a - b),
  };
}

export const previewUndo: JobHandler<"preview-undo"> = { step: previewStep };
export const undo: JobHandler<"undo"> = { step: undoStep };
