import type { AttributePath } from "../attribute-path/attribute-path.ts";
import type { JsonValue } from "../resource.ts";

/** What an operation of a PATCH does (RFC 7644 section 3.5.2). */
export type PatchVerb = "add" | "remove" | "replace";

/** One operation of a PATCH, parsed but not yet held against a resource type. */
export interface PatchOperation {
  /** 1-based, in the request; what messages call "operation 2". */
  readonly position: number;
  readonly op: PatchVerb;
  /** Undefined for `add` and `replace` without a path; `remove` always has one. */
  readonly path: AttributePath | undefined;
  /** As it was sent; never undefined for `add` and `replace`. */
  readonly value: JsonValue | undefined;
}
