import { errorResponse } from "@rollcall/scim/messages/error-response.ts";
import { parseBulkRequest } from "@rollcall/scim/messages/bulk-request.ts";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { bulkResponseUrn } from "@rollcall/scim/urns.ts";
import { type BulkOutcome, runBulkRequest } from "../../actions/run-bulk-request.ts";
import { preconditionOf } from "./check-if-match.ts";
import { etag, locationOf } from "./present-resource.ts";
import { toScimError } from "./scim-error-handler.ts";
import type { ScimAnswer, ScimRequest } from "./scim-request.ts";

/** Operations in one request at most. */
export const maxBulkOperations = 1_000;

/** POST /Bulk (RFC 7644 section 3.7): 200 for a job that was carried out, whatever became of its operations. */
export async function bulk(request: ScimRequest): Promise<ScimAnswer> {
  const { strict } = request.application.tolerance;
  const job = parseBulkRequest(request.body, { maxOperations: maxBulkOperations, strict });
  const outcomes = await runBulkRequest(request.deps, request, job, {
    resourceTypes: request.application.resourceTypes,
    precondition: (version) => preconditionOf({ "if-match": version }) ?? (() => undefined),
    refusalOf: (error) => {
      const { answer, fault } = toScimError(error, request.bodyLimit);
      if (fault) request.logFault(error);
      return answer;
    },
  });
  for (const outcome of outcomes) recordOperation(request, outcome);
  const body = { schemas: [bulkResponseUrn], Operations: outcomes.map((outcome) => present(request, outcome)) };
  return { status: 200, body: JSON.stringify(body) };
}

function present(request: ScimRequest, { operation, type, resourceId, outcome }: BulkOutcome): JsonObject {
  const known = type !== undefined && resourceId !== undefined;
  const location = known ? { location: locationOf(request.baseUrl, type, resourceId) } : {};
  const named = { method: operation.method, ...(operation.bulkId === undefined ? {} : { bulkId: operation.bulkId }) };
  if (outcome instanceof ScimError) {
    return { ...named, ...location, status: String(outcome.status), response: errorResponse(outcome) };
  }
  const version = outcome.answer?.version ?? outcome.unshown?.version;
  return {
    ...named,
    ...location,
    ...(version === undefined ? {} : { version: etag(version) }),
    status: String(statusOf(operation.method, outcome.answer !== undefined)),
  };
}

function statusOf(method: string, shown: boolean): number {
  if (method === "POST") return 201;
  return shown ? 200 : 204;
}

/** Every operation is an exchange of its own, as if it had come alone (ROWN-15-04). */
function recordOperation(request: ScimRequest, { operation, resourceId, outcome }: BulkOutcome): void {
  const refused = outcome instanceof ScimError;
  request.recordPart({
    method: operation.method,
    path: `/Bulk${operation.path.startsWith("/") ? "" : "/"}${operation.path}`.slice(0, 500),
    status: refused ? outcome.status : statusOf(operation.method, outcome.answer !== undefined),
    refusal: refused ? outcome : undefined,
    notes: {
      outcome: refused ? "refused" : outcome.outcome,
      reason: refused ? undefined : outcome.reason,
      resourceId,
      dialects: new Set(refused ? [] : outcome.dialects),
      unknown: new Set(refused ? [] : outcome.unknown),
      body: operation.target instanceof ScimError ? undefined : operation.target.data,
    },
  });
}
