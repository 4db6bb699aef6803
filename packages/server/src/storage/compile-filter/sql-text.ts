/** Writes text as a literal of SQL. For names of schemas and of our own: what a request brings is always a parameter. */
export function sqlLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The values of a statement that is being composed; each is written into it as `$1`, `$2` and so on. */
export interface SqlParameters {
  readonly values: readonly unknown[];
  /** Adds a value; answers with the place that stands for it in the statement, cast to a type of PostgreSQL. */
  add(value: unknown, type: string): string;
}

/** Begins with values that the statement's text already names `$1`, `$2` and so on. */
export function sqlParameters(first: readonly unknown[]): SqlParameters {
  const values = [...first];
  return {
    values,
    add(value, type) {
      values.push(value);
      return `$${values.length}::${type}`;
    },
  };
}
