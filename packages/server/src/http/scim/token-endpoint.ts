import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ActionDeps } from "../../actions/action-deps.ts";
import { accessTokenSeconds, issueAccessToken } from "../../actions/issue-access-token.ts";
import { DatabaseUnavailable } from "../../domain/database-failures.ts";
import type { Log } from "../../log.ts";
import { requestIdOf } from "../request-id.ts";

/** A refusal of the token endpoint (RFC 6749 section 5.2). */
class TokenRefusal extends Error {
  readonly error: "invalid_request" | "invalid_client" | "unsupported_grant_type";

  constructor(error: TokenRefusal["error"], description: string) {
    super(description);
    this.error = error;
  }
}

/** Bytes; an honest request has a few hundred. */
const bodyLimit = 16_384;

/**
 * Registers the OAuth 2.0 token endpoint beside each SCIM base URL: /scim/{source application}/oauth/token, for the grant
 * client_credentials (RFC 6749 section 4.4), the client's credentials in HTTP Basic or in the body.
 */
export async function registerTokenEndpoint(app: FastifyInstance, deps: ActionDeps, log: Log): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string", bodyLimit }, (_request, body, done) => done(null, body));
  app.addHook("onSend", async (request, reply) => {
    void reply.headers({ "x-request-id": requestIdOf(request), "cache-control": "no-store", pragma: "no-cache" });
  });
  app.setErrorHandler((error, request, reply) => answerRefusal(error, request, reply, log));
  app.post("/scim/:applicationId/oauth/token", async (request, reply) => {
    const { applicationId } = request.params as { applicationId: string };
    const form = readForm(request);
    const { id, secret } = readClient(request, form);
    const grant = form.get("grant_type");
    if (grant === null) throw new TokenRefusal("invalid_request", "grant_type is missing: expected client_credentials");
    if (grant !== "client_credentials") {
      throw new TokenRefusal("unsupported_grant_type", "grant_type: expected client_credentials");
    }
    const token = await issueAccessToken(deps, applicationId, id, secret);
    if (token === undefined) throw new TokenRefusal("invalid_client", "the client is unknown or its secret is wrong");
    return reply.send({ access_token: token, token_type: "Bearer", expires_in: accessTokenSeconds });
  });
}

function readForm(request: FastifyRequest): URLSearchParams {
  const type = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    throw new TokenRefusal("invalid_request", "expected Content-Type application/x-www-form-urlencoded");
  }
  const form = new URLSearchParams(typeof request.body === "string" ? request.body : "");
  for (const name of ["grant_type", "client_id", "client_secret"]) {
    if (form.getAll(name).length > 1) throw new TokenRefusal("invalid_request", `${name} stands there more than once`);
  }
  return form;
}

/** The client's credentials: HTTP Basic or the body, never both (RFC 6749 section 2.3). */
function readClient(request: FastifyRequest, form: URLSearchParams): { id: string; secret: string } {
  const header = request.headers.authorization;
  const sent = { id: form.get("client_id"), secret: form.get("client_secret") };
  if (header === undefined) {
    if (sent.id === null || sent.secret === null) {
      throw new TokenRefusal("invalid_client", "expected the client's id and secret, in HTTP Basic or in the body");
    }
    return { id: sent.id, secret: sent.secret };
  }
  if (sent.secret !== null) {
    throw new TokenRefusal("invalid_request", "the client's secret came both in HTTP Basic and in the body");
  }
  const pair = /^basic +(.+)$/i.exec(header)?.[1];
  const text = pair === undefined ? "" : Buffer.from(pair, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon === -1)
    throw new TokenRefusal("invalid_client", "Authorization: expected Basic with the client's credentials");
  return { id: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) };
}

/** Id and secret are form-encoded within HTTP Basic (RFC 6749 section 2.3.1). */
function formDecoded(text: string): string {
  return new URLSearchParams(`value=${text.replaceAll("&", "%26")}`).get("value") ?? "";
}

function answerRefusal(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  if (error instanceof TokenRefusal) {
    const basic = request.headers.authorization !== undefined && error.error === "invalid_client";
    if (basic) void reply.header("www-authenticate", 'Basic realm="rollcall"');
    void reply.code(error.error === "invalid_client" ? 401 : 400);
    return reply.send({ error: error.error, error_description: error.message });
  }
  if (error instanceof DatabaseUnavailable) {
    void reply.code(503).header("retry-after", String(error.retryAfterSeconds));
    return reply.send({ error: "temporarily_unavailable", error_description: "the database does not answer" });
  }
  if ((error as { statusCode?: unknown }).statusCode === 413) {
    return reply
      .code(413)
      .send({ error: "invalid_request", error_description: `the body is larger than ${bodyLimit} bytes` });
  }
  log.error({ err: error, requestId: requestIdOf(request) }, "a token request failed");
  return reply
    .code(500)
    .send({ error: "server_error", error_description: "Rollcall failed in a way that it did not foresee" });
}
