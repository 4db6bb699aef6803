import { defaultNoticeSettings, findCauses, type WatchedApplication } from "../domain/notice.ts";
import { listHealthFacts } from "../storage/read/application-health.ts";
import {
  findNamesOfApplications,
  listBrokenWebhooks,
  listExpiringTokens,
  listLostDomains,
  listOpenNotices,
  listWatchedOrganizations,
} from "../storage/read/notices.ts";
import { raiseNotices as raise } from "../storage/write/notices.ts";
import type { ActionDeps } from "./action-deps.ts";

const organizationsAtOnce = 50;

/**
 * Looks at every organization and raises a notice for each new cause. What was told of stands in the database, so that
 * neither a restart nor another node tells it again.
 *
 * @param goesOn is asked between the organizations
 */
export async function raiseNotices(deps: Pick<ActionDeps, "database" | "now">, goesOn: () => boolean): Promise<void> {
  const { reader, pool } = deps.database;
  for (let after: string | null = null; goesOn(); ) {
    const organizations = await listWatchedOrganizations(reader, after, organizationsAtOnce);
    const ids = organizations.map(({ id }) => id);
    const now = deps.now();
    const [facts, names, tokens, webhooks, domains, open] = await Promise.all([
      listHealthFacts(reader, ids, now),
      findNamesOfApplications(reader, ids),
      listExpiringTokens(reader, ids, now),
      listBrokenWebhooks(reader, ids),
      listLostDomains(reader, ids),
      listOpenNotices(reader, ids),
    ]);
    for (const { id, settings } of organizations) {
      if (!goesOn()) return;
      const { quietDays, recipients } = settings ?? defaultNoticeSettings;
      const ours = <T extends { readonly organizationId: string }>(list: readonly T[]) =>
        list.filter(({ organizationId }) => organizationId === id);
      const applications = ours(facts).map((fact): WatchedApplication => {
        return { ...fact, displayName: names.get(fact.sourceApplicationId) ?? "" };
      });
      const watched = { applications, tokens: ours(tokens), webhooks: ours(webhooks), domains: ours(domains) };
      const causes = findCauses(watched, quietDays, now);
      // Of most organizations nothing is to be written.
      if (!isTold(causes, ours(open))) await raise(pool, id, causes, recipients, now);
    }
    if (organizations.length < organizationsAtOnce) return;
    after = ids.at(-1) ?? null;
  }
}

/** Whether the notices that there are say just what is so. */
function isTold(causes: readonly Named[], open: readonly Named[]): boolean {
  const nameOf = ({ kind, cause }: Named): string => `${kind} ${cause}`;
  const told = new Set(open.map(nameOf));
  return causes.length === told.size && causes.every((cause) => told.has(nameOf(cause)));
}

interface Named {
  readonly kind: string;
  readonly cause: string;
}
