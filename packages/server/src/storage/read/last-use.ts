import { instant } from "./directory-user-row.ts";

/** When, from where and by which client a bearer token or OAuth client was used last, and who revoked it when. */
export interface UseFacts {
  readonly revokedAt: string | null;
  /** The actor. */
  readonly revokedBy: string | null;
  readonly lastUsedAt: string | null;
  /** An address. */
  readonly lastUsedFrom: string | null;
  /** A User-Agent. */
  readonly lastUsedBy: string | null;
}

export const useColumns = "revoked_at, revoked_by, last_used_at, last_used_from, last_used_by";

export interface UseRow {
  readonly revoked_at: Date | null;
  readonly revoked_by: string | null;
  readonly last_used_at: Date | null;
  readonly last_used_from: string | null;
  readonly last_used_by: string | null;
}

export function useFromRow(row: UseRow): UseFacts {
  return {
    revokedAt: row.revoked_at && instant(row.revoked_at),
    revokedBy: row.revoked_by,
    lastUsedAt: row.last_used_at && instant(row.last_used_at),
    lastUsedFrom: row.last_used_from,
    lastUsedBy: row.last_used_by,
  };
}
