import { randomUUID } from "node:crypto";
import SCIMMY from "scimmy";

/** A resource as it is kept. */
export interface Stored {
  readonly id: string;
  readonly meta: { readonly resourceType: string; readonly created: Date; readonly lastModified: Date };
  readonly [name: string]: unknown;
}

/** What a resource type of scimmy hands to its handlers, as far as they look at it. */
export interface Asked {
  readonly id?: string;
  readonly filter?: { match(resources: Stored[]): Stored[] };
  readonly constraints?: { startIndex?: number; count?: number; sortBy?: string; totalResults?: number };
}

/** How an index finds resources: what each is filed under, and which condition of a filter asks for it. */
export interface IndexedBy {
  readonly keysOf: (stored: Stored) => readonly string[];
  /** Undefined where a filter is not about this index. */
  readonly asked: (condition: string) => { readonly key: string; readonly prefix: boolean } | undefined;
}

/** Keeps the resources of one type in memory, as fairly as an application would: with indexes, and the gone are gone. */
export class Store {
  readonly #kept = new Map<string, Stored>();
  readonly #type: string;
  readonly #unique: IndexedBy | undefined;
  readonly #indexes: ReadonlyMap<IndexedBy, Map<string, Set<string>>>;

  /** @param unique one of the indexes, under whose keys there is one resource at most */
  constructor(type: string, indexes: readonly IndexedBy[], unique?: IndexedBy) {
    this.#type = type;
    this.#unique = unique;
    this.#indexes = new Map(indexes.map((index) => [index, new Map()]));
  }

  write({ id }: Asked, instance: object): Stored {
    const sent = JSON.parse(JSON.stringify(instance)) as Record<string, unknown>;
    const before = id === undefined ? undefined : this.#found(id);
    const now = new Date();
    const meta = { resourceType: this.#type, created: before?.meta.created ?? now, lastModified: now };
    const stored: Stored = { ...sent, id: before?.id ?? randomUUID(), meta };
    this.#refuseTaken(stored);
    if (before !== undefined) this.#unfile(before);
    this.#kept.set(stored.id, stored);
    for (const [index, filed] of this.#indexes) {
      for (const key of index.keysOf(stored)) {
        const ids = filed.get(key);
        if (ids === undefined) filed.set(key, new Set([stored.id]));
        else ids.add(stored.id);
      }
    }
    return stored;
  }

  /** One by its id, those that a filter finds, or a window of all. */
  read({ id, filter, constraints }: Asked): Stored | Stored[] {
    if (id !== undefined) return this.#found(id);
    // What scimmy filters itself has to be in one array; an index leaves it few.
    const matching = filter?.match(this.#candidates(JSON.stringify(filter)) ?? [...this.#kept.values()]);
    if (constraints === undefined || constraints.sortBy !== undefined) return matching ?? [...this.#kept.values()];
    const { startIndex = 1, count = 20 } = constraints;
    // scimmy slices what it is given unless it is told that there is more.
    const first = startIndex <= count ? 0 : startIndex - 1;
    const end = startIndex - 1 + count;
    constraints.totalResults = matching?.length ?? this.#kept.size;
    return matching?.slice(first, end) ?? this.#window(first, end);
  }

  remove({ id }: Asked): void {
    const gone = this.#found(id ?? "");
    this.#unfile(gone);
    this.#kept.delete(gone.id);
  }

  /** Those filed under a key. */
  under(index: IndexedBy, key: string): Stored[] {
    return [...(this.#indexes.get(index)?.get(key) ?? [])].map((id) => this.#found(id));
  }

  #window(first: number, end: number): Stored[] {
    const window: Stored[] = [];
    let at = 0;
    for (const stored of this.#kept.values()) {
      if (at >= end) break;
      if (at >= first) window.push(stored);
      at += 1;
    }
    return window;
  }

  #candidates(condition: string): Stored[] | undefined {
    for (const [index, filed] of this.#indexes) {
      const asked = index.asked(condition);
      if (asked === undefined) continue;
      const keys = asked.prefix ? [...filed.keys()].filter((key) => key.startsWith(asked.key)) : [asked.key];
      return keys.flatMap((key) => this.under(index, key));
    }
    return undefined;
  }

  #unfile(stored: Stored): void {
    for (const [index, filed] of this.#indexes) {
      for (const key of index.keysOf(stored)) filed.get(key)?.delete(stored.id);
    }
  }

  #found(id: string): Stored {
    const found = this.#kept.get(id);
    if (found === undefined) throw new SCIMMY.Types.Error(404, "", `Resource ${id} not found`);
    return found;
  }

  #refuseTaken(stored: Stored): void {
    const index = this.#unique;
    if (index === undefined) return;
    const taken = index.keysOf(stored).some((key) => this.under(index, key).some(({ id }) => id !== stored.id));
    if (taken) throw new SCIMMY.Types.Error(409, "uniqueness", `userName is taken`);
  }
}
