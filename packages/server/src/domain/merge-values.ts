import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import type { MappedValue } from "./rule-source.ts";
import type { DirectoryValue, DirectoryValues } from "./directory-user.ts";

/** The values that one source application gives to a directory user; none where it gives nothing any more. */
export interface GivenValues {
  readonly from: string;
  readonly values: ReadonlyMap<string, MappedValue>;
}

/**
 * Makes a directory user's values from what its sources give: the first source (the owner) wins, the others fill what
 * is empty (rules.md section 3). Values of an administrator, and of a former source, which is none of those that give,
 * stay where no source gives one. A value that did not change keeps the instant at which it came.
 */
export function mergeValues(before: DirectoryValues, given: readonly GivenValues[], now: string): DirectoryValues {
  const after: Record<string, DirectoryValue> = Object.create(null) as Record<string, DirectoryValue>;
  const sources = new Set<string | null>(given.map(({ from }) => from));
  for (const [name, value] of Object.entries(before)) {
    if (!sources.has(value.from)) after[name] = value;
  }
  const filled = new Set<string>();
  for (const { from, values } of given) {
    for (const [name, { value, path }] of values) {
      if (filled.has(name)) continue;
      filled.add(name);
      const old = Object.hasOwn(before, name) ? before[name] : undefined;
      const unchanged = old !== undefined && old.from === from && old.path === path && equalValues(old.value, value);
      after[name] = unchanged ? old : { value, from, path, at: now };
    }
  }
  return after;
}
