/** A request that is sent as it stands: nothing of it is encoded, completed or put right. */
export interface FuzzRequest {
  readonly kind: string;
  readonly method: string;
  /** Below the SCIM base URL, with its query. */
  readonly path: string;
  /** Beside Host and the length. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What is known of the application that the requests are sent to. */
export interface KnownResources {
  readonly token: string;
  /** Ids of users and groups that are there, or were. */
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
  /** Cursors that were answered. */
  readonly cursors: readonly string[];
}

/** How a request is shown where it did what it must not: enough to send it again. */
export function describeRequest({ kind, method, path, headers, body }: FuzzRequest): string {
  const sent = Buffer.isBuffer(body) ? `base64 ${body.toString("base64")}` : JSON.stringify(body ?? "");
  return `${kind}: ${method} ${JSON.stringify(path)} ${JSON.stringify(headers)} ${sent}`.slice(0, 4_000);
}
