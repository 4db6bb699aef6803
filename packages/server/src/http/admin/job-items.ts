import { formatItemCursor, type ListPage, parseItemCursor } from "../../domain/list-cursor.ts";
import { defaultLimit } from "./list-parameters.ts";

/** Where a list of what a job found goes on, and how long its page is. */
export function itemCursor(
  list: string,
  query: { readonly cursor?: string; readonly limit?: number },
): { readonly after: { readonly kind: string; readonly id: string } | undefined; readonly limit: number } {
  const after = query.cursor === undefined ? undefined : parseItemCursor(list, query.cursor);
  return { after, limit: query.limit ?? defaultLimit };
}

/** A page of what a job found, as the admin API answers it. */
export function presentItems<Item>(
  list: string,
  { items, next }: ListPage<Item>,
): { items: Item[]; nextCursor: string | null } {
  const [kind, id] = next ?? [];
  const nextCursor = kind === undefined || id === undefined ? null : formatItemCursor(list, { kind, id });
  return { items: [...items], nextCursor };
}
