import type { AuditActor, AuditEntry, FieldChange } from "../../domain/audit-entry.ts";
import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** What an audit trail is narrowed by. */
export interface AuditFilter {
  readonly actorId?: string | undefined;
  readonly action?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

interface Row {
  id: string;
  action: string;
  actor_kind: AuditActor["kind"];
  actor_id: string | null;
  actor_name: string;
  target: string | null;
  target_name: string | null;
  completed: boolean;
  changes: FieldChange[];
  address: string | null;
  request_id: string | null;
  at: Date;
}

const entries = unnamedStatement(
  `select id, action, actor_kind, actor_id, actor_name, target, target_name, completed, changes, address, request_id, at
    from audit_entries
    where organization_id = $1 and ($2::uuid is null or id < $2) and ($4::uuid is null or actor_id = $4)
      and ($5::text is null or action = $5) and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7)
    order by id desc limit $3`,
);

/** Lists what was changed in an organization, newest first. */
export async function listAuditEntries(
  reader: Reader,
  organizationId: string,
  { actorId, action, since, until }: AuditFilter,
  after: string | null,
  limit: number,
): Promise<ListPage<AuditEntry>> {
  const values = [organizationId, after, limit + 1, actorId ?? null, action ?? null, since ?? null, until ?? null];
  return cutPage(await reader.query<Row>(entries, values), limit, (row) => [row.id], entryOf);
}

function entryOf(row: Row): AuditEntry {
  return {
    id: row.id,
    action: row.action,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    target: row.target,
    targetName: row.target_name,
    completed: row.completed,
    changes: row.changes,
    address: row.address,
    requestId: row.request_id,
    at: instant(row.at),
  };
}
