import { foldCase } from "@rollcall/scim/filter/compare-values.ts";

const maxWords = 8;

/** What a search adds to a list's statement: conditions over `d.search_text`, and their values. */
export interface SearchConditions {
  readonly sql: string;
  readonly values: readonly string[];
}

/**
 * Makes one condition for each word, so that the trigram index can serve each.
 *
 * @param firstParameter the number of the first of their parameters
 */
export function searchConditions(search: string | undefined, firstParameter: number): SearchConditions {
  const values = searchedWords(search).map(searchPattern);
  const sql = values.map((_, index) => `and d.search_text like $${firstParameter + index}`).join(" ");
  return { sql, values };
}

/**
 * Makes one condition for each word over directory users: it occurs in their search text, or is the externalId, exactly,
 * of a resource that is or was theirs. Both have an index, and the ids of the second are few.
 *
 * @param firstParameter the number of the first of their parameters; `$1` is the organization
 */
export function peopleSearchConditions(search: string | undefined, firstParameter: number): SearchConditions {
  const words = searchedWords(search);
  const conditions = words.map((_, index) => {
    const pattern = firstParameter + 2 * index;
    return `and (d.search_text like $${pattern} or d.id = any (array(${peopleOfExternalId(`$${pattern + 1}`)})))`;
  });
  return { sql: conditions.join("\n      "), values: words.flatMap((word) => [searchPattern(word), word]) };
}

/** By application, as both indexes are. */
const peopleOfExternalId = (externalId: string): string => `
        select l.directory_id from source_applications a
          join provisioned_resources r on r.organization_id = $1 and r.source_application_id = a.id
            and r.external_id = ${externalId} and r.resource_type = 'User'
          join links l on l.organization_id = $1 and l.source_application_id = a.id and l.resource_id = r.id
            and l.state = 'linked'
          where a.organization_id = $1
        union all
        select l.directory_id from source_applications a
          join links l on l.organization_id = $1 and l.source_application_id = a.id and l.resource_type = 'User'
            and l.external_id = ${externalId} and l.state = 'closed'
          where a.organization_id = $1`;

/** The first eight words of what somebody typed. */
function searchedWords(search: string | undefined): string[] {
  const words = (search ?? "").split(/\s/u);
  return words.filter((word) => word !== "").slice(0, maxWords);
}

/** A pattern that finds a word in a search text: folded, with what LIKE would read escaped. */
function searchPattern(word: string): string {
  return `%${foldCase(word).replaceAll("\\", "\\\\").replaceAll("%", "\\%").replaceAll("_", "\\_")}%`;
}
