/** The error types of RFC 7644 section 3.12 and RFC 9865 section 2.1, with the HTTP status each one travels under. */
export const scimTypes = {
  invalidFilter: 400,
  tooMany: 400,
  uniqueness: 409,
  mutability: 400,
  invalidSyntax: 400,
  invalidPath: 400,
  noTarget: 400,
  invalidValue: 400,
  invalidVers: 400,
  sensitive: 403,
  invalidCursor: 400,
  expiredCursor: 400,
  invalidCount: 400,
} as const;

export type ScimType = keyof typeof scimTypes;

/** The statuses that carry no scimType. */
export const plainStatuses = [400, 401, 403, 404, 405, 406, 408, 409, 412, 413, 415, 429, 431, 500, 501, 503] as const;

export type PlainStatus = (typeof plainStatuses)[number];

/**
 * Refuses a SCIM request: a scimType with its status, or a plain status, and one sentence for the reader that says
 * what was found, what was expected and where (RFC 7644 section 3.12).
 *
 * @example
 * throw new ScimError("invalidValue", 'emails[type eq "work"].value: expected a string, found a number (operation 2)');
 */
export class ScimError extends Error {
  readonly status: number;
  readonly scimType: ScimType | undefined;
  /** Headers that the answer carries besides the usual ones: `WWW-Authenticate`, `Allow`, `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(kind: ScimType | PlainStatus, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.name = "ScimError";
    this.scimType = typeof kind === "string" ? kind : undefined;
    this.status = typeof kind === "string" ? scimTypes[kind] : kind;
    this.headers = headers;
  }
}
