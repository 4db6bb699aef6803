/** Why an expression has no value for a resource. */
export class ExpressionFailure extends Error {}

/** Something that an expression reads, or looks for, is not there. */
export class MissingValue extends ExpressionFailure {
  readonly code = "no_such_key";
}

/** How CEL says that what an expression reads did not arrive: its names are checked when it is compiled. */
const missingCodes: ReadonlySet<unknown> = new Set(["no_such_key", "unknown_variable", "index_out_of_bounds"]);

/** Whether an evaluation failed because something that it reads did not arrive. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && missingCodes.has((error as Error & { code?: unknown }).code);
}
