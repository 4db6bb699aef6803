import { type Reader, unnamedStatement } from "../database.ts";

const names = unnamedStatement(
  `select 'api-key:' || id as actor, name from api_keys
      where id = any ($2::uuid[]) and (organization_id is null or organization_id = $1)
    union all
    select 'administrator:' || id, name from administrators where id = any ($3::uuid[])`,
);

/**
 * Names those who cause events by hand, by the actor that the events of the organization carry; keys that were revoked
 * keep their names. An actor that is no longer known has none.
 */
export async function findActorNames(
  reader: Reader,
  organizationId: string,
  actors: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const keys = idsAfter("api-key:", actors);
  const administrators = idsAfter("administrator:", actors);
  if (keys.length + administrators.length === 0) return new Map();
  const rows = await reader.query<{ actor: string; name: string }>(names, [organizationId, keys, administrators]);
  return new Map(rows.map(({ actor, name }) => [actor, name]));
}

function idsAfter(kind: string, actors: readonly string[]): string[] {
  return actors.filter((actor) => actor.startsWith(kind)).map((actor) => actor.slice(kind.length));
}
