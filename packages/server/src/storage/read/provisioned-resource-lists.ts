import type { ResolvedFilter } from "@rollcall/scim/filter/resolved-filter.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { ResolvedSort } from "@rollcall/scim/sort/resolve-sort.ts";
import { beforeAllIds, isId } from "../../domain/id.ts";
import { type Database, type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";
import { findLookup } from "./frequent-searches.ts";
import type { Details } from "./provisioned-resource-columns.ts";
import { composeSearch, type ListPosition, type SearchedType, type Seek } from "./provisioned-resource-searches.ts";
import {
  compileCondition,
  composeMemberSearch,
  memberCountStatement,
  pageAfterStatement,
  pageBeforeStatement,
  pageStatement,
  pointStatement,
} from "./provisioned-resource-statements.ts";

export type { ListPosition, SearchedType, Seek } from "./provisioned-resource-searches.ts";

/** A provisioned resource as it is read: the stored document, and what is appended to it when it is answered. */
export interface ResourceRow {
  readonly id: string;
  /** Ready-made JSON without `meta`, `groups` and `members`. */
  readonly document: string;
  /** Of a group: the version of its row and the changes of its memberships together. */
  readonly version: number;
  /** ISO 8601 in UTC with milliseconds. */
  readonly createdAt: string;
  /** Of a group: its own last change or that of its memberships, whichever is newer. */
  readonly modifiedAt: string;
  /** Ready-made JSON of a group's members, without `$ref`; null when there are none or they were not asked for. */
  readonly members: string | null;
  /** Ready-made JSON of a user's direct groups, without `$ref`; null when there are none or they were not asked for. */
  readonly groups: string | null;
}

/** A resource in a list. */
export interface ListedResource extends ResourceRow {
  /** Name of its resource type. */
  readonly type: string;
  /** Where it stands in the list. */
  readonly position: ListPosition;
}

export interface ResourcePage {
  /** Of all resources that match, not of the page. */
  readonly totalResults: number;
  /** In the order of the list, whichever way the page was reached. */
  readonly rows: readonly ListedResource[];
  /** Whether there is more beyond the page, in the direction in which it was read. */
  readonly more: boolean;
}

/** Which part of a list is read, and in which order the list is. */
export interface PageQuery {
  /** Without it the list is in the order of ids. */
  readonly sort?: ResolvedSort | undefined;
  /** 1-based, at least 1; without it the page begins at the beginning or where `seek` says. */
  readonly startIndex?: number;
  readonly seek?: Seek | undefined;
  /** At least 0; 0 asks for the total alone. */
  readonly count: number;
  /** The SCIM base URL of the source application, which a filter or sort by location or `$ref` needs. */
  readonly baseUrl?: string | undefined;
}

export interface ListQuery extends Details, PageQuery {
  readonly filter?: ResolvedFilter | undefined;
}

interface Row {
  readonly id: string | null;
  readonly document: string;
  readonly version: number;
  readonly created_at: Date;
  readonly modified_at: Date;
  readonly members?: string | null;
  readonly groups?: string | null;
}

type PointRow = Row & { readonly id: string };

function resourceRow(id: string, row: Row): ResourceRow {
  return {
    id,
    document: row.document,
    version: row.version,
    createdAt: instant(row.created_at),
    modifiedAt: instant(row.modified_at),
    members: row.members ?? null,
    groups: row.groups ?? null,
  };
}

/** Reads one resource by its id; `undefined` when this application has none of the type. */
export async function readResource(
  { reader, lists }: Pick<Database, "reader" | "lists">,
  organizationId: string,
  sourceApplicationId: string,
  type: string,
  id: string,
  details: Details,
): Promise<ResourceRow | undefined> {
  if (!isId(id)) return undefined;
  const statement = pointStatement(type, details);
  const scope = [organizationId, sourceApplicationId, type];
  // Loading the members of a large group takes long enough that other look-ups must not wait behind it.
  const row = details.withMembers
    ? (await lists.query<PointRow>(statement, [...scope, [id]]))[0]
    : await reader.find<PointRow>(statement, scope, id);
  return row && resourceRow(id, row);
}

/** Counts the members of a group by its slot counters, at a cost that does not grow with them. */
export async function countMembers(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  groupId: string,
): Promise<number> {
  const values = [organizationId, sourceApplicationId, groupId];
  const [row] = await reader.query<{ total: number }>(memberCountStatement, values);
  return row?.total ?? 0;
}

/**
 * Lists the ids of a group's members that fulfil a filter on the elements of `members`, in their order.
 *
 * @throws StatementTimeout when the time budget of lists does not suffice
 */
export async function findMembersWhere(
  lists: Reader,
  organizationId: string,
  sourceApplicationId: string,
  groupId: string,
  filter: ResolvedFilter,
): Promise<string[]> {
  const { text, values } = composeMemberSearch(filter, [organizationId, sourceApplicationId, groupId]);
  const rows = await lists.query<{ id: string }>(unnamedStatement(text), values);
  return rows.map((row) => row.id);
}

/**
 * Reads a page of the resources of one type that match, with the number of all that match: both of the same moment.
 * Without a filter the number comes from counters; with one it is counted.
 *
 * @throws StatementTimeout when the time budget of lists does not suffice for the page or the number
 */
export async function listResources(
  database: Pick<Database, "reader" | "lists">,
  organizationId: string,
  sourceApplicationId: string,
  type: ResourceType,
  query: ListQuery,
): Promise<ResourcePage> {
  const { filter, sort, startIndex = 1, seek, count, baseUrl } = query;
  if (filter === undefined && sort === undefined) {
    return listAll(database, organizationId, sourceApplicationId, type, query);
  }
  if (filter !== undefined && sort === undefined && seek === undefined && startIndex === 1 && count > 0) {
    const condition = compileCondition({ type, filter, baseUrl }, [organizationId, sourceApplicationId, count, 0]);
    const lookup = findLookup(type.name, query, condition);
    if (lookup !== undefined) {
      // The members of a group may be many, and whatever is read behind them on the same connection would wait.
      const reader = query.withMembers ? database.lists : database.reader;
      return indexedPage(await reader.query(lookup, condition.parameters.values), type, query);
    }
  }
  const { withMembers, withGroups } = query;
  const searched = { type, filter, withMembers, withGroups };
  return searchResources(database, organizationId, sourceApplicationId, [searched], query);
}

/**
 * Reads a page of the resources of several types that match, all in one order, as `listResources` does.
 *
 * @throws StatementTimeout when the time budget of lists does not suffice for the page or the number
 */
export async function searchResources(
  database: Pick<Database, "lists">,
  organizationId: string,
  sourceApplicationId: string,
  types: readonly SearchedType[],
  query: PageQuery,
): Promise<ResourcePage> {
  const { sort, seek, count, startIndex = 1, baseUrl } = query;
  const read = seek === undefined ? [count, startIndex - 1] : [count + 1, 0];
  const page = [organizationId, sourceApplicationId, ...read];
  const { text, values } = composeSearch({ types, sort, seek, baseUrl }, page);
  const rows = await database.lists.query<PageRow>(unnamedStatement(text), values);
  const [{ type }] = types as readonly [SearchedType];
  return seek === undefined ? indexedPage(rows, type, query) : soughtPage(rows, type, seek, count);
}

/** Beyond every id, at both ends. */
const afterAll = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** Reads a page of all resources of a type by the index on their ids. */
async function listAll(
  { lists }: Pick<Database, "lists">,
  organizationId: string,
  sourceApplicationId: string,
  type: ResourceType,
  query: ListQuery,
): Promise<ResourcePage> {
  const { startIndex = 1, seek, count } = query;
  const own = [organizationId, sourceApplicationId];
  const all = [type.name, `total.${type.name}`];
  if (seek === undefined) {
    const statement = pageStatement(type.name, query);
    return indexedPage(await lists.query(statement, [...own, count, startIndex - 1, ...all]), type, query);
  }
  const after = seek.direction === "after";
  const statement = (after ? pageAfterStatement : pageBeforeStatement)(type.name, query);
  const begin = seek.position?.id ?? (after ? beforeAllIds : afterAll);
  return soughtPage(await lists.query(statement, [...own, count + 1, begin, ...all]), type, seek, count);
}

/** A row of the page, or a single one without an id when the page is empty; each with the total. */
interface PageRow extends Row {
  readonly total: number;
  /** Only where the list may have several types. */
  readonly resource_type?: string;
  readonly sort_key?: string | null;
}

function indexedPage(found: readonly PageRow[], type: ResourceType, { startIndex = 1 }: PageQuery): ResourcePage {
  const { totalResults, rows } = readPage(found, type);
  return { totalResults, rows, more: startIndex - 1 + rows.length < totalResults };
}

/** One row more than the page has was asked for: it tells whether there is more. */
function soughtPage(found: readonly PageRow[], type: ResourceType, seek: Seek, count: number): ResourcePage {
  const { totalResults, rows } = readPage(found, type);
  const page = rows.slice(0, count);
  return {
    totalResults,
    rows: seek.direction === "after" ? page : page.toReversed(),
    more: rows.length > count,
  };
}

function readPage(found: readonly PageRow[], type: ResourceType): { totalResults: number; rows: ListedResource[] } {
  return {
    totalResults: found[0]?.total ?? 0,
    rows: found.flatMap((row) =>
      row.id === null
        ? []
        : [
            {
              ...resourceRow(row.id, row),
              type: row.resource_type ?? type.name,
              position: { key: row.sort_key ?? null, id: row.id },
            },
          ],
    ),
  };
}
