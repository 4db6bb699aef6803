import { rejection } from "../../domain/guard.ts";
import { departingTypes, type LeaverEvent, leaverTypes } from "../../domain/leaver-evidence.ts";
import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

const list = (types: readonly string[]): string => types.map((type) => `'${type}'`).join(", ");

const departing = unnamedStatement(
  `select e.id, e.directory_user_id as "directoryUserId" from provisioning_events e
    where e.organization_id = $1 and e.source_application_id = $2 and e.type in (${list(departingTypes)})
      and ($3::uuid is null or e.id >= $3) and ($4::uuid is null or e.id < $4) and ($5::uuid is null or e.id < $5)
    order by e.id desc limit $6`,
);

/** Lists the events of an application by which somebody leaves or is to leave, newest first. */
export async function listDepartingEvents(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  window: { readonly from: string | undefined; readonly below: string | undefined },
  before: string | null,
  limit: number,
): Promise<ListPage<{ readonly id: string; readonly directoryUserId: string | null }>> {
  const values = [organizationId, sourceApplicationId, window.from ?? null, window.below ?? null, before, limit + 1];
  const rows = await reader.query<{ id: string; directoryUserId: string | null }>(departing, values);
  return cutPage(
    rows,
    limit,
    ({ id }) => [id],
    (row) => row,
  );
}

/** Events of one person that are looked at, the newest. */
const mostOfPerson = 200;

const ofPeople = unnamedStatement(
  `select e.id, e.type, e.outcome, e.reason, e.actor, e.source_application_id as "sourceApplicationId",
      e.directory_user_id as "directoryUserId", e.exchange_id as "exchangeId", e.occurred_at as "occurredAt",
      (select c.change->>'to' from jsonb_array_elements(e.changes) as c (change)
        where c.change->>'attribute' = 'status' limit 1) as status
    from unnest($2::uuid[]) as person (id)
    cross join lateral (
      select * from provisioning_events o
        where o.organization_id = $1 and o.directory_user_id = person.id and o.type in (${list(leaverTypes)})
        order by o.id desc limit ${mostOfPerson}) as e
    order by e.directory_user_id, e.id`,
);

/** What the events tell of some leavers, by directory user, oldest first: the newest 200 of each. */
export async function findLeaverEvents(
  reader: Reader,
  organizationId: string,
  directoryUserIds: readonly string[],
): Promise<ReadonlyMap<string, LeaverEvent[]>> {
  const found = new Map<string, LeaverEvent[]>();
  if (directoryUserIds.length === 0) return found;
  const values = [organizationId, directoryUserIds];
  const rows = await reader.query<Omit<LeaverEvent, "occurredAt"> & { readonly occurredAt: Date }>(ofPeople, values);
  for (const row of rows) {
    const event = { ...row, occurredAt: instant(row.occurredAt) };
    found.set(row.directoryUserId, [...(found.get(row.directoryUserId) ?? []), event]);
  }
  return found;
}

/** Where a held departure waits: the events of its person after it, and before the next that tells of the person. */
export interface Waited {
  readonly directoryUserId: string;
  readonly after: string;
  /** Null: until today. */
  readonly below: string | null;
}

/** Who kept somebody in force, and when. */
export interface Rejection {
  readonly actor: string;
  readonly occurredAt: string;
}

const rejected = unnamedStatement(
  `select asked.after, e.actor, e.occurred_at as "occurredAt"
    from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as asked (person, after, below)
    cross join lateral (
      select o.actor, o.occurred_at from provisioning_events o
        where o.organization_id = $1 and o.directory_user_id = asked.person and o.id > asked.after
          and (asked.below is null or o.id < asked.below) and o.type = 'user.changed' and starts_with(o.reason, $5)
        order by o.id limit 1) as e`,
);

/** Finds which held departures were rejected, by the event after which they waited. */
export async function findRejections(
  reader: Reader,
  organizationId: string,
  waited: readonly Waited[],
): Promise<ReadonlyMap<string, Rejection>> {
  if (waited.length === 0) return new Map();
  const people = waited.map(({ directoryUserId }) => directoryUserId);
  const values = [
    organizationId,
    people,
    waited.map(({ after }) => after),
    waited.map(({ below }) => below),
    rejection,
  ];
  const rows = await reader.query<{ after: string; actor: string; occurredAt: Date }>(rejected, values);
  return new Map(rows.map(({ after, actor, occurredAt }) => [after, { actor, occurredAt: instant(occurredAt) }]));
}

const stillHeld = unnamedStatement(
  `select l.directory_id as "directoryUserId", l.source_application_id as "sourceApplicationId" from links l
    where l.organization_id = $1 and l.directory_id = any ($2) and (l.held or l.guard is not null)`,
);

/** Tells of whom something is held today, by person and application. */
export async function findHeldPeople(
  reader: Reader,
  organizationId: string,
  directoryUserIds: readonly string[],
): Promise<(directoryUserId: string, sourceApplicationId: string | null) => boolean> {
  const rows =
    directoryUserIds.length === 0
      ? []
      : await reader.query<{ directoryUserId: string; sourceApplicationId: string }>(stillHeld, [
          organizationId,
          directoryUserIds,
        ]);
  return (person, application) =>
    rows.some((row) => row.directoryUserId === person && row.sourceApplicationId === application);
}
