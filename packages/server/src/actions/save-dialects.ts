import { knownDialects } from "@rollcall/scim/dialects/known-dialects.ts";
import { RollcallError } from "../domain/errors.ts";
import { saveTolerance } from "../storage/write/dialects.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/**
 * Saves which dialects a source application refuses, in force from the next request on: all of them, or those that are
 * named as strict.
 *
 * @throws {RollcallError} dialect.unknown
 */
export async function saveDialects(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  sent: { readonly strict: boolean; readonly dialects: readonly { readonly name: string; readonly strict: boolean }[] },
): Promise<void> {
  const problems = sent.dialects.flatMap(({ name }, index) => {
    if (knownDialects.has(name)) return [];
    return [{ where: `/dialects/${index}/name`, detail: `there is no dialect ${JSON.stringify(name.slice(0, 100))}` }];
  });
  const [first] = problems;
  if (first !== undefined) throw new RollcallError("dialect.unknown", `${first.where}: ${first.detail}`, problems);
  const refused = new Set<string>();
  // Of a name that is sent twice the last one counts, as for any member of JSON.
  for (const { name, strict } of sent.dialects) {
    if (strict) refused.add(name);
    else refused.delete(name);
  }
  const { organizationId, id } = application;
  await changeSettings(deps, (tx) =>
    saveTolerance(tx, organizationId, id, sent.strict, [...refused].sort(), deps.now()),
  );
}
