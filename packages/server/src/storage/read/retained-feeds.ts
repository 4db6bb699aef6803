import { type Reader, statement } from "../database.ts";

const page = 500;

const feeds = statement(
  "retained-feeds",
  `select organization_id as "organizationId" from provisioning_event_feeds
    where $1::uuid is null or organization_id > $1 order by organization_id limit ${page}`,
);

/** Lists organizations that have an event feed, a page at a time. @param after the last one of the page before */
export async function listRetainedFeeds(reader: Reader, after: string | undefined): Promise<string[]> {
  const rows = await reader.query<{ organizationId: string }>(feeds, [after ?? null]);
  return rows.map(({ organizationId }) => organizationId);
}

const webhooks = statement(
  "retained-webhooks",
  `select organization_id as "organizationId", id from webhooks
    where $1::uuid is null or (organization_id, id) > ($1, $2) order by organization_id, id limit ${page}`,
);

export interface RetainedWebhook {
  readonly organizationId: string;
  readonly id: string;
}

/** Lists the webhooks of all organizations, a page at a time. @param after the last one of the page before */
export async function listRetainedWebhooks(
  reader: Reader,
  after: RetainedWebhook | undefined,
): Promise<RetainedWebhook[]> {
  return reader.query<RetainedWebhook>(webhooks, [after?.organizationId ?? null, after?.id ?? null]);
}
