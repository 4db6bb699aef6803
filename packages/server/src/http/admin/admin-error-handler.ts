import type { ProblemDocument } from "@rollcall/admin-api/problem.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { DatabaseUnavailable, StatementTimeout } from "../../domain/database-failures.ts";
import { type ErrorCode, errorCatalogue, RollcallError } from "../../domain/errors.ts";
import { requestIdOf } from "../request-id.ts";

/** What Fastify itself refuses, by its codes. */
const fastifyCodes: ReadonlyMap<string, ErrorCode> = new Map([
  ["FST_ERR_CTP_INVALID_MEDIA_TYPE", "request.unsupported_media_type"],
  ["FST_ERR_CTP_INVALID_TYPE", "request.unsupported_media_type"],
  ["FST_ERR_CTP_BODY_TOO_LARGE", "request.too_large"],
  ["FST_ERR_CTP_INVALID_CONTENT_LENGTH", "request.unparsable"],
  ["FST_ERR_CTP_EMPTY_JSON_BODY", "request.unparsable"],
  ["FST_ERR_CTP_INVALID_JSON_BODY", "request.unparsable"],
  ["FST_ERR_BAD_URL", "route.not_found"],
  ["FST_ERR_MAX_PARAM_LENGTH", "route.not_found"],
]);

/** Seconds after which a call that was refused for the moment may be sent again. */
const retrySeconds = 5;

/** Answers every failure of the admin API as application/problem+json (RFC 9457); what nobody foresaw is logged. */
export function handleAdminError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = asRollcallError(error);
  if (refusal.code === "internal")
    request.log.error({ err: error, requestId: requestIdOf(request) }, "an admin call failed");
  const retry = refusal.retrySeconds ?? (refusal.status === 503 ? retrySeconds : undefined);
  if (retry !== undefined) reply.header("retry-after", String(retry));
  if (refusal.status === 401) reply.header("www-authenticate", 'Bearer realm="rollcall"');
  reply.status(refusal.status).header("content-type", "application/problem+json; charset=utf-8");
  // Text, so that no serializer of a success is asked.
  reply.send(JSON.stringify(describe(refusal, requestIdOf(request))));
}

function asRollcallError(error: unknown): RollcallError {
  if (error instanceof RollcallError) return error;
  if (error instanceof DatabaseUnavailable) {
    return new RollcallError(error.noRoom ? "database.disk_full" : "database.unavailable");
  }
  if (error instanceof StatementTimeout) return new RollcallError("list.too_slow");
  const code = fastifyCodes.get(String((error as { code?: unknown }).code));
  return new RollcallError(code ?? "internal");
}

function describe(error: RollcallError, requestId: string): ProblemDocument {
  const { sentence, whatToDo } = errorCatalogue[error.code];
  return {
    type: `urn:rollcall:error:${error.code}`,
    title: sentence,
    status: error.status,
    detail: error.message,
    code: error.code,
    whatToDo,
    problems: [...error.problems],
    requestId,
  };
}
