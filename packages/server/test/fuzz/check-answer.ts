import { errorUrn } from "@rollcall/scim/urns.ts";
import type { FuzzRequest } from "./fuzz-request.ts";
import type { FuzzAnswer } from "./send-request.ts";

/** What no answer of the SCIM face may be: one sentence for each fault, none when all is well. */
export function faultsOf({ method }: FuzzRequest, { status, contentType, text }: FuzzAnswer): string[] {
  // 501 is what the base URL and /Me are answered with; everything else of that kind is a fault of ours.
  if (status >= 500 && status !== 501) return [`answered ${status}: ${text.slice(0, 500)}`];
  if (text === "") return method === "HEAD" || status === 204 || status === 304 ? [] : [`${status} without a body`];
  if (!/^application\/(scim\+)?json(; charset=utf-8)?$/.test(contentType)) return [`${status} as ${contentType}`];
  const body = parse(text);
  if (typeof body !== "object" || body === null)
    return [`${status} with a body that is no object: ${text.slice(0, 500)}`];
  const { schemas, status: said } = body as { schemas?: unknown; status?: unknown };
  if (!Array.isArray(schemas) || schemas.length === 0) return [`${status} without schemas: ${text.slice(0, 500)}`];
  if (status < 400) return [];
  const isError = schemas.length === 1 && schemas[0] === errorUrn && said === String(status);
  return isError ? [] : [`${status} with a body that is no SCIM error: ${text.slice(0, 500)}`];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
