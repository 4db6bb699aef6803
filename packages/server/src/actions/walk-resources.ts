import { randomBytes } from "node:crypto";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { type PageCursor, readPageCursor, writePageCursor } from "../domain/page-cursor.ts";
import type { ListedResource, ResourcePage, Seek } from "../storage/read/provisioned-resource-lists.ts";
import type { ActionDeps } from "./action-deps.ts";
import { cursorKey } from "./cursor-key.ts";
import {
  defaultPageSize,
  type ListParameters,
  prepareQuery,
  type QueriedApplication,
  readCount,
  readQueriedPage,
} from "./prepare-query.ts";

/** Seconds for which a cursor stays valid. */
export const cursorTimeout = 3_600;

/** The query parameters of a list that is paged by cursor, as they were sent. */
export interface CursorQuery extends ListParameters {
  /** Empty for the first page. */
  readonly cursor: string;
  /** Has no place beside a cursor. */
  readonly startIndex?: string | undefined;
}

/** A page with the ways to the next and the previous one. */
export interface CursorPage {
  /** Of all resources that match. */
  readonly totalResults: number;
  readonly rows: readonly ListedResource[];
  /** Undefined on the last page. */
  readonly nextCursor?: string;
  /** Undefined on the first page. */
  readonly previousCursor?: string;
  /** Deviations from the standard that the filter made use of. */
  readonly dialects: readonly string[];
}

/**
 * Answers a query page by page, each named by a cursor of the page beside it (RFC 9865 section 2). Whoever walks from one
 * end to the other meets every resource that existed throughout exactly once, whatever others create and delete
 * meanwhile; in an order other than that of ids, as long as its own value does not change. A cursor is good for one hour,
 * for this application and this query.
 *
 * @throws {ScimError} as `queryResources`; invalidCursor, expiredCursor; invalidCount for another `count` than that of
 * the page before; invalidValue beside a `startIndex` (ROWN-9-02)
 */
export async function walkResources(
  deps: Pick<ActionDeps, "database" | "now">,
  application: QueriedApplication,
  types: readonly ResourceType[],
  query: CursorQuery,
): Promise<CursorPage> {
  if (query.startIndex !== undefined) {
    throw new ScimError("invalidValue", "cursor and startIndex exclude each other: a list is paged by one of them");
  }
  const asked = readCount(query.count);
  const prepared = prepareQuery(application, types, query);
  const key = await cursorKey(deps.database);
  const list = [application.organizationId, application.id, prepared.fingerprint().toString("hex")].join(" ");
  const cursor =
    query.cursor === "" ? undefined : openCursor(readPageCursor(key, list, query.cursor), asked, deps.now());
  const count = cursor?.count ?? asked ?? defaultPageSize;
  const seek = cursor?.seek;
  const page = await readQueriedPage(deps, application, prepared, { seek, count });
  const issuedAt = Date.parse(deps.now());
  const { next, previous } = pagesBeside(page, seek);
  const write = (beside: Seek): string =>
    writePageCursor(key, list, { seek: beside, count, issuedAt }, randomBytes(16));
  return {
    totalResults: page.totalResults,
    rows: page.rows,
    ...(next === undefined ? {} : { nextCursor: write(next) }),
    ...(previous === undefined ? {} : { previousCursor: write(previous) }),
    dialects: [...prepared.dialects],
  };
}

/** @param asked the `count` of this request; without one that of the page before counts */
function openCursor(cursor: PageCursor | undefined, asked: number | undefined, now: string): PageCursor {
  if (cursor === undefined) {
    // The same for a cursor of another application or query as for none at all (R9865-5-04).
    throw new ScimError("invalidCursor", "cursor: not one of this query: begin again with an empty cursor");
  }
  if (Date.parse(now) - cursor.issuedAt > cursorTimeout * 1_000) {
    throw new ScimError("expiredCursor", "cursor: older than an hour: begin again with an empty cursor");
  }
  if (asked !== undefined && asked !== cursor.count) {
    throw new ScimError("invalidCount", `count: expected ${cursor.count} as on the page before, found ${asked}`);
  }
  return cursor;
}

/** Where the pages beside a page begin; undefined at the ends of the list. */
function pagesBeside({ rows, more }: ResourcePage, seek: Seek | undefined): { next?: Seek; previous?: Seek } {
  const [first, last] = [rows[0]?.position, rows.at(-1)?.position];
  const isEmpty = first === undefined;
  // Read from the beginning of the list it is the first page, whatever led there.
  const fromBeginning = seek === undefined || (seek.direction === "after" && seek.position === undefined);
  if (fromBeginning || seek.direction === "after") {
    return {
      ...(more && !isEmpty ? { next: { direction: "after", position: last } } : {}),
      // All that followed may be gone: then the end of the list comes before it.
      ...(fromBeginning ? {} : { previous: { direction: "before", position: first } }),
    };
  }
  return {
    // Likewise all that came before: then the beginning of the list comes after it.
    ...(seek.position === undefined ? {} : { next: { direction: "after", position: last } }),
    ...(more && !isEmpty ? { previous: { direction: "before", position: first } } : {}),
  };
}
