import { statement, type Tx, unnamedStatement } from "../database.ts";

const tolerate = unnamedStatement(
  `update source_applications set strict = $3, strict_dialects = $4, modified_at = $5
    where organization_id = $1 and id = $2`,
);

/** Saves which dialects a source application refuses: all, or those that are named. */
export async function saveTolerance(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  strict: boolean,
  refusedDialects: readonly string[],
  now: string,
): Promise<void> {
  await tx.execute(tolerate, [organizationId, sourceApplicationId, strict, refusedDialects, now]);
}

/** How often a dialect fired since it was last counted. */
export interface DialectCount {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
  readonly name: string;
  readonly count: number;
  readonly lastFiredAt: string;
}

const count = statement(
  "count-dialects",
  `insert into dialect_counters as c (organization_id, source_application_id, name, fired, last_fired_at)
    select "organizationId", "sourceApplicationId", name, count, "lastFiredAt"
      from json_to_recordset($1::json) as x ("organizationId" uuid, "sourceApplicationId" uuid, name text, count bigint,
        "lastFiredAt" timestamptz)
      order by "organizationId", "sourceApplicationId", name
    on conflict (organization_id, source_application_id, name) do update
      set fired = c.fired + excluded.fired, last_fired_at = greatest(c.last_fired_at, excluded.last_fired_at)`,
);

/** Counts the dialects that requests made use of, of any organizations: each count carries its own. */
export async function countDialects(tx: Tx, counts: readonly DialectCount[]): Promise<void> {
  await tx.execute(count, [JSON.stringify(counts)]);
}
