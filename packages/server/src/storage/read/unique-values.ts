import type { UniqueValue } from "../../domain/unique-value.ts";
import { type Reader, unnamedStatement } from "../database.ts";

const taken = unnamedStatement(
  `select v.path from unique_values v
    join unnest($4::text[], $5::text[], $6::text[]) as asked (scope, path, hash)
      on v.scope = asked.scope and v.path = asked.path and v.hash = decode(asked.hash, 'hex')
    where v.organization_id = $1 and v.source_application_id = $2 and v.resource_id <> $3
    order by v.path limit 1`,
);

/** Finds the path of a value that another resource has; undefined when none of them is taken. */
export async function findTakenValue(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  resourceId: string,
  values: readonly UniqueValue[],
): Promise<string | undefined> {
  const [row] = await reader.query<{ path: string }>(taken, [
    organizationId,
    sourceApplicationId,
    resourceId,
    values.map(({ scope }) => scope),
    values.map(({ path }) => path),
    values.map(({ hash }) => hash),
  ]);
  return row?.path;
}
