import { atEndOfTurn } from "./end-of-turn.ts";
import type { PointReader, Reader } from "./handle.ts";
import type { Statement } from "./statement.ts";

/** Rows that one query asks for at most: beyond some dozens a larger query saves nothing more. */
const together = 64;

interface Asked {
  readonly id: string;
  readonly resolve: (row: object | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

/** Look-ups by one statement within one scope. Kept while one of its queries is about to leave or under way. */
interface Gathered {
  readonly key: string;
  readonly statement: Statement;
  readonly scope: readonly string[];
  /** Not sent yet. */
  readonly waiting: Asked[];
}

/**
 * Makes `find` of a reader: look-ups by the same statement within the same scope that are asked for in one turn of the
 * event loop are one query, and so are those that are asked for while one is under way. For a row found by its key most
 * of the work, here and in the database, is the query and not the row. Each asker is answered as if it had asked alone:
 * what it is told was read after it asked. A query that fails fails for all of its askers.
 */
export function shareLookups(query: Reader["query"]): PointReader["find"] {
  const open = new Map<string, Gathered>();

  async function send(gathered: Gathered): Promise<void> {
    const { key, statement, scope, waiting } = gathered;
    const asked = waiting.splice(0, together);
    try {
      const rows = await query<{ readonly id: string }>(statement, [...scope, asked.map(({ id }) => id)]);
      const found = new Map(rows.map((row) => [row.id, row]));
      for (const { id, resolve } of asked) resolve(found.get(id));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
    // Who is answered now asks again, and that arrives in the next turn.
    if (waiting.length > 0) setImmediate(() => atEndOfTurn(() => void send(gathered)));
    else open.delete(key);
  }

  return <Row extends { readonly id: string }>(statement: Statement, scope: readonly string[], id: string) =>
    new Promise<Row | undefined>((resolve, reject) => {
      const asked = { id, resolve: resolve as Asked["resolve"], reject };
      const key = `${statement.name ?? statement.text} ${scope.join(" ")}`;
      const gathered = open.get(key);
      if (gathered !== undefined) {
        gathered.waiting.push(asked);
        return;
      }
      const first = { key, statement, scope, waiting: [asked] };
      open.set(key, first);
      atEndOfTurn(() => void send(first));
    });
}
