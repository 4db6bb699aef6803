import type { DialectLog } from "@rollcall/scim/dialects/dialect.ts";
import { strictDialectLog } from "@rollcall/scim/dialects/strict-dialect-log.ts";

/** How much a source application may deviate from the standard. */
export interface Tolerance {
  /** Refuses every dialect, and what the schemas do not know. */
  readonly strict: boolean;
  /** Names of the dialects that are refused although others are tolerated. */
  readonly refusedDialects: ReadonlySet<string>;
}

/** Makes the log that a request's dialects go to; it refuses those that are not tolerated. */
export function openDialectLog({ strict, refusedDialects }: Tolerance): DialectLog {
  return strictDialectLog(strict ? "all" : refusedDialects);
}
