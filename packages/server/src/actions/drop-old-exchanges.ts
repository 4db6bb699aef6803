import { idAt } from "../domain/id.ts";
import { listRetainedApplications } from "../storage/read/exchange-settings.ts";
import { dropOldCallHours } from "../storage/write/application-calls.ts";
import { dropOldExchanges as dropBatch } from "../storage/write/old-exchanges.ts";
import type { ActionDeps } from "./action-deps.ts";

const day = 86_400_000;
/** Days for which calls are counted by the hour. */
const countedDays = 8;

/**
 * Drops the exchanges of all applications whose days are over, and the contents of those whose shorter days are.
 *
 * @param goesOn is asked between the batches
 */
export async function dropOldExchanges(
  { database, now }: Pick<ActionDeps, "database" | "now">,
  goesOn: () => boolean,
): Promise<void> {
  const present = Date.parse(now());
  for (let page = await listRetainedApplications(database.reader, undefined); page.length > 0; ) {
    for (const { organizationId, id, retentionDays, contentRetentionDays } of page) {
      const days = { contents: contentRetentionDays, exchanges: retentionDays };
      for (const what of ["contents", "exchanges"] as const) {
        const below = idAt(present - days[what] * day);
        while (goesOn() && (await dropBatch(database.pool, what, organizationId, id, below)));
      }
      const shown = new Date(present - countedDays * day).toISOString();
      if (goesOn()) await dropOldCallHours(database.pool, organizationId, id, shown);
    }
    page = goesOn() ? await listRetainedApplications(database.reader, page.at(-1)) : [];
  }
}
