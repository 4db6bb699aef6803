import type { JsonValue } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import type { DirectoryValues } from "./directory-user.ts";

/** One changed attribute: null stands for no value. */
export interface AttributeChange {
  readonly attribute: string;
  readonly from: JsonValue;
  readonly to: JsonValue;
}

/** Lists the attributes whose values differ, in the order of their names. */
export function diffAttributes(before: DirectoryValues, after: DirectoryValues): AttributeChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changes: AttributeChange[] = [];
  for (const attribute of names) {
    const from = Object.hasOwn(before, attribute) ? (before[attribute]?.value ?? null) : null;
    const to = Object.hasOwn(after, attribute) ? (after[attribute]?.value ?? null) : null;
    if (!equalValues(from, to)) changes.push({ attribute, from, to });
  }
  return changes;
}
