import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { exchangeColumns, type ExchangeFacts, exchangeFromRow, type ExchangeRow } from "./exchanges.ts";

/** Which exchanges are wanted; what is undefined does not narrow the list. */
export interface WantedExchanges {
  readonly sourceApplicationId?: string | undefined;
  readonly directoryUserId?: string | undefined;
  readonly tokenId?: string | undefined;
  /** The first digit of the status. */
  readonly statusClass?: number | undefined;
  readonly method?: string | undefined;
  readonly outcome?: string | undefined;
  /** Ids from this one. */
  readonly from?: string | undefined;
  /** Ids below this one. */
  readonly below?: string | undefined;
}

/** An exchange that says of which source application it is. */
export interface OrganizationExchangeFacts extends ExchangeFacts {
  readonly sourceApplicationId: string;
}

/**
 * Each application's newest by its own key, then the newest of those: the table needs no second index over all of an
 * organization, which every recorded request would pay for. Deleted applications are looked at too.
 */
const listText = (narrowed: string) =>
  `select x.* from source_applications a
    cross join lateral (
      select ${exchangeColumns}, e.source_application_id as "sourceApplicationId" from exchanges e
        where e.organization_id = $1 and e.source_application_id = a.id and ($2::uuid is null or e.id < $2)
          and ($4::uuid is null or e.resource_id in (select l.resource_id from links l
            where l.organization_id = $1 and l.directory_id = $4 and l.source_application_id = a.id))
          and ($5::uuid is null or e.token_id = $5) and ($6::smallint is null or e.status / 100 = $6)
          and ($7::text is null or e.method = $7) and ($8::text is null or e.outcome = $8)
          and ($9::uuid is null or e.id >= $9) and ($10::uuid is null or e.id < $10) ${narrowed}
        order by e.id desc limit $11) as x
    where a.organization_id = $1 and ($3::uuid is null or a.id = $3)
    order by x.id desc limit $11`;

const all = unnamedStatement(listText(""));
/** What was refused is seldom: it has an index of its own. */
const refused = unnamedStatement(listText("and e.status >= 400"));

/** Lists the exchanges of all source applications of an organization, newest first. */
export async function listOrganizationExchanges(
  reader: Reader,
  organizationId: string,
  wanted: WantedExchanges,
  before: string | null,
  limit: number,
): Promise<ListPage<OrganizationExchangeFacts>> {
  const { sourceApplicationId, directoryUserId, tokenId, statusClass, method, outcome, from, below } = wanted;
  const narrowed = [sourceApplicationId, directoryUserId, tokenId, statusClass, method, outcome, from, below];
  const list = (statusClass ?? 0) >= 4 || outcome === "refused" ? refused : all;
  const values = [organizationId, before, ...narrowed.map((value) => value ?? null), limit + 1];
  const rows = await reader.query<ExchangeRow & { sourceApplicationId: string }>(list, values);
  return cutPage(
    rows,
    limit,
    (row) => [row.id],
    (row) => ({ ...exchangeFromRow(row), sourceApplicationId: row.sourceApplicationId }),
  );
}
