import { formatListCursor, type ListPage, parseListCursor } from "../../domain/list-cursor.ts";

/** Items of a page where nobody asks for a number. */
export const defaultLimit = 100;

/** Where a list goes on and how long a page is, from its query. */
export function listParameters(
  list: string,
  query: { readonly cursor?: string; readonly limit?: number },
  cursorLengths: readonly number[] = [1],
): { readonly after: string | null; readonly position: readonly string[]; readonly limit: number } {
  const position = query.cursor === undefined ? [] : parseListCursor(list, query.cursor, cursorLengths);
  return { after: position[0] ?? null, position, limit: query.limit ?? defaultLimit };
}

/** A page as the admin API answers it. */
export function presentPage<Item, Presented>(
  list: string,
  page: ListPage<Item>,
  present: (item: Item) => Presented,
): { items: Presented[]; nextCursor: string | null } {
  return {
    items: page.items.map(present),
    nextCursor: page.next === undefined ? null : formatListCursor(list, page.next),
  };
}
