import type { DialectLog } from "../dialects/dialect.ts";

/**
 * What reading a body noticed beside its values. Notes never refuse anything: they tell the administrator what a
 * source sends that nothing keeps, and which deviations it relies on.
 */
export interface ReadNotes {
  /** Paths that were received and are not known, without indexes, each once, at most 100. */
  readonly unknown: Set<string>;
  /** Names of the tolerated deviations that the body needed. */
  readonly dialects: DialectLog;
}

/** Upper bounds of `ReadNotes.unknown`: a hostile body must not make notes that are larger than itself. */
const maxUnknown = 100;
const maxUnknownLength = 200;

/** Makes notes, empty but for the dialects that were noted before. */
export function readNotes(dialects: DialectLog = new Set()): ReadNotes {
  return { unknown: new Set(), dialects };
}

/** Notes a path that was received and is not known; cuts it after 200 characters. */
export function noteUnknown(notes: ReadNotes | undefined, path: string): void {
  if (notes === undefined || notes.unknown.size >= maxUnknown) return;
  const withoutIndexes = path.replaceAll(/\[\d+\]/g, "");
  notes.unknown.add(withoutIndexes.length > maxUnknownLength ? `${withoutIndexes.slice(0, 200)}…` : withoutIndexes);
}
