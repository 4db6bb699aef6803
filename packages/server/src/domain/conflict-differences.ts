import type { JsonValue } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import type { MappedValues } from "./apply-mapping.ts";
import type { DirectoryValues } from "./directory-user.ts";

/** An attribute of which a resource and a candidate for it say different things. */
export interface ConflictDifference {
  readonly attribute: string;
  readonly resource: JsonValue;
  /** Null where the candidate has no value. */
  readonly directory: JsonValue;
}

/** Finds what would be said differently of a candidate by the resource that may be they. */
export function conflictDifferences(values: MappedValues["values"], candidate: DirectoryValues): ConflictDifference[] {
  return [...values].flatMap(([attribute, { value }]) => {
    const directory = Object.hasOwn(candidate, attribute) ? (candidate[attribute]?.value ?? null) : null;
    return equalValues(value, directory) ? [] : [{ attribute, resource: value, directory }];
  });
}
