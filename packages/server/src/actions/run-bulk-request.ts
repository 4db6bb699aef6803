import { setImmediate as nextTurn } from "node:timers/promises";
import { dropBulkReferences, resolveBulkReferences } from "@rollcall/scim/messages/bulk-references.ts";
import type { BulkOperation, BulkRequest, BulkTarget } from "@rollcall/scim/messages/bulk-request.ts";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { type OperationOrder, orderBulkOperations } from "../domain/bulk-order.ts";
import { uniqueNames } from "../domain/unique-value.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { createResource } from "./create-resource.ts";
import { deleteResource } from "./delete-resource.ts";
import { patchResource } from "./patch-resource.ts";
import { replaceResource } from "./replace-resource.ts";
import type { WriteResult } from "./stored-resource.ts";

/** What became of one operation of a bulk job. */
export interface BulkOutcome {
  readonly operation: BulkOperation;
  /** Undefined for an endpoint that there is not. */
  readonly type: ResourceType | undefined;
  readonly resourceId: string | undefined;
  readonly outcome: WriteResult | ScimError;
}

/** What the face adds to a bulk job. */
export interface BulkFace {
  readonly resourceTypes: readonly ResourceType[];
  /** What an operation's `version` demands, as If-Match does. */
  readonly precondition: (version: string) => (found: number) => void;
  /** What an error that an operation threw is answered with. */
  readonly refusalOf: (error: unknown) => ScimError;
}

/** Operations under way at once; their writes share statements. */
const atOnce = 64;

/**
 * Carries out a bulk job (RFC 7644 section 3.7): as much at once as comes to the same as one operation after the other.
 * Each operation is a change of its own: one that fails does not undo another. After `failOnErrors` errors nothing more
 * is begun.
 *
 * @returns the operations that were carried out, in the order of the request
 */
export async function runBulkRequest(
  deps: ActionDeps,
  request: ProvisioningRequest,
  bulk: BulkRequest,
  face: BulkFace,
): Promise<BulkOutcome[]> {
  // Reading, ordering and beginning a large job are each a turn of their own: other requests wait for the longest alone.
  await nextTurn();
  const orders = orderBulkOperations(bulk.operations, uniqueNamesOf(face.resourceTypes));
  await nextTurn();
  const job: Job = { deps, request, face, ids: new Map(), failed: new Set(), outcomes: new Map() };
  const waiting = bulk.operations.map((operation, index) => ({
    operation,
    index,
    order: orders[index] ?? unordered,
  }));
  const makers = new Set(bulk.operations.map(({ bulkId }) => bulkId));
  let errors = 0;
  const left = bulk.failOnErrors ?? Number.POSITIVE_INFINITY;
  while (waiting.length > 0 && errors < left) {
    // Together they cannot fail more often than is accepted, so that stopping is exact.
    const most = Math.min(atOnce, left - errors);
    const ready = takeReady(waiting, job.outcomes, most);
    const results = await Promise.all(ready.map((one) => carryOut(job, one, makers)));
    errors += results.filter((outcome) => outcome instanceof ScimError).length;
    await completeCircles(job, orders, bulk.operations);
    // Refusals wait for no database: without this a job of nothing else would keep all other requests waiting.
    await nextTurn();
  }
  return [...job.outcomes.entries()].sort(([a], [b]) => a - b).map(([, outcome]) => outcome);
}

function uniqueNamesOf(types: readonly ResourceType[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    types.flatMap((type) => {
      const names = uniqueNames(type);
      return names === undefined ? [] : [[type.endpoint, names] as const];
    }),
  );
}

interface Waiting {
  readonly operation: BulkOperation;
  readonly index: number;
  readonly order: OperationOrder;
}

interface Job {
  readonly deps: ActionDeps;
  readonly request: ProvisioningRequest;
  readonly face: BulkFace;
  /** bulkId -> id of what was created. */
  readonly ids: Map<string, string>;
  /** bulkIds of creates that failed. */
  readonly failed: Set<string>;
  readonly outcomes: Map<number, BulkOutcome>;
}

const unordered: OperationOrder = { after: new Set(), references: new Set(), circular: new Set() };

/** Takes the operations that wait for nothing any more, in the order of the request. */
function takeReady(waiting: Waiting[], done: ReadonlyMap<number, unknown>, most: number): Waiting[] {
  const ready: Waiting[] = [];
  for (const one of waiting) {
    if (ready.length === most) break;
    if ([...one.order.after].every((place) => done.has(place))) ready.push(one);
  }
  // An order always leaves one that waits for nothing; without it the job would stand still.
  if (ready.length === 0) ready.push(...waiting.slice(0, 1));
  for (const one of ready) waiting.splice(waiting.indexOf(one), 1);
  return ready;
}

async function carryOut(
  job: Job,
  { operation, index, order }: Waiting,
  makers: ReadonlySet<string | undefined>,
): Promise<WriteResult | ScimError> {
  const { target, bulkId } = operation;
  const type =
    target instanceof ScimError ? undefined : job.face.resourceTypes.find((one) => one.endpoint === target.endpoint);
  const outcome = await attempt(job, async () => {
    if (target instanceof ScimError) throw target;
    if (type === undefined) throw new ScimError(404, `There is no endpoint ${target.endpoint}`);
    checkReferences(job, order, makers);
    const data = target.data as JsonObject | undefined;
    const known = data && order.circular.size > 0 ? dropBulkReferences(data, order.circular) : data;
    return write(job, type, operation, target, resolveBulkReferences(known, job.ids));
  });
  if (target instanceof ScimError || target.method !== "POST" || bulkId === undefined) {
    // Only a create gives its bulkId an id.
  } else if (outcome instanceof ScimError) {
    job.failed.add(bulkId);
  } else {
    job.ids.set(bulkId, outcome.resourceId);
  }
  const resourceId = outcome instanceof ScimError ? targetId(job, target) : outcome.resourceId;
  job.outcomes.set(index, { operation, type, resourceId, outcome });
  return outcome;
}

/** @throws {ScimError} invalidValue for a bulkId that the job does not have, 409 for one whose create failed */
function checkReferences(job: Job, order: OperationOrder, makers: ReadonlySet<string | undefined>): void {
  for (const reference of order.references) {
    if (job.ids.has(reference) || order.circular.has(reference)) continue;
    if (!makers.has(reference)) {
      throw new ScimError(
        "invalidValue",
        `bulkId:${reference.slice(0, 100)}: no operation of the request has this bulkId`,
      );
    }
    throw new ScimError(409, `bulkId:${reference.slice(0, 100)}: the resource was not created`);
  }
}

function targetId(job: Job, target: BulkTarget | ScimError): string | undefined {
  return target instanceof ScimError || target.id === undefined ? undefined : resolveBulkReferences(target.id, job.ids);
}

function write(
  job: Job,
  type: ResourceType,
  operation: BulkOperation,
  target: BulkTarget,
  data: JsonObject | undefined,
): Promise<WriteResult> {
  const { deps } = job;
  const precondition = operation.version === undefined ? undefined : job.face.precondition(operation.version);
  const request: ProvisioningRequest = { ...job.request, precondition };
  const id = targetId(job, target) ?? "";
  switch (target.method) {
    case "POST":
      return createResource(deps, request, type, data);
    case "PUT":
      return replaceResource(deps, request, type, id, data);
    case "PATCH":
      return patchResource(deps, request, type, id, data);
    case "DELETE":
      return deleteResource(deps, request, type, id);
  }
}

/** Gives resources that refer to each other their references, once all of them are there (ROWN-15-03). */
async function completeCircles(
  job: Job,
  orders: readonly OperationOrder[],
  operations: readonly BulkOperation[],
): Promise<void> {
  for (const [index, done] of job.outcomes) {
    const circular = orders[index]?.circular ?? new Set();
    const target = operations[index]?.target;
    const { type, resourceId, outcome } = done;
    if (circular.size === 0 || completed.has(done) || target === undefined || target instanceof ScimError) continue;
    if (type === undefined || resourceId === undefined || outcome instanceof ScimError) continue;
    if (![...circular].every((reference) => job.ids.has(reference) || job.failed.has(reference))) continue;
    const kept = dropBulkReferences(target.data as JsonObject, job.failed);
    const data = resolveBulkReferences(kept, job.ids);
    const whole = await attempt(job, () => replaceResource(job.deps, job.request, type, resourceId, data));
    const now: BulkOutcome = { ...done, outcome: whole };
    completed.add(now);
    job.outcomes.set(index, now);
  }
}

const completed = new WeakSet<BulkOutcome>();

/** Does the work of one operation; what it throws is its outcome. */
async function attempt(job: Job, work: () => Promise<WriteResult>): Promise<WriteResult | ScimError> {
  try {
    return await work();
  } catch (error) {
    // Caught here because the operations of a job succeed and fail one by one (R7644-3.7-06).
    return error instanceof ScimError ? error : job.face.refusalOf(error);
  }
}
