import type { ExportColumns } from "../../domain/export-columns.ts";
import type { ExportedPerson } from "../../domain/exported-person.ts";
import { statement, type Tx, unnamedStatement } from "../database.ts";

const insert = statement(
  "insert-exported-people",
  `insert into exported_people (organization_id, reconciliation_id, key, place, active, attributes)
    select $1, $2, p.key, p.place, p.active, p.attributes
      from json_to_recordset($3::json) as p (key text, place integer, active boolean, attributes json)
    on conflict do nothing`,
);

/** Keeps people of an export. @returns how many; those whose key is there already are left out */
export async function insertExportedPeople(
  tx: Tx,
  organizationId: string,
  reconciliationId: string,
  people: readonly ExportedPerson[],
): Promise<number> {
  return tx.execute(insert, [organizationId, reconciliationId, JSON.stringify(people)]);
}

const meet = statement(
  "meet-exported-people",
  `update exported_people set met = true
    where organization_id = $1 and reconciliation_id = $2 and key = any ($3) and not met`,
);

/** Notes that these people of an export are here. */
export async function meetExportedPeople(
  tx: Tx,
  organizationId: string,
  reconciliationId: string,
  keys: readonly string[],
): Promise<void> {
  if (keys.length > 0) await tx.execute(meet, [organizationId, reconciliationId, keys]);
}

const drop = unnamedStatement(
  `delete from exported_people where organization_id = $1 and reconciliation_id = $2 and key in (
    select key from exported_people where organization_id = $1 and reconciliation_id = $2 order by key limit $3)`,
);

/** Drops people of an export, up to a limit. @returns how many */
export async function dropExportedPeople(
  tx: Tx,
  organizationId: string,
  reconciliationId: string,
  limit: number,
): Promise<number> {
  return tx.execute(drop, [organizationId, reconciliationId, limit]);
}

const remember = unnamedStatement(
  `insert into export_columns (organization_id, source_application_id, columns) values ($1, $2, $3)
    on conflict (organization_id, source_application_id) do update set columns = excluded.columns`,
);

/** Remembers how the export of an application is read. */
export async function rememberExportColumns(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  { key, status }: ExportColumns,
): Promise<void> {
  await tx.execute(remember, [organizationId, sourceApplicationId, JSON.stringify({ key, status })]);
}

const forget = unnamedStatement(
  `delete from export_columns c where c.organization_id = $1 and not exists (select from source_applications s
    where s.organization_id = $1 and s.id = c.source_application_id and s.deleted_at is null)`,
);

/** Forgets how exports of deleted applications are read. */
export async function dropColumnsOfDeleted(tx: Tx, organizationId: string): Promise<void> {
  await tx.execute(forget, [organizationId]);
}
