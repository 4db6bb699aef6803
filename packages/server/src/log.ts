/** What the parts below the faces write their log lines to; a pino logger is one. Facts first, then one sentence. */
export interface Log {
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
  error(facts: object, sentence: string): void;
}

/** Drops every line: for tests and for programs that only ask a question. */
export const silentLog: Log = {
  info: () => {},
  warn: () => {},
  error: () => {},
};
