import { projectionNeeds } from "@rollcall/scim/schema/project-attributes.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { createResource } from "../../actions/create-resource.ts";
import { deleteResource } from "../../actions/delete-resource.ts";
import { patchResource } from "../../actions/patch-resource.ts";
import { replaceResource } from "../../actions/replace-resource.ts";
import type { WriteResult } from "../../actions/stored-resource.ts";
import { notFound } from "../../actions/not-found.ts";
import { isId } from "../../domain/id.ts";
import { readResource } from "../../storage/read/provisioned-resource-lists.ts";
import { isNotModified } from "./check-if-match.ts";
import { etag, locationOf, presentResource } from "./present-resource.ts";
import type { ScimAnswer, ScimRequest } from "./scim-request.ts";

type TypedRequest = ScimRequest & { readonly type: ResourceType };
type OneRequest = TypedRequest & { readonly id: string };

/** POST /Users, /Groups (RFC 7644 section 3.3). */
export async function create(request: ScimRequest): Promise<ScimAnswer> {
  const { type } = request as TypedRequest;
  const result = await createResource(request.deps, request, type, request.body);
  return written(request as TypedRequest, result, 201);
}

/** GET /Users/{id} (RFC 7644 section 3.4.1). */
export async function read(request: ScimRequest): Promise<ScimAnswer> {
  const { type, id, deps, application, projection } = request as OneRequest;
  const withMembers = projectionNeeds(type, projection, "members");
  const withGroups = projectionNeeds(type, projection, "groups");
  const row = isId(id)
    ? await readResource(deps.database, application.organizationId, application.id, type.name, id, {
        withMembers,
        withGroups,
      })
    : undefined;
  if (row === undefined) return notFound(type.name, id);
  if (isNotModified(request.headers, row.version)) {
    return { status: 304, headers: resourceHeaders(request as OneRequest, row) };
  }
  const body = presentResource(type, request.baseUrl, row, projection);
  return { status: 200, headers: resourceHeaders(request as OneRequest, row), body };
}

/** PUT /Users/{id} (RFC 7644 section 3.5.1). */
export async function replace(request: ScimRequest): Promise<ScimAnswer> {
  const { type, id } = request as OneRequest;
  const result = await replaceResource(request.deps, request, type, id, request.body);
  return written(request as OneRequest, result, 200);
}

/** PATCH /Users/{id} (RFC 7644 section 3.5.2). */
export async function patch(request: ScimRequest): Promise<ScimAnswer> {
  const { type, id } = request as OneRequest;
  const result = await patchResource(request.deps, request, type, id, request.body);
  const answer = written(request as OneRequest, result, 200);
  // A group too large to be shown is shown all the same as far as the client names what it wants (R7644-3.5.2-12).
  return answer.status === 204 && request.projection !== undefined ? read({ ...request, headers: {} }) : answer;
}

/** DELETE /Users/{id} (RFC 7644 section 3.6). */
export async function remove(request: ScimRequest): Promise<ScimAnswer> {
  const { type, id } = request as OneRequest;
  return written(request as OneRequest, await deleteResource(request.deps, request, type, id), 200);
}

/** Answers a write with the resource, or with 204 where there is none to show. */
function written(request: TypedRequest, result: WriteResult, status: 200 | 201): ScimAnswer {
  request.notes.outcome = result.outcome;
  request.notes.reason = result.reason;
  request.notes.resourceId = result.resourceId;
  for (const dialect of result.dialects) request.notes.dialects.add(dialect);
  for (const path of result.unknown) request.notes.unknown.add(path);
  if (result.answer === undefined) {
    const { unshown } = result;
    return { status: 204, ...(unshown === undefined ? {} : { headers: resourceHeaders(request, unshown) }) };
  }
  return {
    status,
    headers: resourceHeaders(request, result.answer),
    body: presentResource(request.type, request.baseUrl, result.answer, request.projection, result.supplied),
  };
}

function resourceHeaders(request: TypedRequest, row: { id: string; version: number }): Record<string, string> {
  return { location: locationOf(request.baseUrl, request.type, row.id), etag: etag(row.version) };
}
