import type { Statement } from "./statement.ts";

/** Reads rows. It has no way to begin a transaction: each query sees what was committed when it began. */
export interface Reader {
  /** @throws DatabaseUnavailable, StatementTimeout, or pg's error with its SQLSTATE in `code` */
  query<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
}

/** Reads rows by their ids, at the cost of a query for many. */
export interface PointReader extends Reader {
  /**
   * Finds the row with an id. The statement's parameters are those of `scope`, and an array of ids after them; its rows
   * have their `id`, each id at most once.
   *
   * @throws as `query` does
   */
  find<Row extends { readonly id: string }>(
    statement: Statement,
    scope: readonly string[],
    id: string,
  ): Promise<Row | undefined>;
}

declare const mayWrite: unique symbol;

/** Reads and writes within one transaction. */
export interface Tx extends Reader {
  /** Runs a statement that returns no rows. @returns how many rows it changed */
  execute(statement: Statement, values: readonly unknown[]): Promise<number>;
  readonly [mayWrite]: true;
}
