import { errorResponse } from "@rollcall/scim/messages/error-response.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { DatabaseUnavailable, StatementTimeout } from "../../domain/database-failures.ts";
import { RollcallError } from "../../domain/errors.ts";
import { sendRequestId } from "../request-id.ts";

/** Codes of the HTTP server's own refusals, and what they are in SCIM. */
const serverRefusals: Readonly<Record<string, (limit: number) => ScimError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: (limit) =>
    new ScimError(413, `The body is larger than ${limit} bytes, the most that this server reads`),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new ScimError("invalidSyntax", "The body's length differs from the Content-Length header"),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new ScimError(415, "Expected Content-Type application/scim+json or application/json, found what is no media type"),
  FST_ERR_BAD_URL: () => new ScimError("invalidSyntax", "The URL is not well-formed: see its percent-encoding"),
  FST_ERR_MAX_PARAM_LENGTH: () => new ScimError(404, "There is nothing at this address"),
};

/**
 * Turns whatever was thrown into the ScimError that is answered; the one place where the SCIM face catches.
 *
 * @returns the answer, and whether it is our fault and belongs into the log
 */
export function toScimError(error: unknown, bodyLimit: number): { answer: ScimError; fault: boolean } {
  if (error instanceof ScimError) return { answer: error, fault: false };
  if (error instanceof DatabaseUnavailable) {
    const headers = { "retry-after": String(error.retryAfterSeconds) };
    const what = error.noRoom ? "The disk of the database is full" : "The database does not answer";
    return {
      answer: new ScimError(503, `${what}; nothing was changed that was not acknowledged`, headers),
      fault: true,
    };
  }
  if (error instanceof RollcallError && error.status === 503) {
    return { answer: new ScimError(503, error.message, { "retry-after": "1" }), fault: false };
  }
  if (error instanceof StatementTimeout) {
    return {
      answer: new ScimError("tooMany", "The query took longer than its time budget: narrow the filter"),
      fault: false,
    };
  }
  const code = (error as { code?: unknown }).code;
  const refusal = typeof code === "string" && Object.hasOwn(serverRefusals, code) ? serverRefusals[code] : undefined;
  if (refusal !== undefined) return { answer: refusal(bodyLimit), fault: false };
  return { answer: new ScimError(500, "Rollcall failed in a way that it did not foresee"), fault: true };
}

/** Answers what was refused before the SCIM face had the request; nothing of it is recorded. */
export function answerScimError(error: unknown, bodyLimit: number, request: FastifyRequest, reply: FastifyReply): void {
  const { answer } = toScimError(error, bodyLimit);
  sendRequestId(request, reply);
  void reply
    .code(answer.status)
    .headers({ ...answer.headers, "content-type": "application/scim+json" })
    .send(Buffer.from(scimErrorBody(answer)));
}

/** The body of an error answer, as JSON. */
export function scimErrorBody(error: ScimError): string {
  return JSON.stringify(errorResponse(error));
}
