import type { JsonObject } from "../resource.ts";
import { listResponseUrn } from "../urns.ts";

/** What a page says about itself beside its resources (RFC 7644 section 3.4.2.4, RFC 9865 section 2). */
export interface PageFacts {
  /** All matches, not those of the page. Left out only where a cursor walks and the total is not known. */
  readonly totalResults?: number;
  /** 1-based index of the first resource; left out when paging by cursor. */
  readonly startIndex?: number;
  /** Left out on the last page. */
  readonly nextCursor?: string;
  /** Left out on the first page. */
  readonly previousCursor?: string;
}

/**
 * Makes the answer to a query. `Resources` is always there, also when it is empty (AMB-27).
 *
 * @example
 * listResponse([user], { totalResults: 42, startIndex: 1 });
 */
export function listResponse(resources: readonly JsonObject[], page: PageFacts): JsonObject {
  return { ...head(resources.length, page), Resources: [...resources] };
}

/** Makes the text of the answer from resources that are JSON text already, so that nothing is parsed to be written. */
export function listResponseText(resources: readonly string[], page: PageFacts): string {
  return `${JSON.stringify(head(resources.length, page)).slice(0, -1)},"Resources":[${resources.join(",")}]}`;
}

function head(itemsPerPage: number, page: PageFacts): JsonObject {
  return {
    schemas: [listResponseUrn],
    ...(page.totalResults === undefined ? {} : { totalResults: page.totalResults }),
    ...(page.startIndex === undefined ? {} : { startIndex: page.startIndex }),
    itemsPerPage,
    ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
    ...(page.previousCursor === undefined ? {} : { previousCursor: page.previousCursor }),
  };
}
