import type { ExportColumns } from "../../domain/export-columns.ts";
import type { ExportedPerson } from "../../domain/exported-person.ts";
import type { HeldPerson } from "../../domain/finding.ts";
import { type Reader, unnamedStatement } from "../database.ts";

const byKeys = unnamedStatement(
  `select key, place, active, attributes from exported_people
    where organization_id = $1 and reconciliation_id = $2 and key = any ($3)`,
);

/** Finds people of an export by their keys. */
export async function findExportedPeople(
  reader: Reader,
  organizationId: string,
  reconciliationId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ExportedPerson>> {
  if (keys.length === 0) return new Map();
  const rows = await reader.query<ExportedPerson>(byKeys, [organizationId, reconciliationId, keys]);
  return new Map(rows.map((row) => [row.key, row]));
}

const unmet = unnamedStatement(
  `select key, place, active, attributes from exported_people
    where organization_id = $1 and reconciliation_id = $2 and key > $3 and not met order by key limit $4`,
);

/** Lists people of an export who are not here, after a key, in the order of their keys. */
export async function listUnmetPeople(
  reader: Reader,
  organizationId: string,
  reconciliationId: string,
  after: string,
  limit: number,
): Promise<ExportedPerson[]> {
  return reader.query<ExportedPerson>(unmet, [organizationId, reconciliationId, after, limit]);
}

const count = unnamedStatement(
  "select count(*)::integer as count from exported_people where organization_id = $1 and reconciliation_id = $2",
);

export async function countExportedPeople(
  reader: Reader,
  organizationId: string,
  reconciliationId: string,
): Promise<number> {
  const [row] = await reader.query<{ count: number }>(count, [organizationId, reconciliationId]);
  return row?.count ?? 0;
}

const uploads = unnamedStatement(
  `select distinct p.reconciliation_id as id from exported_people p
    where p.organization_id = $1 and p.reconciliation_id < $2 and not exists (select from jobs j
      where j.organization_id = $1 and j.id = p.reconciliation_id and j.state in ('queued', 'running'))
    limit 20`,
);

/** Lists uploads below an id that no job will compare any more. */
export async function listLeftUploads(reader: Reader, organizationId: string, below: string): Promise<string[]> {
  return (await reader.query<{ id: string }>(uploads, [organizationId, below])).map(({ id }) => id);
}

const columns = unnamedStatement(
  "select columns from export_columns where organization_id = $1 and source_application_id = $2",
);

/** How the last export of an application was read; undefined where there was none. */
export async function findExportColumns(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<Pick<ExportColumns, "key" | "status"> | undefined> {
  const [row] = await reader.query<{ columns: Pick<ExportColumns, "key" | "status"> }>(columns, [
    organizationId,
    sourceApplicationId,
  ]);
  return row?.columns;
}

const held = unnamedStatement(
  `select r.id, r.document, r.version, d.id as directory_user_id, d.status, l.owning and l.state = 'linked' as owning
    from (select organization_id, source_application_id, id, document, version from provisioned_resources
        where organization_id = $1 and source_application_id = $2 and resource_type = 'User' and id > $3
        order by id limit $4) as r
    left join links l on l.organization_id = $1 and l.source_application_id = $2 and l.resource_id = r.id
      and l.state <> 'closed'
    left join directory_users d on d.organization_id = $1 and d.id = l.directory_id
    order by r.id`,
);

/** Lists the people whom an application holds, after an id, in the order of their ids. */
export async function listHeldPeople(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  after: string,
  limit: number,
): Promise<HeldPerson[]> {
  const rows = await reader.query<{
    id: string;
    document: string;
    version: number;
    directory_user_id: string | null;
    status: HeldPerson["status"];
    owning: boolean | null;
  }>(held, [organizationId, sourceApplicationId, after, limit]);
  return rows.map((row) => ({
    scimId: row.id,
    resource: JSON.parse(row.document) as HeldPerson["resource"],
    version: row.version,
    directoryUserId: row.directory_user_id,
    status: row.status,
    owning: row.owning === true,
  }));
}
