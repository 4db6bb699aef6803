import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** A source application that was deleted and can still be restored. */
export interface DeletedSourceApplication {
  readonly id: string;
  readonly displayName: string;
  readonly deletedAt: string;
}

const deleted = unnamedStatement(
  `select id, display_name, deleted_at from source_applications
    where organization_id = $1 and deleted_at > $2 order by deleted_at desc limit 500`,
);

/** Lists an organization's applications that were deleted after an instant (ISO 8601), newest first, at most 500. */
export async function listDeletedSourceApplications(
  reader: Reader,
  organizationId: string,
  since: string,
): Promise<DeletedSourceApplication[]> {
  const rows = await reader.query<{ id: string; display_name: string; deleted_at: Date }>(deleted, [
    organizationId,
    since,
  ]);
  return rows.map((row) => ({
    id: row.id,
    displayName: row.display_name,
    deletedAt: instant(row.deleted_at),
  }));
}
