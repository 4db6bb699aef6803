import type { FastifyRequest } from "fastify";
import { sessionMilliseconds } from "../../actions/open-session.ts";
import { RollcallError } from "../../domain/errors.ts";

const maxTokenLength = 100;

/** The cookie's name: with https a browser binds it to this very host. */
function nameFor(origin: string): string {
  return origin.startsWith("https:") ? "__Host-rollcall-session" : "rollcall-session";
}

/** Reads what the session's cookie holds. @param origin the shown one */
export function readSessionCookie(origin: string, header: string | undefined): string | undefined {
  const name = nameFor(origin);
  for (const pair of header?.split(";") ?? []) {
    const [key, value] = pair.split("=", 2);
    if (key?.trim() === name && value !== undefined && value.length <= maxTokenLength) return value.trim();
  }
  return undefined;
}

/** The header that sets the session's cookie, or removes it. @param token undefined removes it */
export function formatSessionCookie(origin: string, token: string | undefined): string {
  const secure = origin.startsWith("https:") ? "; Secure" : "";
  const lasts = token === undefined ? 0 : Math.floor(sessionMilliseconds / 1_000);
  return `${nameFor(origin)}=${token ?? ""}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${lasts}${secure}`;
}

/**
 * Refuses what a page of another site makes a browser send with the session's cookie. Browsers say where a request comes
 * from in Sec-Fetch-Site or Origin; one that says neither is no browser, and a program uses an API key.
 *
 * @throws {RollcallError} authentication.cross_site
 */
export function refuseCrossSite(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) {
    if (site === "same-origin") return;
    throw new RollcallError("authentication.cross_site", `Found Sec-Fetch-Site ${site}, expected same-origin`);
  }
  const { origin, host } = request.headers;
  if (origin !== undefined && URL.canParse(origin) && new URL(origin).host === host) return;
  throw new RollcallError(
    "authentication.cross_site",
    origin === undefined ? "Found neither Sec-Fetch-Site nor Origin" : `Found Origin ${origin}, expected ${host ?? ""}`,
  );
}
