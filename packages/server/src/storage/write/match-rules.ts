import type { MatchRule } from "../../domain/match-rule.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const addAttributes = unnamedStatement(
  `update organizations set matched_attributes = matched_attributes || (
      select coalesce(array_agg(name), '{}') from unnest($2::text[]) as name where not name = any (matched_attributes))
    where id = $1`,
);

/** Has the values of more attributes kept as match keys, from the next write on. */
export async function addMatchedAttributes(tx: Tx, organizationId: string, names: readonly string[]): Promise<void> {
  await tx.execute(addAttributes, [organizationId, names]);
}

const keepMatchKeys = unnamedStatement(
  `insert into directory_match_keys (organization_id, attribute, key, directory_user_id)
    select $1, named.attribute, named.key, d.id
      from unnest($2::uuid[], $3::text[], $4::text[]) as named (id, attribute, key)
      join directory_users d on d.organization_id = $1 and d.id = named.id
    on conflict do nothing`,
);

/** Keeps match keys of people who were there before their attribute was matched; of those who are gone, none. */
export async function saveMatchKeys(
  tx: Tx,
  organizationId: string,
  keys: readonly { readonly directoryUserId: string; readonly attribute: string; readonly key: string }[],
): Promise<void> {
  await tx.execute(keepMatchKeys, [
    organizationId,
    keys.map(({ directoryUserId }) => directoryUserId),
    keys.map(({ attribute }) => attribute),
    keys.map(({ key }) => key),
  ]);
}

const setRules = unnamedStatement(
  "update source_applications set match_rules = $3 where organization_id = $1 and id = $2 and deleted_at is null",
);

export async function saveMatchRules(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  rules: readonly MatchRule[],
): Promise<void> {
  await tx.execute(setRules, [organizationId, sourceApplicationId, JSON.stringify(rules)]);
}
