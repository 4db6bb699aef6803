import { ScimError } from "@rollcall/scim/scim-error.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import { isId } from "../../domain/id.ts";
import type { CompiledApplication } from "../../domain/source-application.ts";

const scheme = /^bearer +/i;

/**
 * Takes the token from an Authorization header: `Bearer` in any case, or the raw token without a scheme; blanks that
 * came along when it was pasted, no-break ones too, are cut off.
 *
 * @returns undefined when the header is missing or holds nothing
 */
export function bearerToken(header: string | undefined): string | undefined {
  const token = header?.replace(scheme, "").trim();
  return token === undefined || token === "" || /^bearer$/i.test(token) ? undefined : token;
}

/**
 * Finds the source application that a request may act as (RFC 6750).
 *
 * @param discovery the answer for another application's token is 403 on discovery and 404 elsewhere (AMB-75)
 * @throws {ScimError} 401 without a token or with one that is unknown, revoked or expired; 403, 404; 503 in mode refusing
 */
export async function authenticateSource(
  deps: ActionDeps,
  applicationId: string,
  authorization: string | undefined,
  discovery: boolean,
): Promise<CompiledApplication> {
  const token = bearerToken(authorization);
  if (token === undefined) {
    throw new ScimError(401, "Expected a bearer token in the Authorization header, found none", {
      // RFC 6750 section 3.1: no error code when there was no authentication information at all.
      "www-authenticate": 'Bearer realm="rollcall"',
    });
  }
  const grant = await deps.settings.grant(token);
  if (grant === undefined) throw refused("The bearer token is unknown: copy it again, or create another");
  if (grant.revoked) throw refused("The bearer token was revoked: create another");
  if (grant.expiresAt !== null && grant.expiresAt.toISOString() <= deps.now()) {
    throw refused("The bearer token has expired: create another");
  }
  if (grant.sourceApplicationId !== applicationId) {
    throw discovery
      ? new ScimError(403, "This bearer token belongs to another source application")
      : new ScimError(404, "There is nothing here for this bearer token: compare the SCIM base URL");
  }
  const application = isId(applicationId) ? await deps.settings.application(applicationId) : undefined;
  if (application === undefined) throw refused("The source application of this bearer token was deleted");
  if (application.mode === "refusing") {
    throw new ScimError(503, "An administrator has this source application refuse all requests for now", {
      "retry-after": "300",
    });
  }
  return application;
}

function refused(detail: string): ScimError {
  return new ScimError(401, detail, {
    "www-authenticate": `Bearer realm="rollcall", error="invalid_token", error_description="${detail}"`,
  });
}
