import type { ResolvedFilter } from "@rollcall/scim/filter/resolved-filter.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { isId } from "../../domain/id.ts";
import { type Database, type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";
import { findLookup } from "./frequent-searches.ts";
import type { Details } from "./provisioned-resource-columns.ts";
import {
  compileCondition,
  composeMemberSearch,
  composeSearch,
  memberCountStatement,
  pageStatement,
  pointStatement,
} from "./provisioned-resource-statements.ts";

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

export interface ResourcePage {
  /** Of all resources that match, not of the page. */
  readonly totalResults: number;
  readonly rows: readonly ResourceRow[];
}

export interface ListQuery extends Details {
  readonly filter?: ResolvedFilter | undefined;
  /** 1-based, at least 1. */
  readonly startIndex: number;
  /** At least 0; 0 asks for the total alone. */
  readonly count: number;
  /** The SCIM base URL of the source application, which a filter by location or `$ref` compares with. */
  readonly baseUrl?: string | undefined;
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

/**
 * Reads one resource by its id in one point look-up; `undefined` when this application has none of the type. Loading the
 * members of a group costs as much as there are: for a group that may be large give the reader of lists.
 */
export async function readResource(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  type: string,
  id: string,
  details: Details,
): Promise<ResourceRow | undefined> {
  if (!isId(id)) return undefined;
  const [row] = await reader.query<Row>(pointStatement(type, details), [organizationId, sourceApplicationId, type, id]);
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
 * Reads a page of the resources of one type that match, in the order of their ids, with the number of all that match:
 * both of the same moment. Without a filter the number comes from counters; with one it is counted.
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
  const { filter, startIndex, count, baseUrl } = query;
  const page = [organizationId, sourceApplicationId, count, startIndex - 1];
  if (filter === undefined) {
    const values = [...page, type.name, `total.${type.name}`];
    return readPage(await database.lists.query(pageStatement(type.name, query), values));
  }
  const condition = compileCondition({ type, filter, baseUrl }, page);
  const lookup = findLookup(type.name, query, condition);
  if (lookup !== undefined && startIndex === 1 && count > 0) {
    // The members of a group may be many, and whatever is read behind them on the same connection would wait.
    const reader = query.withMembers ? database.lists : database.reader;
    return readPage(await reader.query(lookup, condition.parameters.values));
  }
  const search = unnamedStatement(composeSearch(type.name, query, condition));
  return readPage(await database.lists.query(search, condition.parameters.values));
}

/** A row of the page, or a single one without an id when the page is empty; each with the total. */
interface PageRow extends Row {
  readonly total: number;
}

function readPage(rows: readonly PageRow[]): ResourcePage {
  return {
    totalResults: rows[0]?.total ?? 0,
    rows: rows.flatMap((row) => (row.id === null ? [] : [resourceRow(row.id, row)])),
  };
}
