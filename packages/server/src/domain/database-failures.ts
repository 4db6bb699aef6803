/**
 * The database cannot be asked now: it is away, restarting, refuses connections, or all connections stay busy. The
 * faces answer 503 with `Retry-After`; the next call connects anew, so nothing else has to be done when it returns.
 */
export class DatabaseUnavailable extends Error {
  readonly retryAfterSeconds = 5;
  /** True when the disk of the database is full. */
  readonly noRoom: boolean;
  /** True when the connection was lost while a commit was under way: the write may or may not be there. */
  readonly outcomeUnknown: boolean;

  constructor(
    cause: unknown,
    { outcomeUnknown = false, noRoom = false }: { outcomeUnknown?: boolean; noRoom?: boolean } = {},
  ) {
    super(`the database cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = "DatabaseUnavailable";
    this.outcomeUnknown = outcomeUnknown;
    this.noRoom = noRoom;
  }
}

/** A statement took longer than its time budget and was ended by the database; nothing it did remains. */
export class StatementTimeout extends Error {
  constructor(cause: unknown) {
    super("the statement exceeded its time budget", { cause });
    this.name = "StatementTimeout";
  }
}
