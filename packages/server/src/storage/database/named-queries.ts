import { isStalePlan } from "./failures.ts";
import type { Query, Statement } from "./statement.ts";

/** Turns statements into queries, and prepares those anew whose plans the server has given up. */
export interface NamedQueries {
  build(statement: Statement, values: readonly unknown[]): Query;
  /** Runs a query, and once more under a new name when its plan is stale. For queries outside a transaction. */
  retryStale<T>(statement: Statement, values: readonly unknown[], send: (query: Query) => Promise<T>): Promise<T>;
  /** Notes that a query failed; true when its plan is stale and running everything again will prepare it anew. */
  renewStale(query: Query, error: unknown): boolean;
}

/**
 * Makes the names for one database.
 *
 * @param names false sends no names at all: behind a pooler in transaction mode each query may reach another connection
 */
export function nameQueries(names: boolean): NamedQueries {
  /** How often a statement had to be prepared anew. A new name reaches every connection, an old one only this. */
  const renewals = new Map<string, number>();
  const currentName = (name: string): string => {
    const count = renewals.get(name);
    return count === undefined ? name : `${name}~${count}`;
  };

  function build({ name, text }: Statement, values: readonly unknown[]): Query {
    return name === undefined || !names
      ? { text, values: values as unknown[] }
      : { name: currentName(name), text, values: values as unknown[] };
  }

  function renewStale({ name }: Query, error: unknown): boolean {
    if (name === undefined || !isStalePlan(error)) return false;
    const base = name.split("~", 1)[0] ?? name;
    // Many queries find the same stale plan at once: only the first gives a new name.
    if (currentName(base) === name) renewals.set(base, (renewals.get(base) ?? 0) + 1);
    return true;
  }

  async function retryStale<T>(
    statement: Statement,
    values: readonly unknown[],
    send: (query: Query) => Promise<T>,
  ): Promise<T> {
    const query = build(statement, values);
    try {
      return await send(query);
    } catch (error) {
      if (!renewStale(query, error)) throw error;
      return send(build(statement, values));
    }
  }

  return { build, retryStale, renewStale };
}
