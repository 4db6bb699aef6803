import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import type { Outcome } from "../../domain/provisioning-event.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** A recorded SCIM request with what became of it. */
export interface ExchangeFacts {
  readonly id: string;
  readonly method: string;
  readonly path: string;
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
}

const exchanges = unnamedStatement(
  `select id, method, path, status, scim_type as "scimType", detail, outcome, reason, resource_id as "resourceId",
      dialects, user_agent as "userAgent", duration_microseconds as "durationMicroseconds", occurred_at as "occurredAt"
    from exchanges
    where organization_id = $1 and source_application_id = $2 and ($3::uuid is null or id < $3)
      and ($4::text is null or outcome = $4)
    order by id desc limit $5`,
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
  const rows = await reader.query<Omit<ExchangeFacts, "occurredAt"> & { occurredAt: Date }>(exchanges, [
    organizationId,
    sourceApplicationId,
    before,
    outcome,
    limit + 1,
  ]);
  return cutPage(
    rows,
    limit,
    (row) => [row.id],
    (row) => ({ ...row, occurredAt: instant(row.occurredAt) }),
  );
}
