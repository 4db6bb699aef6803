import type {
  DirectoryUser,
  DirectoryUserStatus,
  DirectoryValues,
  Hold,
  Leaving,
  Override,
} from "../../domain/directory-user.ts";

/** A row of directory_users as `to_json` gives it: instants are text. */
export interface DirectoryUserRow {
  readonly id: string;
  readonly attributes: DirectoryValues;
  readonly status: DirectoryUserStatus;
  readonly source_active: boolean | null;
  readonly sources_active: boolean | null;
  readonly hold: Hold | null;
  readonly override: Override | null;
  readonly held_back: boolean;
  readonly binned_by: "source" | "administrator" | null;
  readonly binned_at: string | Date | null;
  readonly incomplete: string[];
  readonly flags: string[];
  readonly protection: Hold | null;
  readonly legal_hold: Hold | null;
  readonly leaving: Leaving | null;
  readonly version: number;
  readonly created_at: string | Date;
  readonly modified_at: string | Date;
}

/** The columns of `DirectoryUserRow`, of a table aliased `d`. */
export const directoryUserRowColumns = `d.id, d.attributes, d.status, d.source_active, d.sources_active, d.hold, d.override, d.held_back,
    d.binned_by, d.binned_at, d.incomplete, d.flags, d.protection, d.legal_hold, d.leaving, d.version, d.created_at, d.modified_at`;

/** Reads a directory user from its row. */
export function directoryUserFromRow(row: DirectoryUserRow): DirectoryUser {
  return {
    id: row.id,
    attributes: row.attributes,
    status: row.status,
    sourceActive: row.source_active,
    sourcesActive: row.sources_active,
    hold: row.hold,
    override: row.override,
    heldBack: row.held_back,
    binnedBy: row.binned_by,
    binnedAt: row.binned_at === null ? null : instant(row.binned_at),
    incomplete: row.incomplete,
    flags: row.flags,
    protection: row.protection,
    legalHold: row.legal_hold,
    leaving: row.leaving,
    version: row.version,
    createdAt: instant(row.created_at),
    modifiedAt: instant(row.modified_at),
  };
}

/** An instant of the database as ISO 8601 in UTC with milliseconds. */
export function instant(value: string | Date): string {
  return (typeof value === "string" ? new Date(value) : value).toISOString();
}
