import { parseFilter } from "@rollcall/scim/filter/parse-filter.ts";
import { resolveFilter } from "@rollcall/scim/filter/resolve-filter.ts";
import type { ResolvedFilter } from "@rollcall/scim/filter/resolved-filter.ts";
import { projectionNeeds } from "@rollcall/scim/schema/project-attributes.ts";
import type { Projection } from "@rollcall/scim/schema/projection.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { StatementTimeout } from "../domain/database-failures.ts";
import type { SourceApplication } from "../domain/source-application.ts";
import { maxFilterTerms } from "../storage/compile-filter.ts";
import { listResources, type ResourcePage, type ResourceRow } from "../storage/read/provisioned-resource-lists.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Resources on a page when the client names no number, and at most. */
const defaultPageSize = 100;
export const maxPageSize = 1_000;

/** The query parameters of a list, as they were sent. */
export interface ResourceQuery {
  readonly filter?: string | undefined;
  readonly startIndex?: string | undefined;
  readonly count?: string | undefined;
  readonly projection?: Projection | undefined;
  /** The SCIM base URL of the application; without it no resource has a location to filter by. */
  readonly baseUrl?: string | undefined;
}

/** A page with what the answer says about it. */
export interface AnsweredPage {
  /** Of all resources that match. */
  readonly totalResults: number;
  /** 1-based. */
  readonly startIndex: number;
  readonly rows: readonly ResourceRow[];
  /** Deviations from the standard that the filter made use of. */
  readonly dialects: readonly string[];
}

/**
 * Answers a query for the resources of one type (RFC 7644 section 3.4.2): those that match the filter, in the order of
 * their ids, at most 1,000 of them. What the projection does not show is not loaded.
 *
 * @throws {ScimError} invalidFilter; invalidValue for a `startIndex` or `count` that is no whole number (AMB-25);
 * tooMany when the matches cannot be counted within the time budget
 */
export async function queryResources(
  deps: Pick<ActionDeps, "database">,
  application: SourceApplication,
  type: ResourceType,
  query: ResourceQuery,
): Promise<AnsweredPage> {
  const dialects = new Set<string>();
  const startIndex = Math.max(readInteger("startIndex", query.startIndex) ?? 1, 1);
  const count = Math.min(Math.max(readInteger("count", query.count) ?? defaultPageSize, 0), maxPageSize);
  const filter = query.filter === undefined ? undefined : readFilter(type, query.filter, dialects);
  const page = await withinBudget(
    listResources(deps.database, application.organizationId, application.id, type, {
      filter,
      startIndex,
      count,
      withMembers: projectionNeeds(type, query.projection, "members"),
      withGroups: projectionNeeds(type, query.projection, "groups"),
      baseUrl: query.baseUrl,
    }),
  );
  return { ...page, startIndex, dialects: [...dialects] };
}

function readFilter(type: ResourceType, text: string, dialects: Set<string>): ResolvedFilter {
  return resolveFilter(type, parseFilter(text, { maxTerms: maxFilterTerms, dialects }), dialects);
}

function readInteger(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^-?\d+$/.test(text)) {
    const found = JSON.stringify(text.slice(0, 100));
    throw new ScimError("invalidValue", `${name}: expected a whole number, found ${found}`);
  }
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

async function withinBudget(page: Promise<ResourcePage>): Promise<ResourcePage> {
  try {
    return await page;
  } catch (error) {
    // Caught here because only the action knows that the client can do something about it: ask for less.
    if (!(error instanceof StatementTimeout)) throw error;
    throw new ScimError(
      "tooMany",
      "the resources that match could not be counted in the time that a query has: use a narrower filter, such as one by userName, externalId or id",
    );
  }
}
