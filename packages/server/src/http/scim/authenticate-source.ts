import { ScimError } from "@rollcall/scim/scim-error.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import { isId } from "../../domain/id.ts";
import type { CompiledApplication } from "../../domain/source-application.ts";

/** What an Authorization header holds. */
interface Credentials {
  readonly token: string;
  /** The token came as the password of HTTP Basic. */
  readonly basic: boolean;
}

const bearer = /^bearer +/i;
const basic = /^basic +/i;

/**
 * Takes the token from an Authorization header: `Bearer` in any case, the raw token without a scheme, or the password of
 * `Basic`; blanks that came along when it was pasted, no-break ones too, are cut off.
 *
 * @returns undefined when the header is missing or holds nothing
 */
function readCredentials(header: string | undefined): Credentials | undefined {
  const text = header?.trim() ?? "";
  if (basic.test(text)) {
    const pair = Buffer.from(text.replace(basic, ""), "base64").toString("utf8");
    const password = pair.slice(pair.indexOf(":") + 1).trim();
    return password === "" || !pair.includes(":") ? undefined : { token: password, basic: true };
  }
  const token = text.replace(bearer, "").trim();
  return token === "" || /^(bearer|basic)$/i.test(token) ? undefined : { token, basic: false };
}

/** What is known of a request's token before it is accepted or refused. */
export interface SeenToken {
  /** Undefined while the token is unknown, or of another source application. */
  tokenId: string | undefined;
}

/**
 * Finds the source application that a request may act as (RFC 6750).
 *
 * @param discovery the answer for another application's token is 403 on discovery and 404 elsewhere (AMB-75)
 * @param seen is told which token of this application came, also one that is refused
 * @throws {ScimError} 401 without a token or with one that is unknown, revoked or expired; 403, 404; 503 in mode refusing
 */
export async function authenticateSource(
  deps: ActionDeps,
  applicationId: string,
  authorization: string | undefined,
  discovery: boolean,
  seen: SeenToken,
): Promise<CompiledApplication> {
  const credentials = readCredentials(authorization);
  if (credentials === undefined) {
    throw new ScimError(401, "Expected a bearer token in the Authorization header, found none", {
      // RFC 6750 section 3.1: no error code when there was no authentication information at all.
      "www-authenticate": 'Bearer realm="rollcall"',
    });
  }
  const grant = await deps.settings.grant(credentials.token);
  if (grant === undefined) throw refused("The bearer token is unknown: copy it again, or create another");
  if (grant.sourceApplicationId === applicationId) seen.tokenId = grant.tokenId;
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
  if (credentials.basic && !application.basicAllowed) {
    throw refused("HTTP Basic is off for this source application: send the token with the scheme Bearer");
  }
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
