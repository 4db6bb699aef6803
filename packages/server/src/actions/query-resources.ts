import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { ListedResource } from "../storage/read/provisioned-resource-lists.ts";
import type { ActionDeps } from "./action-deps.ts";
import { findBookmark, keepBookmark } from "./bookmark-list.ts";
import {
  defaultPageSize,
  type ListParameters,
  prepareQuery,
  type QueriedApplication,
  readCount,
  readInteger,
  readQueriedPage,
} from "./prepare-query.ts";

/** The query parameters of a list that is paged by index, as they were sent. */
export interface ResourceQuery extends ListParameters {
  readonly startIndex?: string | undefined;
}

/** A page with what the answer says about it. */
export interface AnsweredPage {
  /** Of all resources that match. */
  readonly totalResults: number;
  /** 1-based. */
  readonly startIndex: number;
  readonly rows: readonly ListedResource[];
  /** Deviations from the standard that the filter made use of. */
  readonly dialects: readonly string[];
}

/**
 * Answers a query for the resources of one type, or of several in one list (RFC 7644 section 3.4.2): at most 1,000 of
 * those that match the filter, in the order asked for, else in that of their ids. What the projection does not show is
 * not loaded. A page that begins where another one ended within the last hour goes on after the last resource of that
 * one, so that a walk skips nothing when resources are deleted meanwhile.
 *
 * @throws {ScimError} invalidFilter; invalidValue for a `sortBy`, `sortOrder`, `startIndex` or `count` that is none
 * (ROWN-8-01, AMB-25); tooMany when the matches cannot be counted within the time budget
 */
export async function queryResources(
  deps: Pick<ActionDeps, "database">,
  application: QueriedApplication,
  asked: ResourceType | readonly ResourceType[],
  query: ResourceQuery,
): Promise<AnsweredPage> {
  const startIndex = Math.max(readInteger("startIndex", query.startIndex) ?? 1, 1);
  const count = readCount(query.count) ?? defaultPageSize;
  const prepared = prepareQuery(application, [asked].flat() as readonly ResourceType[], query);
  const { fingerprint, dialects } = prepared;
  const goesOn = startIndex > 1 && count > 0;
  const position = goesOn ? await findBookmark(deps, application, fingerprint(), startIndex) : undefined;
  const begin = position === undefined ? { startIndex } : { seek: { direction: "after", position } as const };
  const { totalResults, rows, more } = await readQueriedPage(deps, application, prepared, { ...begin, count });
  const last = rows.at(-1);
  // The last page of a walk too: what is created before its end would lead to rows again that were met. A list that is
  // one page needs none, and most look-ups are that.
  if (last !== undefined && (more || startIndex > 1)) {
    await keepBookmark(deps, application, fingerprint(), startIndex + rows.length, last.position);
  }
  return { totalResults, startIndex, rows, dialects: [...dialects] };
}
