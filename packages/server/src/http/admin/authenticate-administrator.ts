import type { FastifyRequest } from "fastify";
import { hashSecret } from "../../actions/issue-secret.ts";
import { type FoundSession, findOpenSession } from "../../actions/open-session.ts";
import { RollcallError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { findPrincipal } from "../../storage/read/api-keys.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { readSessionCookie, refuseCrossSite } from "./session-cookie.ts";

const scheme = "bearer ";
const maxKeyLength = 500;

/** Who calls: by an API key, or by the session of a browser. */
export interface Authenticated {
  readonly principal: Principal;
  /** Undefined for an API key. */
  readonly session: FoundSession | undefined;
}

/**
 * Finds who calls: whom an API key stands for or, without one, who is signed in. Both are asked of the database each
 * time, so that what was revoked is dead at once.
 *
 * @throws {RollcallError} authentication.missing, authentication.invalid, authentication.signed_out,
 *   authentication.cross_site
 */
export async function authenticateAdministrator(deps: AdminDeps, request: FastifyRequest): Promise<Authenticated> {
  const { authorization, cookie } = request.headers;
  const token = authorization === undefined ? readSessionCookie(deps.origin, cookie) : undefined;
  if (token !== undefined) {
    if (request.method !== "GET" && request.method !== "HEAD") refuseCrossSite(request);
    const session = await findOpenSession(deps, token);
    if (session === undefined || session.facts.awaitsSecondFactor) throw new RollcallError("authentication.signed_out");
    return { principal: session.principal, session };
  }
  const header = authorization?.trim() ?? "";
  const key = header.slice(scheme.length).trim();
  if (header.slice(0, scheme.length).toLowerCase() !== scheme || key === "") {
    throw new RollcallError("authentication.missing");
  }
  const principal = key.length > maxKeyLength ? undefined : await findPrincipal(deps.database.reader, hashSecret(key));
  if (principal === undefined) throw new RollcallError("authentication.invalid");
  return { principal, session: undefined };
}

/** Who calls a route that anybody may call: nobody in particular. */
export function admitAnybody(request: FastifyRequest): void {
  // What changes something for whoever is in front of a browser is not to be sent by another site's page.
  const { origin } = request.headers;
  if (request.method !== "GET" && (request.headers["sec-fetch-site"] ?? origin) !== undefined) refuseCrossSite(request);
}
