/** Collects the names of the dialects that a request made use of; see the tables in this folder. */
export type DialectLog = Set<string>;

/** A named deviation of a client from the standard that is tolerated. */
export interface Dialect {
  /** `area.deviation`, the same in logs, counters and the console. */
  readonly name: string;
  /** What is sent, and what is made of it. */
  readonly description: string;
  /** A request part that shows it; each is played by dialects.test.ts, which checks that it fires its name. */
  readonly fixture: DialectFixture;
}

export type DialectFixture =
  | { readonly filter: string }
  | { readonly path: string }
  /** The body of a PATCH of a user or group. */
  | { readonly resourceType: "User" | "Group"; readonly patch: unknown };
