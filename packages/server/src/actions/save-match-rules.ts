import { setTimeout as wait } from "node:timers/promises";
import { directoryUserAttributes } from "../domain/directory-attribute.ts";
import { RollcallError } from "../domain/errors.ts";
import { idAt } from "../domain/id.ts";
import {
  checkMatchRules,
  keyedAttributes,
  matchableAttributes,
  matchKeys,
  type MatchRule,
} from "../domain/match-rule.ts";
import { listCustomAttributes } from "../storage/read/directory-attributes.ts";
import { listRuledAttributes, listValuesOfPeople } from "../storage/read/match-rules.ts";
import { addMatchedAttributes, saveMatchKeys, saveMatchRules as updateRules } from "../storage/write/match-rules.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";
import { trustedMilliseconds } from "./trusted-settings.ts";

const peopleAtOnce = 2_000;

/**
 * Replaces an application's match rules. Before a rule by an attribute that none named before is in force, the values
 * that people have of it are kept as match keys: everybody who is there is found from the first moment on.
 *
 * @throws {RollcallError} match_rules.invalid
 */
export async function saveMatchRules(
  deps: ActionDeps,
  { organizationId, id }: { readonly organizationId: string; readonly id: string },
  rules: readonly MatchRule[],
): Promise<void> {
  const custom = await listCustomAttributes(deps.database.lists, organizationId);
  const problems = checkMatchRules(rules, matchableAttributes(directoryUserAttributes, custom));
  const [first] = problems;
  if (first !== undefined) throw new RollcallError("match_rules.invalid", `${first.where}: ${first.detail}`, problems);
  // Rules are saved when the keys are complete: what some rule names is complete, also where a node died on the way.
  const complete = await listRuledAttributes(deps.database.lists, organizationId);
  const added = keyedAttributes(rules).filter((name) => !complete.includes(name));
  if (added.length > 0) {
    await changeSettings(deps, (tx) => addMatchedAttributes(tx, organizationId, added));
    // By then every node keeps the keys of what it writes; who is there by then gets theirs here.
    await wait(trustedMilliseconds + 100);
    await keepMatchKeys(deps, organizationId, added);
  }
  await changeSettings(deps, (tx) => updateRules(tx, organizationId, id, rules));
}

async function keepMatchKeys(deps: ActionDeps, organizationId: string, names: readonly string[]): Promise<void> {
  let after = idAt(0);
  for (;;) {
    const people = await listValuesOfPeople(deps.database.lists, organizationId, after, peopleAtOnce);
    const last = people.at(-1);
    if (last === undefined) return;
    const keys = people.flatMap(({ id, attributes }) =>
      matchKeys(attributes, names).map((key) => ({ directoryUserId: id, ...key })),
    );
    await saveMatchKeys(deps.database.pool, organizationId, keys);
    after = last.id;
  }
}
