import type { FastifyRequest } from "fastify";

/** The query without its question mark; empty where there is none. */
export function queryOf({ url }: FastifyRequest): string {
  const at = url.indexOf("?");
  return at === -1 ? "" : url.slice(at + 1);
}

/** The path below the SCIM base URL without the query. */
export function pathOf(request: FastifyRequest): string {
  const path = request.url.split("?", 1)[0] ?? "";
  return path.replace(/^\/+scim\/[^/]*(\/v2(?=\/|$))?/, "").slice(0, 500);
}

/** Names in lower case; of a repeated parameter the last counts. */
export function queryParameters(query: Record<string, string | string[]>): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of Object.entries(query)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) parameters.set(name.toLowerCase(), last);
  }
  return parameters;
}
