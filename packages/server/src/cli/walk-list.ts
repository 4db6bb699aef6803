import { WrongUsage } from "./session.ts";

/** A page of a list of the admin API. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const pageSize = 500;

/** Reads a list page by page up to a number of items; `nextCursor` says whether there are more. */
export async function walkList<Item>(
  limit: number,
  readPage: (query: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<Page<Item>> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const size = Math.min(pageSize, limit - items.length);
    const page: Page<Item> = await readPage({ limit: size, ...(cursor === null ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < limit);
  return { items, nextCursor: cursor };
}

/** Reads the number of items that somebody asked for. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new WrongUsage(`--limit: expected a whole number, found ${text}`);
  return limit;
}

/** What stands below a table that does not hold everything. */
export function moreLine(page: Page<unknown>): string {
  return page.nextCursor === null ? "" : `\n(the first ${page.items.length}; more with --limit)`;
}
