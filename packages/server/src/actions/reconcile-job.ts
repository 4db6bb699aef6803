import { beforeAllIds } from "../domain/id.ts";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { CompiledRule } from "../domain/apply-mapping.ts";
import { compileMapping } from "../domain/compile-mapping.ts";
import { RollcallError } from "../domain/errors.ts";
import type { ExportedPerson } from "../domain/exported-person.ts";
import {
  compareHeldPerson,
  type Finding,
  type FindingCounts,
  heldValues,
  type HeldPerson,
  keysOf,
  missingPerson,
  noFindings,
} from "../domain/finding.ts";
import type { Job } from "../domain/job.ts";
import { defaultMapping } from "../domain/mapping.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import {
  countExportedPeople,
  findExportedPeople,
  listHeldPeople,
  listUnmetPeople,
} from "../storage/read/exported-people.ts";
import { countStoredResources } from "../storage/read/stored-resources.ts";
import { meetExportedPeople } from "../storage/write/exported-people.ts";
import { insertJobItems } from "../storage/write/job-items.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { JobHandler, JobStep } from "./job-handler.ts";
import { dropUpload } from "./start-reconciliation.ts";

const page = 500;
/** People who are compared before requests have their turn. */
const turn = 50;

export type ReconcileJob = Job<"reconcile">;

/** Where a reconciliation is: first everybody who is here, then who is left of the export, which is dropped at last. */
interface Position {
  readonly phase: "here" | "there" | "tidy";
  readonly after: string;
  readonly counts: FindingCounts;
  /** The attributes that are compared: those of the export that the source sends for anybody of the first page. */
  readonly fields: readonly string[] | null;
}

const beginning: Position = {
  phase: "here",
  after: beforeAllIds,
  counts: noFindings,
  fields: null,
};

/** What a reconciliation has found so far, and by what. */
export function foundBy(job: ReconcileJob): Pick<Position, "counts" | "fields"> {
  const { counts, fields } = (job.result ?? job.position ?? beginning) as unknown as Position;
  return { counts, fields };
}

/** Compares the next people; changes nothing but what the reconciliation itself keeps. */
export const reconcile: JobHandler<"reconcile"> = {
  async step(deps, job) {
    const application = await deps.settings.application(job.sourceApplicationId ?? "");
    if (application === undefined) throw new RollcallError("source_application.not_found");
    const position = (job.position as Position | null) ?? beginning;
    if (position.phase === "here") return compareHere(deps, job, application, position);
    if (position.phase === "there") return compareThere(deps, job, position);
    await dropUpload(deps, job.organizationId, job.id, () => true);
    const { counts, fields } = position;
    return { result: { counts, fields: fields ?? [] } };
  },
};

async function compareHere(
  deps: ActionDeps,
  job: ReconcileJob,
  application: CompiledApplication,
  position: Position,
): Promise<JobStep> {
  const { organizationId, id, input } = job;
  const { lists } = deps.database;
  const total = job.total ?? (await wholeOf(deps, job));
  const people = await listHeldPeople(lists, organizationId, application.id, position.after, page);
  const keys = people.map(({ resource }) => keysOf(resource, input.columns.key.attribute));
  const exported = await findExportedPeople(lists, organizationId, id, keys.flat());
  const rules = compileMapping({ ...defaultMapping, groups: [] }, [], application.resourceTypes).users;
  const { found, fields, met } = await comparePeople(people, keys, exported, rules, job, position);
  const counts = counted(position.counts, found, people.length - found.length);
  const next: Position =
    people.length === page
      ? { phase: "here", after: people.at(-1)?.scimId ?? "", counts, fields }
      : { phase: "there", after: "", counts, fields };
  return {
    position: next,
    done: job.done + people.length + met.length,
    total,
    async write(tx) {
      await insertJobItems(tx, organizationId, id, itemsOf(found));
      await meetExportedPeople(tx, organizationId, id, met);
    },
  };
}

/** Everybody on both sides. @throws {RollcallError} reconciliation.upload_lost */
async function wholeOf({ database }: ActionDeps, { organizationId, sourceApplicationId, id, input }: ReconcileJob) {
  const there = await countExportedPeople(database.lists, organizationId, id);
  // Compared with a part of them, the others would be gone.
  if (there !== input.people) throw new RollcallError("reconciliation.upload_lost");
  const here = await countStoredResources(database.lists, organizationId, sourceApplicationId ?? "", ["User"]);
  return there + here;
}

async function comparePeople(
  people: readonly HeldPerson[],
  keys: readonly (readonly string[])[],
  exported: ReadonlyMap<string, ExportedPerson>,
  rules: readonly CompiledRule[],
  { input }: ReconcileJob,
  position: Position,
) {
  const values = people.map(({ resource }) => heldValues(rules, resource));
  const fields =
    position.fields ??
    input.columns.compared
      .map(({ attribute }) => attribute)
      .filter((attribute) => values.some((one) => (one.get(attribute) ?? "") !== ""));
  const found: Finding[] = [];
  const met: string[] = [];
  for (const [index, person] of people.entries()) {
    if (index % turn === turn - 1) await nextTurn();
    const key = keys[index]?.find((one) => exported.has(one));
    if (key !== undefined) met.push(key);
    const there = key === undefined ? undefined : exported.get(key);
    const finding = compareHeldPerson(person, values[index] ?? new Map(), there, fields);
    if (finding !== undefined) found.push(finding);
  }
  return { found, fields, met };
}

async function compareThere(deps: ActionDeps, job: ReconcileJob, position: Position): Promise<JobStep> {
  const { organizationId, id } = job;
  const people = await listUnmetPeople(deps.database.lists, organizationId, id, position.after, page);
  const missing = people.filter(({ active }) => active !== false).map(missingPerson);
  const { fields } = position;
  const sum = counted(position.counts, missing, 0);
  const counts = { ...sum, notActive: sum.notActive + people.length - missing.length };
  const next: Position = {
    phase: people.length === page ? "there" : "tidy",
    after: people.at(-1)?.key ?? "",
    counts,
    fields,
  };
  return {
    position: next,
    done: job.done + people.length,
    write: (tx) => insertJobItems(tx, organizationId, id, itemsOf(missing)),
  };
}

function counted(counts: FindingCounts, found: readonly Finding[], same: number): FindingCounts {
  const sum: Record<keyof FindingCounts, number> = { ...counts, same: counts.same + same };
  for (const { kind } of found) sum[kind] += 1;
  return sum;
}

function itemsOf(found: readonly Finding[]) {
  return found.map((item) => ({ kind: item.kind, id: item.scimId ?? idOfPlace(item.place ?? 0), item }));
}

/** Somebody who is not here is told apart by the place in the export. */
function idOfPlace(place: number): string {
  return `00000000-0000-7000-8000-${place.toString(16).padStart(12, "0")}`;
}
