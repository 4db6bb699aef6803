import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import type { DirectoryUserStatus, DirectoryValues } from "../../domain/directory-user.ts";
import { prefixEnd } from "../compile-filter/prefix-end.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { peopleSearchConditions, searchConditions } from "./search-words.ts";

/** Of each kind at most. */
const shown = 5;
/** Of so many that are found first the shown ones are the first by name: whoever wants more types on. */
const looked = 200;
/** Shorter texts have no trigram: they find what begins with them. */
const shortest = 3;

export interface FoundApplication {
  readonly id: string;
  readonly displayName: string;
  readonly kind: string;
}

/** An organization has some dozens; names are folded here, as everywhere. */
const applications = unnamedStatement(
  `select id, display_name as "displayName", kind from source_applications
    where organization_id = $1 and deleted_at is null order by id limit 5000`,
);

/** Finds source applications by words of their names. */
export async function searchApplications(
  reader: Reader,
  organizationId: string,
  text: string,
): Promise<FoundApplication[]> {
  const words = foldCase(text).split(/\s+/u);
  const all = await reader.query<FoundApplication>(applications, [organizationId]);
  const found = all.filter(({ displayName }) => words.every((word) => foldCase(displayName).includes(word)));
  return found.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)).slice(0, shown);
}

/** What is found of a person or group. */
export interface Found<Status> {
  readonly id: string;
  readonly attributes: DirectoryValues;
  readonly status: Status;
}

/** Where people or groups are looked for: the column of what they are called. */
type Place = readonly [table: "directory_users" | "directory_groups", key: "user_name_key" | "name_key"];

async function find<Status>(reader: Reader, [table, key]: Place, organizationId: string, text: string) {
  const folded = foldCase(text.trim());
  const begins = folded.length < shortest;
  const search = begins
    ? {
        sql: `and d.${key} >= $2 and ($3::text is null or d.${key} < $3)`,
        values: [folded, prefixEnd(folded) ?? null],
      }
    : table === "directory_users"
      ? peopleSearchConditions(text, 2)
      : searchConditions(text, 2);
  const order = begins ? `order by d.${key}` : "";
  const statement = unnamedStatement(`select f.id, f.attributes, f.status
    from (select d.id, d.attributes, d.status, d.${key} from ${table} d
      where d.organization_id = $1 ${search.sql} ${order} limit ${looked}) as f
    order by f.${key}, f.id limit ${shown}`);
  return reader.query<Found<Status>>(statement, [organizationId, ...search.values]);
}

/**
 * Finds people by words of their names, e-mail addresses and employee numbers, by a source's externalId, or by how
 * their user names begin.
 */
export async function searchPeople(
  reader: Reader,
  organizationId: string,
  text: string,
): Promise<Found<DirectoryUserStatus>[]> {
  return find(reader, ["directory_users", "user_name_key"], organizationId, text);
}

/** Finds groups by words of their names, or by how these begin. */
export async function searchGroups(
  reader: Reader,
  organizationId: string,
  text: string,
): Promise<Found<"active" | "binned">[]> {
  return find(reader, ["directory_groups", "name_key"], organizationId, text);
}
