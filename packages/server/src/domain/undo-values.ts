import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import type { DirectoryValue, DirectoryValues } from "./directory-user.ts";
import type { ReversedChange } from "./undo-history.ts";

/**
 * Gives values that stand until the sources give another one than they do now. A value that is given back exactly as the
 * sources give it is theirs again.
 */
export function overrideValues(
  before: DirectoryValues,
  reversed: readonly ReversedChange[],
  now: string,
): DirectoryValues {
  const after: Record<string, DirectoryValue> = Object.assign(
    Object.create(null) as Record<string, DirectoryValue>,
    before,
  );
  for (const { attribute, to } of reversed) {
    const old = Object.hasOwn(before, attribute) ? before[attribute] : undefined;
    const sourced = old?.insteadOf === undefined ? (old ?? null) : old.insteadOf;
    if (!equalValues(sourced?.value ?? null, to)) {
      after[attribute] = { value: to, from: null, path: null, at: now, insteadOf: sourced };
    } else if (sourced === null) delete after[attribute];
    else after[attribute] = sourced;
  }
  return after;
}
