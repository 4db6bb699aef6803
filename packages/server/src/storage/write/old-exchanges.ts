import { statement, type Tx } from "../database.ts";

/** Rows that one statement deletes at most: none holds its locks for long. */
const batch = 2_000;

const dropContents = statement(
  "drop-old-exchange-contents",
  `delete from exchange_contents where organization_id = $1 and source_application_id = $2 and exchange_id = any(array(
    select o.exchange_id from exchange_contents o where o.organization_id = $1 and o.source_application_id = $2
      and o.exchange_id < $3 order by o.exchange_id limit ${batch}))`,
);

const dropExchanges = statement(
  "drop-old-exchanges",
  `delete from exchanges where organization_id = $1 and source_application_id = $2 and id = any(array(
    select o.id from exchanges o where o.organization_id = $1 and o.source_application_id = $2 and o.id < $3
      order by o.id limit ${batch}))`,
);

/**
 * Drops exchanges of an application, or their contents, some thousand at a time.
 *
 * @param below ids from this one stay
 * @returns whether there may be more
 */
export async function dropOldExchanges(
  tx: Tx,
  what: "contents" | "exchanges",
  organizationId: string,
  sourceApplicationId: string,
  below: string,
): Promise<boolean> {
  const drop = what === "contents" ? dropContents : dropExchanges;
  return (await tx.execute(drop, [organizationId, sourceApplicationId, below])) === batch;
}
