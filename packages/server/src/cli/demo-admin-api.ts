/** Reads and writes the admin API of a running server, with an owner's key. */
export interface AdminApi {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body: unknown): Promise<Answer>;
  /** Walks a list by its cursor, page after page. */
  all<Item>(path: string): Promise<Item[]>;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string | null;
}

export function adminApi(origin: string, apiKey: string): AdminApi {
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return JSON.parse(text) as Answer;
  };
  const get = <Answer>(path: string): Promise<Answer> => call<Answer>("GET", path);
  return {
    get,
    post: (path, body) => call("POST", path, body),
    async all<Item>(path: string): Promise<Item[]> {
      const items: Item[] = [];
      let cursor: string | undefined;
      do {
        const separator = path.includes("?") ? "&" : "?";
        const suffix = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const page = await get<Page<Item>>(`${path}${separator}limit=500${suffix}`);
        items.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return items;
    },
  };
}
