import type { ScimType } from "../scim-error.ts";

/**
 * Collects the names of the dialects that a request made use of; known-dialects.ts says what each name means. One made
 * by `strictDialectLog` refuses some of them.
 */
export type DialectLog = Set<string>;

/** A named deviation of a client from the standard that is tolerated. */
export interface Dialect {
  /** `area.deviation`, the same in logs, counters and the console. */
  readonly name: string;
  /** What is sent and what is made of it, and who is known to send it. */
  readonly description: string;
  /** How it is refused by those who do not tolerate it: what the standard has instead, as in "expected …". */
  readonly refusal: { readonly scimType: ScimType; readonly expected: string };
  /** A part of a request that makes use of it and, unless `also` says so, of no other one. */
  readonly fixture: DialectFixture;
  /** Other dialects that the fixture cannot do without. */
  readonly also?: readonly string[];
}

/** A filter, a path or a key of a user; or a body that is sent to create one, or to patch a user or group. */
export type DialectFixture =
  | { readonly filter: string }
  | { readonly path: string }
  | { readonly create: unknown }
  | { readonly patch: unknown; readonly resourceType: "User" | "Group" };
