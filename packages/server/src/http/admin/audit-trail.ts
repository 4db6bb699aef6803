import type { AuditEntry, auditTrailRoutes } from "@rollcall/admin-api/audit-trail.ts";
import { type AuditEntry as AuditEntryFacts, installationId } from "../../domain/audit-entry.ts";
import { type AuditFilter, listAuditEntries } from "../../storage/read/audit-trail.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { formatRow } from "./export-directory-users.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";

const exportPage = 500;

export const auditTrailHandlers: HandlersOf<typeof auditTrailRoutes> = {
  listAuditTrail: ({ deps, organizationId, query }) => answerPage(deps, organizationId, query),
  exportAuditTrail: async ({ deps, organizationId, query }) => exportEntries(deps, organizationId, query),
  listInstallationAuditTrail: ({ deps, query }) => answerPage(deps, installationId, query),
  exportInstallationAuditTrail: async ({ deps, query }) => exportEntries(deps, installationId, query),
};

async function answerPage(
  deps: AdminDeps,
  organizationId: string,
  query: AuditFilter & { readonly cursor?: string; readonly limit?: number },
) {
  const { after, limit } = listParameters("audit-trail", query);
  const page = await listAuditEntries(deps.database.lists, organizationId, query, after, limit);
  return presentPage("audit-trail", page, present);
}

function present(entry: AuditEntryFacts): AuditEntry {
  return { ...entry, changes: [...entry.changes] };
}

/** Writes the audit trail as CSV (RFC 4180), page after page: a line for each changed field, or one for the entry. */
async function* exportEntries(deps: AdminDeps, organizationId: string, filter: AuditFilter): AsyncIterable<string> {
  yield formatRow(["at", "actor", "actor kind", "action", "target", "target name", "field", "from", "to", "address"]);
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listAuditEntries>> = await listAuditEntries(
      deps.database.lists,
      organizationId,
      filter,
      after,
      exportPage,
    );
    yield page.items.flatMap(rowsOf).map(formatRow).join("");
    after = page.next?.[0] ?? null;
  } while (after !== null);
}

function rowsOf({ at, actor, action, target, targetName, changes, address }: AuditEntryFacts): string[][] {
  const fields =
    changes.length === 0 ? [["", "", ""]] : changes.map(({ field, from, to }) => [field, text(from), text(to)]);
  return fields.map((cells) => [
    at,
    actor.name,
    actor.kind,
    action,
    target ?? "",
    targetName ?? "",
    ...cells,
    address ?? "",
  ]);
}

function text(value: unknown): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
