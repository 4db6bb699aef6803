import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import type { Outcome } from "../../domain/provisioning-event.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** A recorded SCIM request with what became of it. */
export interface ExchangeFacts {
  readonly id: string;
  readonly requestId: string | null;
  readonly method: string;
  readonly path: string;
  readonly query: string | null;
  readonly status: number;
  readonly scimType: string | null;
  readonly detail: string | null;
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  readonly resourceId: string | null;
  readonly dialects: readonly string[];
  readonly userAgent: string | null;
  readonly durationMicroseconds: number;
  readonly occurredAt: string;
  readonly tokenId: string | null;
  readonly callerAddress: string | null;
}

/** An exchange as it is read. */
export type ExchangeRow = Omit<ExchangeFacts, "occurredAt"> & { readonly occurredAt: Date };

/** Of the table as `e`. */
export const exchangeColumns = `e.id, e.request_id as "requestId", e.method, e.path, e.query, e.status, e.scim_type as "scimType", e.detail, e.outcome, e.reason,
    e.resource_id as "resourceId", e.dialects, e.user_agent as "userAgent",
    e.duration_microseconds as "durationMicroseconds", e.occurred_at as "occurredAt", e.token_id as "tokenId",
    e.caller_address as "callerAddress"`;

export function exchangeFromRow(row: ExchangeRow): ExchangeFacts {
  return {
    id: row.id,
    requestId: row.requestId,
    method: row.method,
    path: row.path,
    query: row.query,
    status: row.status,
    scimType: row.scimType,
    detail: row.detail,
    outcome: row.outcome,
    reason: row.reason,
    resourceId: row.resourceId,
    dialects: row.dialects,
    userAgent: row.userAgent,
    durationMicroseconds: row.durationMicroseconds,
    occurredAt: instant(row.occurredAt),
    tokenId: row.tokenId,
    callerAddress: row.callerAddress,
  };
}

const exchanges = unnamedStatement(
  `select ${exchangeColumns} from exchanges e
    where e.organization_id = $1 and e.source_application_id = $2 and ($3::uuid is null or e.id < $3)
      and ($4::text is null or e.outcome = $4)
    order by e.id desc limit $5`,
);

/** Lists the exchanges of a source application, newest first. */
export async function listExchanges(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  outcome: Outcome | null,
  before: string | null,
  limit: number,
): Promise<ListPage<ExchangeFacts>> {
  const rows = await reader.query<ExchangeRow>(exchanges, [
    organizationId,
    sourceApplicationId,
    before,
    outcome,
    limit + 1,
  ]);
  return cutPage(rows, limit, (row) => [row.id], exchangeFromRow);
}
