import { statement, type Tx } from "../database.ts";

/** One recorded SCIM request with its answer. */
export interface ExchangeRow {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
  readonly id: string;
  readonly method: string;
  /** Below the SCIM base URL, without the query's values. */
  readonly path: string;
  readonly status: number;
  readonly scimType: string | null;
  readonly detail: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly resourceId: string | null;
  readonly dialects: readonly string[];
  readonly userAgent: string | null;
  readonly durationMicroseconds: number;
  readonly occurredAt: string;
}

const insert = statement(
  "insert-exchanges",
  `insert into exchanges (organization_id, source_application_id, id, method, path, status, scim_type, detail, outcome,
      reason, resource_id, dialects, user_agent, duration_microseconds, occurred_at)
    select "organizationId", "sourceApplicationId", id, method, path, status, "scimType", detail, outcome, reason,
        "resourceId", dialects, "userAgent", "durationMicroseconds", "occurredAt"
      from json_to_recordset($1::json) as x ("organizationId" uuid, "sourceApplicationId" uuid, id uuid, method text,
        path text, status smallint, "scimType" text, detail text, outcome text, reason text, "resourceId" uuid,
        dialects text[], "userAgent" text, "durationMicroseconds" integer, "occurredAt" timestamptz)`,
);

/** Writes exchanges of any organizations: they are buffered together, each carries its own. */
export async function insertExchanges(tx: Tx, rows: readonly ExchangeRow[]): Promise<void> {
  await tx.execute(insert, [JSON.stringify(rows)]);
}

const count = statement(
  "count-received-attributes",
  `insert into received_attributes as a (organization_id, source_application_id, path, received, sample, last_at)
    select "organizationId", "sourceApplicationId", path, count, sample, now()
      from json_to_recordset($1::json) as x ("organizationId" uuid, "sourceApplicationId" uuid, path text, count bigint,
        sample text)
      order by "organizationId", "sourceApplicationId", path
    on conflict (organization_id, source_application_id, path) do update
      set received = a.received + excluded.received, last_at = excluded.last_at,
        sample = coalesce(excluded.sample, a.sample)`,
);

/** How often a path came that is not kept, with a masked sample of its value. */
export interface ReceivedCount {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
  readonly path: string;
  readonly count: number;
  readonly sample: string | null;
}

/** Counts the paths that were received and are not kept. */
export async function countReceivedAttributes(tx: Tx, counts: readonly ReceivedCount[]): Promise<void> {
  await tx.execute(count, [JSON.stringify(counts)]);
}
