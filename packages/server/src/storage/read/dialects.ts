import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** How often requests of a source application made use of a dialect. */
export interface DialectUse {
  readonly fired: number;
  /** ISO 8601 in UTC. */
  readonly lastFiredAt: string;
}

/** What a source application tolerates, and what it made use of. */
export interface ApplicationDialects {
  readonly strict: boolean;
  readonly refusedDialects: readonly string[];
  /** By the name of the dialect; those that never fired are missing. */
  readonly uses: ReadonlyMap<string, DialectUse>;
}

const toleranceOf = unnamedStatement(
  "select strict, strict_dialects from source_applications where organization_id = $1 and id = $2",
);
const countersOf = unnamedStatement(
  `select name, fired, last_fired_at from dialect_counters
    where organization_id = $1 and source_application_id = $2`,
);

export async function findApplicationDialects(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<ApplicationDialects> {
  const values = [organizationId, sourceApplicationId];
  const [settings] = await reader.query<{ strict: boolean; strict_dialects: string[] }>(toleranceOf, values);
  const counters = await reader.query<{ name: string; fired: number; last_fired_at: Date }>(countersOf, values);
  return {
    strict: settings?.strict ?? false,
    refusedDialects: settings?.strict_dialects ?? [],
    uses: new Map(
      counters.map(({ name, fired, last_fired_at }) => [name, { fired, lastFiredAt: instant(last_fired_at) }]),
    ),
  };
}
