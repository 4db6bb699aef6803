import { listResponseText } from "@rollcall/scim/messages/list-response.ts";
import { parseSearchRequest } from "@rollcall/scim/messages/search-request.ts";
import { parseProjection } from "@rollcall/scim/schema/projection.ts";
import { queryResources, type ResourceQuery } from "../../actions/query-resources.ts";
import { walkResources } from "../../actions/walk-resources.ts";
import { presentResource } from "./present-resource.ts";
import type { ScimAnswer, ScimRequest } from "./scim-request.ts";

/** A query as it was sent; with a `cursor`, also an empty one, it is paged by cursor (ROWN-9-03). */
interface SentQuery extends ResourceQuery {
  readonly cursor: string | undefined;
}

/** GET /Users, or the base URL for all types at once, with filter, order and page (RFC 7644 section 3.4.2). */
export async function query(request: ScimRequest): Promise<ScimAnswer> {
  const { query: sent, projection } = request;
  return answerQuery(request, {
    filter: sent.get("filter"),
    inUrl: true,
    sortBy: sent.get("sortby"),
    sortOrder: sent.get("sortorder"),
    startIndex: sent.get("startindex"),
    cursor: sent.get("cursor"),
    count: sent.get("count"),
    projection,
  });
}

/** POST /Users/.search, or /.search (RFC 7644 section 3.4.3): the same query, its parameters in the body alone. */
export async function search(request: ScimRequest): Promise<ScimAnswer> {
  const strict = request.application.tolerance.strict;
  const sent = parseSearchRequest(request.body, { strict });
  return answerQuery(request, {
    filter: sent.filter,
    sortBy: sent.sortBy,
    sortOrder: sent.sortOrder,
    startIndex: sent.startIndex?.toString(),
    cursor: sent.cursor,
    count: sent.count?.toString(),
    projection: parseProjection(sent.attributes, sent.excludedAttributes, { strict }),
  });
}

async function answerQuery(request: ScimRequest, { cursor, ...sent }: SentQuery): Promise<ScimAnswer> {
  const { deps, application, baseUrl, type } = request;
  const types = type === undefined ? application.resourceTypes : [type];
  const asked = { ...sent, baseUrl };
  const page =
    cursor === undefined
      ? await queryResources(deps, application, types, asked)
      : await walkResources(deps, application, types, { ...asked, cursor });
  for (const dialect of page.dialects) request.notes.dialects.add(dialect);
  const typesByName = new Map(types.map((one) => [one.name, one]));
  const resources = page.rows.flatMap((row) => {
    const of = typesByName.get(row.type);
    return of === undefined ? [] : presentResource(of, baseUrl, row, sent.projection);
  });
  return { status: 200, body: listResponseText(resources, page) };
}
