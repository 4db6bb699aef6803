import { listResponseText } from "@rollcall/scim/messages/list-response.ts";
import { parseSearchRequest } from "@rollcall/scim/messages/search-request.ts";
import { parseProjection } from "@rollcall/scim/schema/projection.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { queryResources, type ResourceQuery } from "../../actions/query-resources.ts";
import { presentResource } from "./present-resource.ts";
import type { ScimAnswer, ScimRequest } from "./scim-request.ts";

/** GET /Users with filter and paging (RFC 7644 section 3.4.2). */
export async function query(request: ScimRequest): Promise<ScimAnswer> {
  const { query: sent, projection } = request;
  return answerQuery(request, {
    filter: sent.get("filter"),
    startIndex: sent.get("startindex"),
    count: sent.get("count"),
    projection,
  });
}

/** POST /Users/.search (RFC 7644 section 3.4.3): the same query, its parameters in the body and nowhere else. */
export async function search(request: ScimRequest): Promise<ScimAnswer> {
  const sent = parseSearchRequest(request.body);
  return answerQuery(request, {
    filter: sent.filter,
    startIndex: sent.startIndex?.toString(),
    count: sent.count?.toString(),
    projection: parseProjection(sent.attributes, sent.excludedAttributes),
  });
}

async function answerQuery(request: ScimRequest, sent: ResourceQuery): Promise<ScimAnswer> {
  const type = request.type as ResourceType;
  const page = await queryResources(request.deps, request.application, type, { ...sent, baseUrl: request.baseUrl });
  for (const dialect of page.dialects) request.notes.dialects.add(dialect);
  const resources = page.rows.map((row) => presentResource(type, request.baseUrl, row, sent.projection));
  return { status: 200, body: listResponseText(resources, page) };
}
