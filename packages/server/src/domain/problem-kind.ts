/** What keeps a source from getting through, as far as its calls tell. */
export type ProblemKind =
  | "no-token"
  | "unknown-token"
  | "revoked-token"
  | "expired-token"
  | "deleted-application"
  | "basic-off"
  | "other-application"
  | "base-url"
  | "wrong-address"
  | "refusing"
  | "too-slow"
  | "too-many-calls"
  | "unknown-member"
  | "refused-dialect"
  | "refused-create"
  | "disk-full"
  | "failed";

/** Those that say that the token was not accepted. */
export const tokenProblems: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  "no-token",
  "unknown-token",
  "revoked-token",
  "expired-token",
  "deleted-application",
  "basic-off",
  "other-application",
]);

/** Those that anybody can cause who knows the SCIM base URL: no token of the application came. */
export const strangersProblems: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  "no-token",
  "unknown-token",
  "other-application",
]);
