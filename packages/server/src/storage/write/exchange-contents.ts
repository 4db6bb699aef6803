import type { ExchangeContent } from "../../domain/mask-content.ts";
import { arrayText } from "../database/array-text.ts";
import { statement, type Tx } from "../database.ts";

/** The content of one exchange. */
export interface ExchangeContentRow extends ExchangeContent {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
  readonly exchangeId: string;
}

const insert = statement(
  "insert-exchange-contents",
  `insert into exchange_contents (organization_id, source_application_id, exchange_id, request, request_cut, answer,
      answer_cut)
    select organization_id, source_application_id, id, request, request_cut, answer, answer_cut
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::boolean[], $6::text[], $7::boolean[])
        as x (organization_id, source_application_id, id, request, request_cut, answer, answer_cut)`,
);

/** Writes the contents of exchanges of any applications. */
export async function insertExchangeContents(tx: Tx, rows: readonly ExchangeContentRow[]): Promise<void> {
  const columns = [
    rows.map((row) => row.organizationId),
    rows.map((row) => row.sourceApplicationId),
    rows.map((row) => row.exchangeId),
    rows.map((row) => row.request?.text ?? null),
    rows.map((row) => row.request?.cut === true),
    rows.map((row) => row.answer?.text ?? null),
    rows.map((row) => row.answer?.cut === true),
  ];
  await tx.execute(insert, columns.map(arrayText));
}
