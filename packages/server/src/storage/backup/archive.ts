/** The way archives are written; one that is read differently gets another number. */
export const archiveFormat = 1;

/** What an archive says of itself. */
export interface ArchiveHeader {
  readonly rollcall: "backup";
  readonly format: number;
  readonly programVersion: string;
  /** Numbers of the migrations of its database. */
  readonly migrations: readonly number[];
  readonly takenAt: string;
  readonly tables: readonly KeptTable[];
}

/** A table whose rows follow. */
export interface KeptTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** About how many, for whoever waits. */
  readonly expectedRows: number;
}

/** How a table ended. */
export interface TableEnd {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What was written, read or restored. */
export interface ArchiveSummary {
  readonly takenAt: string;
  readonly programVersion: string;
  /** The number of its newest migration. */
  readonly migration: number;
  readonly tables: readonly Pick<TableEnd, "name" | "rows" | "bytes">[];
  readonly rows: number;
}

/** Hears how many rows are done, of about how many, and in which table. */
export type BackupProgress = (done: number, expected: number, table: string) => void;

export function summarize(header: ArchiveHeader, ends: readonly TableEnd[]): ArchiveSummary {
  return {
    takenAt: header.takenAt,
    programVersion: header.programVersion,
    migration: header.migrations.at(-1) ?? 0,
    tables: ends.map(({ name, rows, bytes }) => ({ name, rows, bytes })),
    rows: ends.reduce((sum, { rows }) => sum + rows, 0),
  };
}
