import type { AuditEntry, FieldChange } from "../../domain/audit-entry.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const insertEntry = unnamedStatement(
  `insert into audit_entries (organization_id, id, action, actor_kind, actor_id, actor_name, target, target_name,
      completed, changes, address, request_id, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
);

/** Writes a line of the audit trail. */
export async function createAuditEntry(tx: Tx, organizationId: string, entry: AuditEntry): Promise<void> {
  const { id, action, actor, target, targetName, completed, changes, address, requestId, at } = entry;
  await tx.execute(insertEntry, [
    organizationId,
    id,
    action,
    actor.kind,
    actor.id,
    actor.name,
    target,
    targetName,
    completed,
    JSON.stringify(changes),
    address,
    requestId,
    at,
  ]);
}

const completeEntry = unnamedStatement(
  `update audit_entries set completed = true, changes = $3, target = coalesce($4, target), target_name = coalesce($5, target_name)
    where organization_id = $1 and id = $2`,
);

/** Completes a line whose change was made. */
export async function completeAuditEntry(
  tx: Tx,
  organizationId: string,
  id: string,
  {
    changes,
    target,
    targetName,
  }: {
    readonly changes: readonly FieldChange[];
    readonly target: string | null;
    readonly targetName: string | null;
  },
): Promise<void> {
  await tx.execute(completeEntry, [organizationId, id, JSON.stringify(changes), target, targetName]);
}

const deleteEntry = unnamedStatement(
  "delete from audit_entries where organization_id = $1 and id = $2 and not completed",
);

/** Takes back the line of a change that was refused. */
export async function deleteAuditEntry(tx: Tx, organizationId: string, id: string): Promise<void> {
  await tx.execute(deleteEntry, [organizationId, id]);
}
