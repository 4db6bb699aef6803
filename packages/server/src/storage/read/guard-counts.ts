import { hash } from "node:crypto";
import type { Departures } from "../../domain/guard.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";

/** The kinds of slot counters that the guard keeps, one subject per minute; of members that a group lost, one per group and five minutes. */
export const guardKinds = { departures: "guard.departures", bins: "guard.bins", lost: "guard.lost" } as const;

/** Minutes that the guard looks back. */
const window = 60;

/** The subject under which departures of the minute of an instant are counted; in the order of the minutes. */
export function minuteSubject(now: string): string {
  return subjectOf(Math.floor(Date.parse(now) / 60_000));
}

/** The subjects of the first and the last minute that count at an instant. */
export function guardWindow(now: string): { readonly since: string; readonly until: string } {
  const minute = Math.floor(Date.parse(now) / 60_000);
  return { since: subjectOf(minute - window + 1), until: subjectOf(minute) };
}

function subjectOf(minute: number): string {
  return `00000000-0000-0000-0000-${minute.toString(16).padStart(12, "0")}`;
}

const lossMinutes = 5;

/** The subject under which a group's losses are counted at an instant. */
export function lossSubject(groupId: string, now: string): string {
  return lossSubjectAt(groupId, Math.floor(Date.parse(now) / 60_000 / lossMinutes));
}

function lossSubjectAt(groupId: string, bucket: number): string {
  const digest = hash("sha256", `${groupId} ${bucket}`, "hex");
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    digest.slice(12, 16),
    digest.slice(16, 20),
    digest.slice(20, 32),
  ].join("-");
}

const lost = statement(
  "guard-losses",
  `select coalesce(sum(s.amount), 0)::bigint as lost from slot_counters s
    where s.organization_id = $1 and s.source_application_id = $2 and s.kind = 'guard.lost' and s.subject = any ($3)`,
);

/** Counts the members that a group lost within the hour before an instant. */
export async function countLosses(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  groupId: string,
  now: string,
): Promise<number> {
  const bucket = Math.floor(Date.parse(now) / 60_000 / lossMinutes);
  const subjects = Array.from({ length: window / lossMinutes }, (_, ago) => lossSubjectAt(groupId, bucket - ago));
  const [row] = await reader.query<{ lost: number }>(lost, [organizationId, sourceApplicationId, subjects]);
  return row?.lost ?? 0;
}

const membersOutside = statement(
  "members-outside",
  `select count(*) as count from group_memberships m
    where m.organization_id = $1 and m.source_application_id = $2 and m.group_id = $3 and not (m.member_id = any ($4))`,
);

/** Counts the members of a group that are not among those to keep: reads all of them. */
export async function countMembersOutside(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  groupId: string,
  keep: readonly string[],
): Promise<number> {
  const values = [organizationId, sourceApplicationId, groupId, keep];
  return (await reader.query<{ count: number }>(membersOutside, values))[0]?.count ?? 0;
}

const guardedMembers = statement(
  "guarded-members",
  `select exists (select from membership_exceptions x where x.organization_id = $1 and x.source_application_id = $2
    and x.group_id = $3 and x.reason = 'guarded') as found`,
);

/** Tells whether the guard keeps members of a group in force whom its source took away. */
export async function hasGuardedMembers(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  groupId: string,
): Promise<boolean> {
  const values = [organizationId, sourceApplicationId, groupId];
  return (await reader.query<{ found: boolean }>(guardedMembers, values))[0]?.found === true;
}

const departed = statement(
  "guard-counts",
  `select coalesce(sum(s.amount) filter (where s.kind = 'guard.departures'), 0)::bigint as departures,
      coalesce(sum(s.amount) filter (where s.kind = 'guard.bins'), 0)::bigint as bins
    from slot_counters s
    where s.organization_id = $1 and s.source_application_id = $2 and s.kind in ('guard.departures', 'guard.bins')
      and s.subject between $3 and $4`,
);

/** Counts what went through the guard of an application within the hour before an instant. */
export async function countDepartures(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  now: string,
): Promise<Departures> {
  const { since, until } = guardWindow(now);
  const [row] = await reader.query<Departures>(departed, [organizationId, sourceApplicationId, since, until]);
  return { departures: row?.departures ?? 0, bins: row?.bins ?? 0 };
}

const enabledPeople = unnamedStatement(
  `select count(*) as count from links l
    join directory_users d on d.organization_id = l.organization_id and d.id = l.directory_id
    where l.organization_id = $1 and l.source_application_id = $2 and l.resource_type = 'User' and l.state = 'linked'
      and l.owning and d.status = 'enabled'`,
);

/** Counts the people owned by an application who are enabled: reads all of them, so ask rarely. */
export async function countEnabledPeople(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<number> {
  const [row] = await reader.query<{ count: number }>(enabledPeople, [organizationId, sourceApplicationId]);
  return row?.count ?? 0;
}
