import type { FastifyRequest } from "fastify";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { ScimError } from "@rollcall/scim/scim-error.ts";
import { type ExchangeContent, keepBody } from "../../domain/mask-content.ts";
import type { Masking } from "../../domain/masking.ts";
import { scimErrorBody } from "./scim-error-handler.ts";

/** What of a request decides whether its bodies are kept: those of reads that were answered are not. */
interface Answered {
  readonly refusal: ScimError | undefined;
  readonly notes: { readonly outcome: unknown; readonly dialects: ReadonlySet<string> };
}

function keepsContent(request: FastifyRequest, { refusal, notes }: Answered): boolean {
  if (refusal !== undefined || notes.outcome !== undefined || notes.dialects.size > 0) return true;
  // A job of several writes has no outcome of its own.
  return request.method === "POST" && request.routeOptions.url?.endsWith("/Bulk") === true;
}

/** What is kept of the bodies of a request and its answer. */
export function contentOf(
  request: FastifyRequest,
  answered: Answered,
  answer: string | undefined,
  masking: Masking,
): ExchangeContent | undefined {
  if (!keepsContent(request, answered)) return undefined;
  const sent = Buffer.isBuffer(request.body) ? request.body.toString() : "";
  return { request: keepBody(sent, masking), answer: keepBody(answer ?? "", masking) };
}

/** What is kept of an operation of a bulk job and of its refusal; what is answered otherwise stands with the job. */
export function contentOfOperation(
  data: JsonValue | undefined,
  refusal: ScimError | undefined,
  masking: Masking,
): ExchangeContent {
  return {
    request: data === undefined ? undefined : keepBody(JSON.stringify(data), masking),
    answer: refusal === undefined ? undefined : keepBody(scimErrorBody(refusal), masking),
  };
}
