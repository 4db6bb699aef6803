import { chooseColumns, type ChosenColumns, type ExportColumns } from "../domain/export-columns.ts";
import { type ExportedPerson, type OpenedExport, readExportedPerson, whereIs } from "../domain/exported-person.ts";
import { type Problem, RollcallError } from "../domain/errors.ts";
import type { Job } from "../domain/job.ts";
import { findExportColumns, findExportedPeople } from "../storage/read/exported-people.ts";
import { dropExportedPeople, insertExportedPeople, rememberExportColumns } from "../storage/write/exported-people.ts";
import type { ActionDeps } from "./action-deps.ts";
import { startJob } from "./manage-jobs.ts";

/** People of one export. */
const mostPeople = 1_000_000;
const batchSize = 1_000;
const maxProblems = 20;

/** What an administrator sent to be compared. */
export interface SentExport {
  readonly opened: OpenedExport;
  readonly chosen: ChosenColumns;
  readonly fileName: string | null;
}

/**
 * Takes in an export and begins to compare it with what the application holds: a job. The export is read as it comes, a
 * batch at a time; one that is refused leaves nothing.
 *
 * @param most people of an export, at most
 * @throws {RollcallError} reconciliation.columns, reconciliation.invalid_export, reconciliation.too_large
 */
export async function startReconciliation(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  { opened, chosen, fileName }: SentExport,
  createdBy: string,
  most = mostPeople,
): Promise<Job<"reconcile">> {
  const { organizationId, id } = application;
  const { pool, lists } = deps.database;
  const columns = chooseColumns(opened.columns, chosen, await findExportColumns(lists, organizationId, id));
  const reconciliationId = deps.newId();
  try {
    const people = await takeIn(deps, organizationId, reconciliationId, opened, columns, most);
    await rememberExportColumns(pool, organizationId, id, columns);
    const { format } = opened;
    return await startJob({ ...deps, newId: () => reconciliationId }, pool, {
      organizationId,
      sourceApplicationId: id,
      kind: "reconcile",
      input: { fileName, format, columns, ignored: ignoredColumns(opened.columns, columns), people },
      createdBy,
    });
  } catch (error) {
    await dropUpload(deps, organizationId, reconciliationId, () => true);
    throw error;
  }
}

/** Drops all people of an upload. @param goesOn asked between the batches */
export async function dropUpload(
  { database }: Pick<ActionDeps, "database">,
  organizationId: string,
  reconciliationId: string,
  goesOn: () => boolean,
): Promise<void> {
  const limit = 10_000;
  while (goesOn() && (await dropExportedPeople(database.pool, organizationId, reconciliationId, limit)) === limit);
}

async function takeIn(
  deps: ActionDeps,
  organizationId: string,
  reconciliationId: string,
  { format, records }: OpenedExport,
  columns: ExportColumns,
  most: number,
): Promise<number> {
  const problems: Problem[] = [];
  let people = 0;
  let batch: ExportedPerson[] = [];
  const save = async (): Promise<void> => {
    const found = await saveBatch(deps, organizationId, reconciliationId, batch, (place) =>
      whereIs(format, place, columns.key.column),
    );
    problems.push(...found);
    batch = [];
  };
  for await (const record of records) {
    const person = readExportedPerson(format, record, columns);
    if ("where" in person) problems.push(person);
    else batch.push(person);
    people += 1;
    if (people > most) {
      throw new RollcallError("reconciliation.too_large", `Expected at most ${most} people, found more`);
    }
    if (batch.length >= batchSize) await save();
    if (problems.length >= maxProblems) break;
  }
  await save();
  if (problems.length > 0) throw invalid(problems.slice(0, maxProblems));
  // Compared with nobody, everybody would be gone.
  if (people === 0) throw invalid([{ where: "line 1", detail: "expected at least one person after it, found none" }]);
  return people;
}

function invalid(problems: readonly Problem[]): RollcallError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return new RollcallError("reconciliation.invalid_export", `${first?.where}: ${first?.detail}${more}`, problems);
}

/** Keeps a batch of people. @returns those who stand in the file twice */
async function saveBatch(
  { database }: ActionDeps,
  organizationId: string,
  reconciliationId: string,
  batch: readonly ExportedPerson[],
  whereOf: (place: number) => string,
): Promise<Problem[]> {
  if (batch.length === 0) return [];
  const saved = await insertExportedPeople(database.pool, organizationId, reconciliationId, batch);
  if (saved === batch.length) return [];
  const keys = batch.map(({ key }) => key);
  const first = await findExportedPeople(database.lists, organizationId, reconciliationId, keys);
  return batch.flatMap(({ key, place }) => {
    const earlier = first.get(key)?.place;
    if (earlier === undefined || earlier === place) return [];
    return [{ where: whereOf(place), detail: `expected everybody once, found the same person in ${whereOf(earlier)}` }];
  });
}

function ignoredColumns(all: readonly string[], { key, status, compared }: ExportColumns): string[] {
  const read = new Set([key.column, status?.column, ...compared.map(({ column }) => column)]);
  return all.filter((column) => !read.has(column)).slice(0, 100);
}
