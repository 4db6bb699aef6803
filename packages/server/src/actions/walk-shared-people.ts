import { idAt } from "../domain/id.ts";
import type { Job } from "../domain/job.ts";
import { countDirectory } from "../storage/read/directory-counts.ts";
import { listPeopleShared } from "../storage/read/shared-people.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { JobStep } from "./job-handler.ts";

const page = 1_000;
/** People who are decided side by side: their writes go together. */
const side = 32;

type Counts = Readonly<Record<string, number>>;
interface Position {
  readonly after: string;
  readonly counts: Counts;
}

/**
 * Does the next batch of a job over all people whom several sources have a say in; others are passed over.
 *
 * @param decide does what the job is for to one person, and names what that came to; undefined for nothing
 * @returns the step; the result counts what was named
 */
export async function walkSharedPeople(
  deps: ActionDeps,
  job: Job,
  none: Counts,
  decide: (directoryUserId: string) => Promise<string | undefined>,
): Promise<JobStep> {
  const { organizationId } = job;
  const { lists } = deps.database;
  const { after, counts } = (job.position as Position | null) ?? { after: idAt(0), counts: none };
  const total = job.total ?? (await countPeople(deps, organizationId));
  const people = await listPeopleShared(lists, organizationId, after, page);
  const shared = people.filter((person) => person.shared);
  const named: (string | undefined)[] = [];
  for (let at = 0; at < shared.length; at += side) {
    named.push(...(await Promise.all(shared.slice(at, at + side).map(({ id }) => decide(id)))));
  }
  const sums = new Map(Object.entries(counts));
  for (const name of named) if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + 1);
  const result = Object.fromEntries(sums);
  const done = job.done + people.length;
  if (people.length < page) return { result, done };
  return { position: { after: people.at(-1)?.id ?? after, counts: result }, done, total };
}

async function countPeople(deps: ActionDeps, organizationId: string): Promise<number> {
  const { enabled, disabled, binned } = await countDirectory(deps.database.lists, organizationId);
  return enabled + disabled + binned;
}
