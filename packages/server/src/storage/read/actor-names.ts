import { type Reader, unnamedStatement } from "../database.ts";

const apiKeyNames = unnamedStatement(
  `select id, name from api_keys
    where id = any ($2::uuid[]) and (organization_id is null or organization_id = $1)`,
);

const apiKey = "api-key:";

/**
 * Names those who cause events by hand, by the actor that the events carry; keys that were revoked keep their names. An
 * actor that is no longer known has none.
 */
export async function findActorNames(
  reader: Reader,
  organizationId: string,
  actors: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const keys = actors.filter((actor) => actor.startsWith(apiKey)).map((actor) => actor.slice(apiKey.length));
  if (keys.length === 0) return new Map();
  const rows = await reader.query<{ id: string; name: string }>(apiKeyNames, [organizationId, keys]);
  return new Map(rows.map(({ id, name }) => [apiKey + id, name]));
}
