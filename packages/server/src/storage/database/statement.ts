/** SQL written out once. The name lets a connection prepare it once and then send only the values. */
export interface Statement {
  /** Undefined for SQL compiled for one request, such as a filter: preparing it would only fill the server's memory. */
  readonly name: string | undefined;
  readonly text: string;
}

/** What one query is sent as. */
export interface Query {
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

const texts = new Map<string, string>();

/**
 * Declares a hot statement. Its name is unique in the program and at most 50 bytes (PostgreSQL cuts names at 63).
 *
 * @throws Error when another text has that name already
 *
 * @example
 * const findToken = statement("find-token", "select id, source_application_id from bearer_tokens where hash = $1");
 */
export function statement(name: string, text: string): Statement {
  if (Buffer.byteLength(name) > 50) throw new Error(`the statement name ${name} is longer than 50 bytes`);
  if ((texts.get(name) ?? text) !== text) throw new Error(`two statements are called ${name}`);
  texts.set(name, text);
  return Object.freeze({ name, text });
}

/** Wraps SQL that is compiled for one request: sent without a name, planned each time. */
export function unnamedStatement(text: string): Statement {
  return { name: undefined, text };
}

/** The texts of all statements declared so far, by name: the tests of plans hold each of them to an index. */
export function namedStatements(): ReadonlyMap<string, string> {
  return texts;
}
