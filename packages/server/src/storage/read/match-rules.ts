import type { MatchRule } from "../../domain/match-rule.ts";
import type { DirectoryValues } from "../../domain/directory-user.ts";
import { type Reader, unnamedStatement } from "../database.ts";

const rulesOf = unnamedStatement("select match_rules from source_applications where organization_id = $1 and id = $2");

/** Finds the match rules that somebody set of an application. */
export async function findMatchRules(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<readonly MatchRule[] | undefined> {
  const values = [organizationId, sourceApplicationId];
  const [row] = await reader.query<{ match_rules: readonly MatchRule[] | null }>(rulesOf, values);
  return row?.match_rules ?? undefined;
}

const ruledAttributes = unnamedStatement(
  `select distinct rule ->> 'attribute' as name from source_applications a, jsonb_array_elements(a.match_rules) as rule
    where a.organization_id = $1`,
);

/** Lists the attributes that the saved rules of an organization's applications name. */
export async function listRuledAttributes(reader: Reader, organizationId: string): Promise<string[]> {
  return (await reader.query<{ name: string }>(ruledAttributes, [organizationId])).map(({ name }) => name);
}

const peopleAfter = unnamedStatement(
  "select id, attributes from directory_users where organization_id = $1 and id > $2 order by id limit $3",
);

/** Lists people with their values after an id, in the order of ids. */
export async function listValuesOfPeople(
  reader: Reader,
  organizationId: string,
  after: string,
  limit: number,
): Promise<{ readonly id: string; readonly attributes: DirectoryValues }[]> {
  return reader.query(peopleAfter, [organizationId, after, limit]);
}
