import { createHash } from "node:crypto";
import type { DialectLog } from "@rollcall/scim/dialects/dialect.ts";
import { parseFilter } from "@rollcall/scim/filter/parse-filter.ts";
import { resolveFilter } from "@rollcall/scim/filter/resolve-filter.ts";
import { projectionNeeds } from "@rollcall/scim/schema/project-attributes.ts";
import type { Projection } from "@rollcall/scim/schema/projection.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { type ResolvedSort, resolveSort } from "@rollcall/scim/sort/resolve-sort.ts";
import { StatementTimeout } from "../domain/database-failures.ts";
import type { CompiledApplication, SourceApplication } from "../domain/source-application.ts";
import { openDialectLog } from "../domain/tolerance.ts";
import { maxFilterTerms } from "../storage/compile-filter.ts";
import {
  listResources,
  type PageQuery,
  type ResourcePage,
  searchResources,
  type SearchedType,
} from "../storage/read/provisioned-resource-lists.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Resources on a page when the client names no number, and at most. */
export const defaultPageSize = 100;
export const maxPageSize = 1_000;

/** Whose resources are asked for; without a tolerance every dialect of filters is tolerated. */
export type QueriedApplication = SourceApplication & Partial<Pick<CompiledApplication, "tolerance">>;

/** The parameters that every query may have, as they were sent. */
export interface ListParameters {
  readonly filter?: string | undefined;
  /** The parameters stood in a URL. */
  readonly inUrl?: boolean;
  readonly sortBy?: string | undefined;
  readonly sortOrder?: string | undefined;
  readonly count?: string | undefined;
  readonly projection?: Projection | undefined;
  /** The SCIM base URL of the application; without it no resource has a location to filter or sort by. */
  readonly baseUrl?: string | undefined;
}

/** What a query asks for, held against the resource types that it goes to. */
export interface PreparedQuery {
  readonly types: readonly SearchedType[];
  readonly sort: ResolvedSort | undefined;
  readonly baseUrl: string | undefined;
  readonly dialects: DialectLog;
  /** Makes what is the same for every page of one list, and for no other list: 32 bytes. */
  readonly fingerprint: () => Buffer;
}

/**
 * Holds filter, sort and projection against the types. Where there are several, an attribute that one lacks counts as
 * having no value there (R7644-3.4.2.1-04).
 *
 * @throws {ScimError} invalidFilter; sensitive; invalidValue for a `sortBy` or `sortOrder`
 */
export function prepareQuery(
  application: QueriedApplication,
  types: readonly ResourceType[],
  parameters: ListParameters,
): PreparedQuery {
  const { filter: text, sortBy, sortOrder, projection, baseUrl, inUrl = false } = parameters;
  const dialects: DialectLog = application.tolerance === undefined ? new Set() : openDialectLog(application.tolerance);
  const filter = text === undefined ? undefined : parseFilter(text, { maxTerms: maxFilterTerms, dialects });
  const options = { unknownAttributes: types.length > 1 ? "without value" : "refused", inUrl } as const;
  const sort = resolveSort(types, sortBy, sortOrder);
  return {
    types: types.map((type) => ({
      type,
      filter: filter && resolveFilter(type, filter, dialects, options),
      withMembers: projectionNeeds(type, projection, "members"),
      withGroups: projectionNeeds(type, projection, "groups"),
    })),
    sort,
    baseUrl,
    dialects,
    fingerprint: () => {
      const parts = [types.map(({ name }) => name), text, sort && [...sort.targets], sort?.descending];
      return createHash("sha256").update(JSON.stringify(parts)).digest();
    },
  };
}

/** How many resources a page has: what is asked for within bounds (R7644-3.4.2.4-03, AMB-24). */
export function readCount(text: string | undefined): number | undefined {
  const count = readInteger("count", text);
  return count === undefined ? undefined : Math.min(Math.max(count, 0), maxPageSize);
}

/** @throws {ScimError} invalidValue for what is no whole number (AMB-25) */
export function readInteger(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^-?\d+$/.test(text)) {
    const found = JSON.stringify(text.slice(0, 100));
    throw new ScimError("invalidValue", `${name}: expected a whole number, found ${found}`);
  }
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

/**
 * Reads a page of what was asked for.
 *
 * @throws {ScimError} tooMany when the time budget does not suffice
 */
export async function readQueriedPage(
  { database }: Pick<ActionDeps, "database">,
  { organizationId, id }: QueriedApplication,
  { types, sort, baseUrl }: PreparedQuery,
  part: Pick<PageQuery, "startIndex" | "seek" | "count">,
): Promise<ResourcePage> {
  const asked = { ...part, sort, baseUrl };
  const [only, ...others] = types;
  try {
    if (only === undefined || others.length > 0) {
      return await searchResources(database, organizationId, id, types, asked);
    }
    return await listResources(database, organizationId, id, only.type, { ...only, ...asked });
  } catch (error) {
    // Caught here because only the action knows that the client can do something about it: ask for less.
    if (!(error instanceof StatementTimeout)) throw error;
    throw new ScimError(
      "tooMany",
      `the resources that match could not be counted${sort === undefined ? "" : " and sorted"} in the time that a query has: use a narrower filter, such as one by userName, externalId or id`,
    );
  }
}
