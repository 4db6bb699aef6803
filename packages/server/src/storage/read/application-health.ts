import type { CallFacts, HealthFacts, LastCall } from "../../domain/application-health.ts";
import type { Mode } from "../../domain/source-application.ts";
import { type Reader, statement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** What an application's state is told from, and whose it is. */
export interface ApplicationHealthFacts extends HealthFacts {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
}

interface Row {
  organization_id: string;
  id: string;
  mode: Mode;
  mode_changed_at: Date | null;
  created_at: Date;
  last_at: Date | null;
  last_method: string | null;
  last_path: string | null;
  last_status: number | null;
  last_user_agent: string | null;
  last_accepted_at: Date | null;
  trouble_since: Date | null;
  recovered_at: Date | null;
  /** Null where nobody has called. */
  firsts: CallFacts["firsts"] | null;
  problems: CallFacts["problems"];
  answered: number;
  refused: number;
  conflicts: number;
  held: number;
  token_expires_at: Date | null;
}

/** What waits for a person is counted so far; beyond it the number is this one. */
const mostCounted = 1_000;

const waiting = (what: string): string => `(select count(*) from (select from links l
        where l.organization_id = a.organization_id and l.source_application_id = a.id and ${what}
        limit ${mostCounted}) as found)`;

/** A few rows by key for each application, however many exchanges there are. */
const facts = (where: string): string => `select a.organization_id, a.id, a.mode, a.mode_changed_at, a.created_at,
      c.last_at, c.last_method, c.last_path, c.last_status, c.last_user_agent, c.last_accepted_at, c.trouble_since,
      c.recovered_at, c.firsts, c.problems,
      coalesce(h.answered, 0)::bigint as answered, coalesce(h.refused, 0)::bigint as refused,
      ${waiting("l.state = 'conflict'")} as conflicts, ${waiting("l.guard is not null")} as held,
      (select min(t.expires_at) from bearer_tokens t where t.organization_id = a.organization_id
        and t.source_application_id = a.id and t.revoked_at is null and t.expires_at > $3) as token_expires_at
    from source_applications a
    left join application_calls c on c.organization_id = a.organization_id and c.source_application_id = a.id
    left join lateral (select sum(r.answered) as answered, sum(r.refused + r.failed) as refused
      from application_call_hours r where r.organization_id = a.organization_id and r.source_application_id = a.id
        and r.hour >= $2) as h on true
    where ${where} and a.deleted_at is null
    order by a.organization_id, a.id`;

const ofOrganizations = statement("health-of-organizations", facts("a.organization_id = any ($1::uuid[])"));
const ofApplication = statement("health-of-application", facts("a.organization_id = $1 and a.id = $4"));

const hour = 3_600_000;

/** The beginning of the hour before that of an instant. */
function recentSince(now: string): string {
  return new Date((Math.floor(Date.parse(now) / hour) - 1) * hour).toISOString();
}

/** Reads what the states of all applications of some organizations are told from. */
export async function listHealthFacts(
  reader: Reader,
  organizationIds: readonly string[],
  now: string,
): Promise<ApplicationHealthFacts[]> {
  const since = recentSince(now);
  const rows = await reader.query<Row>(ofOrganizations, [organizationIds, since, now]);
  return rows.map((row) => fromRow(row, since));
}

/** Reads what the state of one application is told from. */
export async function findHealthFacts(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  now: string,
): Promise<ApplicationHealthFacts | undefined> {
  const since = recentSince(now);
  const [row] = await reader.query<Row>(ofApplication, [organizationId, since, now, sourceApplicationId]);
  return row && fromRow(row, since);
}

function fromRow(row: Row, since: string): ApplicationHealthFacts {
  return {
    organizationId: row.organization_id,
    sourceApplicationId: row.id,
    mode: row.mode,
    modeChangedAt: row.mode_changed_at && instant(row.mode_changed_at),
    createdAt: instant(row.created_at),
    calls: callsFromRow(row),
    answered: row.answered,
    refused: row.refused,
    recentSince: since,
    conflicts: row.conflicts,
    held: row.held,
    tokenExpiresAt: row.token_expires_at && instant(row.token_expires_at),
  };
}

function callsFromRow(row: Row): CallFacts | undefined {
  if (row.firsts === null) return undefined;
  return {
    last: lastFromRow(row),
    lastAcceptedAt: row.last_accepted_at && instant(row.last_accepted_at),
    troubleSince: row.trouble_since && instant(row.trouble_since),
    recoveredAt: row.recovered_at && instant(row.recovered_at),
    firsts: row.firsts,
    problems: row.problems,
  };
}

function lastFromRow({ last_at, last_method, last_path, last_status, last_user_agent }: Row): LastCall | undefined {
  if (last_at === null || last_method === null || last_path === null || last_status === null) return undefined;
  return {
    at: instant(last_at),
    method: last_method,
    path: last_path,
    status: last_status,
    userAgent: last_user_agent,
  };
}

/** Calls of the last 24 hours, the present one last, by what became of them. */
export interface CallSeries {
  /** The beginning of the first hour. */
  readonly since: string;
  readonly answered: readonly number[];
  readonly refused: readonly number[];
  readonly failed: readonly number[];
}

const hours = statement(
  "call-hours-of-organization",
  `select source_application_id, hour, answered, refused, failed from application_call_hours
    where organization_id = $1 and source_application_id = any ($2::uuid[]) and hour >= $3`,
);

const shownHours = 24;

/** Reads the calls of applications of an organization by the hour; an application that nobody called has none. */
export async function listCallSeries(
  reader: Reader,
  organizationId: string,
  sourceApplicationIds: readonly string[],
  now: string,
): Promise<{ readonly none: CallSeries; readonly byApplication: ReadonlyMap<string, CallSeries> }> {
  const first = Math.floor(Date.parse(now) / hour) - shownHours + 1;
  const since = new Date(first * hour).toISOString();
  const zeros = (): number[] => Array.from({ length: shownHours }, () => 0);
  const empty = () => ({ since, answered: zeros(), refused: zeros(), failed: zeros() });
  const byApplication = new Map<string, ReturnType<typeof empty>>();
  const rows = await reader.query<{
    source_application_id: string;
    hour: Date;
    answered: number;
    refused: number;
    failed: number;
  }>(hours, [organizationId, sourceApplicationIds, since]);
  for (const row of rows) {
    const series = byApplication.get(row.source_application_id) ?? empty();
    byApplication.set(row.source_application_id, series);
    const at = Math.floor(row.hour.getTime() / hour) - first;
    if (at >= shownHours) continue;
    series.answered[at] = row.answered;
    series.refused[at] = row.refused;
    series.failed[at] = row.failed;
  }
  return { none: empty(), byApplication };
}
