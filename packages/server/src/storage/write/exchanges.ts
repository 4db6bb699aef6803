import type { ExchangeContent } from "../../domain/mask-content.ts";
import { arrayText } from "../database/array-text.ts";
import { statement, type Tx } from "../database.ts";

/** One recorded SCIM request with its answer. */
export interface ExchangeRow {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
  readonly id: string;
  /** The name that the request came with. */
  readonly requestId: string | null;
  readonly method: string;
  /** Below the SCIM base URL, without the query. */
  readonly path: string;
  /** As it was sent, without its question mark, masked. */
  readonly query: string | null;
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
  /** Of the bearer token, or of the OAuth client of the access token; null where none was known. */
  readonly tokenId: string | null;
  readonly callerAddress: string | null;
  /** Of writes, refusals and requests with a dialect. */
  readonly content: ExchangeContent | undefined;
}

/** Requests that need no word: reads, and refusals of nothing. */
const insertPlain = statement(
  "insert-plain-exchanges",
  `insert into exchanges (organization_id, source_application_id, id, method, path, status, dialects, user_agent,
      duration_microseconds, occurred_at, query, request_id)
    select $1, $2, id, method, path, status, '{}', user_agent, duration, at, query, request_id
      from unnest($3::uuid[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::integer[], $9::timestamptz[],
          $10::text[], $11::text[])
        as x (id, method, path, status, user_agent, duration, at, query, request_id)`,
);

const insertSaid = statement(
  "insert-exchanges",
  `insert into exchanges (organization_id, source_application_id, id, method, path, status, user_agent,
      duration_microseconds, occurred_at, query, request_id, scim_type, detail, outcome, reason, resource_id, dialects, token_id,
      caller_address)
    select $1, $2, id, method, path, status, user_agent, duration, at, query, request_id, scim_type, detail, outcome,
        reason, resource_id,
        string_to_array(dialects, ' '), token_id, caller_address
      from unnest($3::uuid[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::integer[], $9::timestamptz[],
          $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::uuid[], $17::text[],
          $18::uuid[], $19::text[])
        as x (id, method, path, status, user_agent, duration, at, query, request_id, scim_type, detail, outcome, reason,
          resource_id, dialects, token_id, caller_address)`,
);

/**
 * Writes exchanges of any applications: they are buffered together, each carries its own. As arrays, one per column:
 * measured, that takes PostgreSQL half the time that reading JSON does, and what a read has no word for is not sent.
 */
export async function insertExchanges(tx: Tx, rows: readonly ExchangeRow[]): Promise<void> {
  const groups = new Map<string, ExchangeRow[]>();
  for (const row of rows) {
    const key = `${row.sourceApplicationId}${isPlain(row) ? "" : " said"}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  for (const group of groups.values()) await insertGroup(tx, group);
}

/** Writes exchanges of one application, all plain or none. */
async function insertGroup(tx: Tx, rows: readonly ExchangeRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const column = (valueOf: (row: ExchangeRow) => string | number | null): string => arrayText(rows.map(valueOf));
  const values = [
    first.organizationId,
    first.sourceApplicationId,
    column((row) => row.id),
    column((row) => row.method),
    column((row) => row.path),
    column((row) => row.status),
    column((row) => row.userAgent),
    column((row) => row.durationMicroseconds),
    column((row) => row.occurredAt),
    column((row) => row.query),
    column((row) => row.requestId),
  ];
  if (isPlain(first)) {
    await tx.execute(insertPlain, values);
    return;
  }
  values.push(
    column((row) => row.scimType),
    column((row) => row.detail),
    column((row) => row.outcome),
    column((row) => row.reason),
    column((row) => row.resourceId),
    column((row) => row.dialects.join(" ")),
    column((row) => row.tokenId),
    column((row) => row.callerAddress),
  );
  await tx.execute(insertSaid, values);
}

function isPlain(row: ExchangeRow): boolean {
  return (
    row.detail === null &&
    row.outcome === null &&
    row.reason === null &&
    row.resourceId === null &&
    row.scimType === null &&
    row.dialects.length === 0 &&
    row.content === undefined
  );
}

const count = statement(
  "count-received-attributes",
  `insert into received_attributes as a (organization_id, source_application_id, path, received, sample, last_at,
      value_type, multi_valued)
    select "organizationId", "sourceApplicationId", path, count, sample, now(), type, coalesce("multiValued", false)
      from json_to_recordset($1::json) as x ("organizationId" uuid, "sourceApplicationId" uuid, path text, count bigint,
        sample text, type text, "multiValued" boolean)
      order by "organizationId", "sourceApplicationId", path
    on conflict (organization_id, source_application_id, path) do update
      set received = a.received + excluded.received, last_at = excluded.last_at,
        sample = coalesce(excluded.sample, a.sample), value_type = coalesce(excluded.value_type, a.value_type),
        multi_valued = case when excluded.value_type is null then a.multi_valued else excluded.multi_valued end`,
);

/** How often a path came that is not kept, with a masked sample of its value. */
export interface ReceivedCount {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
  readonly path: string;
  readonly count: number;
  readonly sample: string | null;
  readonly type: string | null;
  readonly multiValued: boolean;
}

/** Counts the paths that were received and are not kept. */
export async function countReceivedAttributes(tx: Tx, counts: readonly ReceivedCount[]): Promise<void> {
  await tx.execute(count, [JSON.stringify(counts)]);
}
