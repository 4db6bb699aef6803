import type { Statement } from "./statement.ts";

/** Reads rows. It has no way to begin a transaction: each query sees what was committed when it began. */
export interface Reader {
  /** @throws DatabaseUnavailable, StatementTimeout, or pg's error with its SQLSTATE in `code` */
  query<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
}

declare const mayWrite: unique symbol;

/** Reads and writes within one transaction. */
export interface Tx extends Reader {
  /** Runs a statement that returns no rows. @returns how many rows it changed */
  execute(statement: Statement, values: readonly unknown[]): Promise<number>;
  readonly [mayWrite]: true;
}
