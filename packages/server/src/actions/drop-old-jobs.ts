import { idAt } from "../domain/id.ts";
import { listOrganizations } from "../storage/read/organizations.ts";
import { dropOldJobs as drop } from "../storage/write/jobs.ts";
import type { ActionDeps } from "./action-deps.ts";

const keptMilliseconds = 90 * 86_400_000;
const page = 500;

/** Drops jobs of all organizations that were made 90 days ago and have ended. @param goesOn asked between the batches */
export async function dropOldJobs(
  { database, now }: Pick<ActionDeps, "database" | "now">,
  goesOn: () => boolean,
): Promise<void> {
  const below = idAt(Date.parse(now()) - keptMilliseconds);
  for (let after: string | null | undefined = null; after !== undefined && goesOn(); ) {
    const { items, next } = await listOrganizations(database.lists, null, null, after, page);
    for (const { id } of items) while (goesOn() && (await drop(database.pool, id, below)));
    after = next?.[0];
  }
}
