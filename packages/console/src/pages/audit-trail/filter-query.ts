import { auditTrailRoutes } from "@rollcall/admin-api/audit-trail.ts";
import { startOfDay } from "../../components/start-of-day.ts";

/** What an audit trail is narrowed by, as the address of the page has it: days, not instants. */
export interface AuditFilterTexts {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

interface FilterQuery {
  actorId?: string;
  action?: string;
  since?: string;
  until?: string;
}

/** The filters as the admin API takes them; a day begins and ends where the browser is. */
export function filterQuery({ actor, action, since, until }: AuditFilterTexts): FilterQuery {
  const query: FilterQuery = {};
  if (actor !== undefined) query.actorId = actor;
  if (action !== undefined) query.action = action;
  const from = since === undefined ? undefined : startOfDay(since, 0);
  const to = until === undefined ? undefined : startOfDay(until, 1);
  if (from !== undefined) query.since = from;
  if (to !== undefined) query.until = to;
  return query;
}

/** Where the browser fetches the CSV: of an organization, or of the installation where none is named. */
export function exportAddress(organizationId: string | undefined, query: FilterQuery): string {
  const path =
    organizationId === undefined
      ? auditTrailRoutes.exportInstallationAuditTrail.path
      : auditTrailRoutes.exportAuditTrail.path.replace("{organizationId}", organizationId);
  const text = new URLSearchParams({ ...query }).toString();
  return `/api/v1${path}${text === "" ? "" : `?${text}`}`;
}
