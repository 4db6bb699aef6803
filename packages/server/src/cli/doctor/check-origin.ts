import type { Config } from "../../config.ts";
import { findOriginProblems } from "../../config/find-origin-problems.ts";
import { type Check, ok, warning } from "./check.ts";

const name = "origin";

/** Checks that sources can reach the public address: there is one, with https, of a name that leads to no private one. */
export async function checkOrigin(config: Pick<Config, "origin" | "host" | "port">): Promise<Check[]> {
  const problems = await findOriginProblems(config);
  if (problems.length === 0) return [ok(name, config.origin ?? "")];
  return problems.map(({ found, whatToDo }) => warning(name, found, whatToDo));
}
