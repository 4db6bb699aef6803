import type { ResolvedFilter } from "@rollcall/scim/filter/resolved-filter.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { ResolvedSort } from "@rollcall/scim/sort/resolve-sort.ts";
import { type SqlParameters, sqlLiteral, sqlParameters } from "../compile-filter/sql-text.ts";
import { compileSortKey, type SortKey } from "../compile-sort.ts";
import { type Details, uniformRowSource } from "./provisioned-resource-columns.ts";
import { compileMatch, totalOf } from "./provisioned-resource-statements.ts";

/** Where a resource stands in a list: what it is sorted by, as text, and its id. */
export interface ListPosition {
  /** Null without a value, and in lists that are sorted by nothing but the id. */
  readonly key: string | null;
  readonly id: string;
}

/** A page that begins beside a position instead of at an index. */
export interface Seek {
  /** The way from the position on; `before` reads the nearest first. */
  readonly direction: "after" | "before";
  /** Undefined: the beginning of the list for `after`, its end for `before`. */
  readonly position: ListPosition | undefined;
}

/** A resource type that a search goes through, with what of it matches and what is read of each. */
export interface SearchedType extends Details {
  readonly type: ResourceType;
  readonly filter: ResolvedFilter | undefined;
}

/** What is listed, in which order, and where the page begins. */
export interface ResourceSearch {
  /** At least one. */
  readonly types: readonly SearchedType[];
  readonly sort: ResolvedSort | undefined;
  readonly seek: Seek | undefined;
  readonly baseUrl: string | undefined;
}

/** The order of a list: by a key where there is one, then by the ids of all types together. */
interface ListOrder {
  readonly key: Pick<SortKey, "type" | "indexed"> | undefined;
  /** Whether the rows are read from the greatest down. */
  readonly down: boolean;
}

/**
 * Composes a page of a search: rows in the order in which they are read, each with the total of all that match; a single
 * one without an id when the page is empty. Matches are counted by the same walk that finds them; without any filter the
 * total comes from counters.
 *
 * @param page the first values: organization, application, how many to show, how many to skip
 */
export function composeSearch(
  search: ResourceSearch,
  page: readonly unknown[],
): { readonly text: string; readonly values: readonly unknown[] } {
  const { types, sort, seek, baseUrl } = search;
  const parameters = sqlParameters(page);
  const keys = sortKeys(search, parameters);
  const [key] = keys.values();
  const down = (sort?.descending === true) !== (seek?.direction === "before");
  const order: ListOrder = { key: key && { ...key, indexed: key.indexed && types.length === 1 }, down };

  const seekSql = seekCondition(seek, order, parameters);
  const counted = types.some(({ filter }) => filter !== undefined);
  const candidates = types
    .map(({ type, filter }) => {
      const sortKey = key === undefined ? "" : `, ${keys.get(type.name)?.sql ?? nullOf(key)} as key`;
      const match = compileMatch({ type, filter, baseUrl }, parameters);
      const found = `select ${sqlLiteral(type.name)} as resource_type, r.id${sortKey} from provisioned_resources r where ${match}`;
      // Of no type more is needed than the page may have of it: so an index on the order ends each part early.
      return counted || types.length === 1
        ? found
        : `(select * from (${found}) as listed ${seekSql} order by ${orderBy("", order)} limit $3::bigint + $4::bigint)`;
    })
    .join("\n    union all ");
  const total = counted
    ? "select count(*) as total from matches"
    : totalOf(`any (${parameters.add(counters(types), "text[]")})`);
  const text = `with ${counted ? `matches as materialized (${candidates}),\n` : ""}paged as (
    select * from ${counted ? "matches" : `(${candidates})`} as listed
      ${seekSql} order by ${orderBy("", order)} limit $3::bigint offset $4::bigint)
  select counted.total, page.* from (${total}) as counted
  left join (${types.map((searched) => composeRows(searched, order, parameters)).join("\n    union all ")}) as page on true
  order by ${orderBy("page.", order)}`;
  return { text, values: parameters.values };
}

/** By name of the type; empty where the list is in the order of ids. */
function sortKeys({ types, sort, baseUrl }: ResourceSearch, parameters: SqlParameters): ReadonlyMap<string, SortKey> {
  const keys = new Map<string, SortKey>();
  for (const { type } of types) {
    const target = sort?.targets.get(type.name);
    if (target === undefined) continue;
    // The id is the end of every order, and its index serves it only as it is.
    if (target.extension === undefined && target.attribute.name === "id") return new Map();
    keys.set(type.name, compileSortKey(target, { type, parameters, baseUrl }));
  }
  return keys;
}

const nullOf = ({ type }: SortKey): string => (type === "text" ? 'null::text collate "C"' : `null::${type}`);

const counters = (types: readonly SearchedType[]): string[] => types.map(({ type }) => `total.${type.name}`);

/** Resources without a value come last when ascending (R7644-3.4.2.3-04), which is where PostgreSQL puts null. */
function orderBy(prefix: string, { key, down }: ListOrder): string {
  const direction = down ? " desc" : "";
  return `${key === undefined ? "" : `${prefix}key${direction}, `}${prefix}id${direction}`;
}

function seekCondition(seek: Seek | undefined, { key, down }: ListOrder, parameters: SqlParameters): string {
  if (seek?.position === undefined) return "";
  const id = parameters.add(seek.position.id, "uuid");
  const sign = down ? "<" : ">";
  if (key === undefined) return `where id ${sign} ${id}`;
  if (seek.position.key === null) return `where ${down ? "(key is not null or id < " : "(key is null and id > "}${id})`;
  const value = parameters.add(seek.position.key, key.type);
  if (key.indexed) return `where (key, id) ${sign} (${value}, ${id})`;
  return `where (key ${sign} ${value} or key = ${value} and id ${sign} ${id}${down ? "" : " or key is null"})`;
}

/** The rows of one type on the page. */
function composeRows({ type, ...details }: SearchedType, { key }: ListOrder, parameters: SqlParameters): string {
  const { columns, joins } = uniformRowSource(type.name, details);
  const name = parameters.add(type.name, "text");
  const position = key === undefined ? "null::text as sort_key" : "paged.key, paged.key::text as sort_key";
  return `select paged.resource_type, ${position}, ${columns} from paged
      join provisioned_resources r on r.organization_id = $1 and r.source_application_id = $2
        and r.resource_type = ${name} and r.id = paged.id ${joins}
      where paged.resource_type = ${name}`;
}
