import { ScimError } from "../scim-error.ts";
import type { DialectLog } from "./dialect.ts";
import { knownDialects } from "./known-dialects.ts";

/**
 * Makes a log that refuses a request the moment it makes use of one of the dialects named, or of any. Everything that
 * reads a request reports its dialects before anything is written, so that a refused request has changed nothing.
 *
 * @throws {ScimError} (`noteDialect`) with the scimType that the standard has for the deviation, naming the dialect
 *
 * @example
 * parseFilter("userName eq bob", { dialects: strictDialectLog("all") }); // throws invalidFilter
 */
export function strictDialectLog(refused: ReadonlySet<string> | "all"): DialectLog {
  return refused !== "all" && refused.size === 0 ? new Set() : new StrictDialectLog(refused);
}

/**
 * Notes that a request made use of a dialect.
 *
 * @param where the place for messages: `emails[0].primary`, `filter, position 12`
 * @throws {ScimError} when the log is strict about it
 */
export function noteDialect(dialects: DialectLog | undefined, name: string, where: string): void {
  if (dialects instanceof StrictDialectLog) dialects.check(name, where);
  dialects?.add(name);
}

class StrictDialectLog extends Set<string> {
  readonly #refused: ReadonlySet<string> | "all";

  constructor(refused: ReadonlySet<string> | "all") {
    super();
    this.#refused = refused;
  }

  check(name: string, where: string): void {
    if (this.#refused !== "all" && !this.#refused.has(name)) return;
    const { scimType, expected } = knownDialects.get(name)?.refusal ?? { scimType: "invalidSyntax", expected: "none" };
    throw new ScimError(scimType, `${where}: expected ${expected} (this source application refuses ${name})`);
  }
}
