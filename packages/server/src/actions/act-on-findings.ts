import { ScimError } from "@rollcall/scim/scim-error.ts";
import { userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { patchOpUrn } from "@rollcall/scim/urns.ts";
import { RollcallError } from "../domain/errors.ts";
import { type ActedOn, actionKinds, type FindingAction } from "../domain/finding.ts";
import type { Job } from "../domain/job.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { countFindings, listFindings, type StoredFinding } from "../storage/read/findings.ts";
import { findUserContext } from "../storage/read/user-contexts.ts";
import { markFindings } from "../storage/write/findings.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { deleteResource } from "./delete-resource.ts";
import type { JobHandler } from "./job-handler.ts";
import { startJob } from "./manage-jobs.ts";
import { patchResource } from "./patch-resource.ts";
import { type AskedFindings, filterOf, foundReconciliation } from "./read-reconciliations.ts";

const page = 64;

type ActJob = Job<"act-on-findings">;

/** What an administrator does about findings, and to how many people as they saw it. */
export interface ActRequest {
  readonly action: FindingAction;
  readonly people: number;
  readonly reason: string;
  readonly asked: AskedFindings;
}

/**
 * Begins to do in the source's place what it did not: a job. What an administrator chose passes the guard, so the number
 * of people has to be said.
 *
 * @throws {RollcallError} reconciliation.not_found, reconciliation.not_done, reconciliation.not_confirmed
 */
export async function startActing(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  reconciliationId: string,
  { action, people, reason, asked }: ActRequest,
  createdBy: string,
): Promise<ActJob> {
  const { organizationId, id } = application;
  const { pool, lists } = deps.database;
  const { state } = await foundReconciliation(deps, application, reconciliationId);
  if (state !== "done") throw new RollcallError("reconciliation.not_done", `It is ${state}`);
  const kinds = actionKinds[action].filter((kind) => asked.kinds?.includes(kind) ?? true);
  const filter = filterOf({ ...asked, kinds });
  const concerned = await countFindings(lists, organizationId, reconciliationId, filter);
  if (concerned !== people || concerned === 0) {
    throw new RollcallError("reconciliation.not_confirmed", `Expected people: ${concerned}, found ${people}`);
  }
  const input = { reconciliationId, action, reason, kinds, ids: asked.ids ?? null, search: filter.search ?? null };
  return startJob(deps, pool, {
    organizationId,
    sourceApplicationId: id,
    kind: "act-on-findings",
    input,
    total: concerned,
    createdBy,
  });
}

/** Counts for each action the people whom nobody has acted on. */
export async function countOpen(
  { database }: Pick<ActionDeps, "database">,
  { organizationId, id }: Job,
): Promise<Record<FindingAction, number>> {
  const count = (action: FindingAction) =>
    countFindings(database.lists, organizationId, id, { kinds: actionKinds[action] });
  const [deactivate, remove] = await Promise.all([count("deactivate"), count("delete")]);
  return { deactivate, delete: remove };
}

interface Position {
  readonly kind: string;
  readonly id: string;
}

/** What is to be done to a batch is noted before it is done: whoever is met in that state once more had it done. */
export const actOnFindings: JobHandler<"act-on-findings"> = {
  async step(deps, job) {
    const { organizationId, id: jobId, input } = job;
    const application = await deps.settings.application(job.sourceApplicationId ?? "");
    if (application === undefined) throw new RollcallError("source_application.not_found");
    const filter = { kinds: input.kinds, ids: input.ids ?? undefined, search: input.search ?? undefined };
    const after = (job.position as Position | null) ?? undefined;
    const { items, next } = await listFindings(
      deps.database.lists,
      organizationId,
      input.reconciliationId,
      filter,
      after,
      page,
    );
    const mine = items.filter(({ acted }) => acted === null || acted.jobId === jobId);
    const marked = mine.map((finding) => ({ ...finding, acted: begun(deps, job) }));
    await markFindings(deps.database.pool, organizationId, input.reconciliationId, marked);
    const ended = await Promise.all(mine.map((finding) => act(deps, application, job, finding)));
    const done = job.done + mine.length;
    const counts = counted((job.position as { counts?: Counts } | null)?.counts ?? {}, ended);
    const write = (tx: Parameters<typeof markFindings>[0]) =>
      markFindings(tx, organizationId, input.reconciliationId, ended);
    const [kind = "", id = ""] = next ?? [];
    return next === undefined
      ? { result: { outcomes: counts }, done, write }
      : { position: { kind, id, counts }, done, write };
  },
};

type Counts = Readonly<Record<string, number>>;

function counted(counts: Counts, ended: readonly { readonly acted: ActedOn }[]): Counts {
  const sum: Record<string, number> = { ...counts };
  for (const { acted } of ended) {
    const outcome = acted.outcome ?? "";
    sum[outcome] = (sum[outcome] ?? 0) + 1;
  }
  return sum;
}

function begun({ now }: ActionDeps, { id, input }: ActJob): ActedOn {
  return { jobId: id, action: input.action, at: now(), outcome: null, reason: null };
}

async function act(deps: ActionDeps, application: CompiledApplication, job: ActJob, finding: StoredFinding) {
  const { outcome, reason } = await doInstead(deps, application, job, finding);
  return { kind: finding.kind, id: finding.id, acted: { ...begun(deps, job), outcome, reason: reason ?? null } };
}

interface Done {
  readonly outcome: string;
  readonly reason?: string | undefined;
}

/** The source wrote the resource since it was compared. */
class ChangedSince extends Error {}

/** Writes what the source would have: what it does to the directory is decided as ever, by the policy. */
async function doInstead(
  deps: ActionDeps,
  application: CompiledApplication,
  { createdBy, input }: ActJob,
  { scimId, version, acted }: StoredFinding,
): Promise<Done> {
  const id = scimId ?? "";
  const { action, reason } = input;
  const context = await findUserContext(deps.database.reader, application.organizationId, application.id, id);
  // Interrupted after it was done and before it was noted.
  const again: Done | undefined = acted === null ? undefined : { outcome: "applied" };
  if (context === undefined) return again ?? { outcome: "unchanged", reason: "it is gone here, too" };
  if (action === "deactivate" && context.resource["active"] === false) {
    return (
      again ?? { outcome: "unchanged", reason: "the source says inactive already: something else keeps the person" }
    );
  }
  if (context.link.owning && (context.directoryUser?.protection ?? null) !== null) {
    return { outcome: "unchanged", reason: "the person is protected" };
  }
  const request: ProvisioningRequest = {
    application,
    exchangeId: null,
    by: { actor: createdBy, reason },
    precondition: (found) => {
      if (found !== version) throw new ChangedSince();
    },
  };
  try {
    return action === "delete"
      ? await deleteResource(deps, request, userResourceType, id)
      : await patchResource(deps, request, typeOf(application), id, inactive);
  } catch (error) {
    if (error instanceof ChangedSince) return { outcome: "unchanged", reason: "the source wrote it since" };
    if (error instanceof ScimError) return { outcome: "refused", reason: error.message };
    throw error;
  }
}

function typeOf({ resourceTypes }: CompiledApplication) {
  return resourceTypes.find(({ name }) => name === userResourceType.name) ?? userResourceType;
}

const inactive = { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "active", value: false }] };
