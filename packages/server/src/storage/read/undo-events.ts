import type { ProvisioningEvent } from "../../domain/provisioning-event.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { eventColumns, eventFromRow, type EventRow } from "./provisioning-events.ts";

/** What a window has on one page: whom its events concern, and where the next page begins. */
export interface WindowPage {
  /** Directory users, each once. */
  readonly people: readonly string[];
  /** Directory groups whose values, status or nested groups changed, each once. */
  readonly groups: readonly string[];
  /** Events of the organization that were looked at. */
  readonly looked: number;
  /** The last id that was looked at; undefined at the end of the window. */
  readonly last: string | undefined;
}

/** So many events of the organization are looked at, whosever they are: the page costs the same however few it finds. */
const concerned = unnamedStatement(
  `with page as materialized (
    select id, source_application_id, outcome, directory_user_id, directory_group_id from provisioning_events
      where organization_id = $1 and id > $2 and id < $3 order by id limit $5),
  own as (select * from page where source_application_id = $4 and outcome = 'applied')
  select
    (select json_agg(distinct directory_user_id) from own where directory_user_id is not null) as people,
    (select json_agg(distinct directory_group_id) from own
      where directory_group_id is not null and directory_user_id is null) as groups,
    (select count(*) from page) as looked, (select id from page order by id desc limit 1) as last`,
);

/**
 * Reads whom the events of an application concern, page by page.
 *
 * @param after the id at which the page begins, exclusive
 * @param below the id at which the window ends, exclusive
 */
export async function readWindow(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  after: string,
  below: string,
  limit: number,
): Promise<WindowPage> {
  const values = [organizationId, after, below, sourceApplicationId, limit];
  const [row] = await reader.query<{
    people: string[] | null;
    groups: string[] | null;
    looked: number;
    last: string | null;
  }>(concerned, values);
  const { people, groups, looked = 0, last } = row ?? {};
  return {
    people: people ?? [],
    groups: groups ?? [],
    looked,
    last: looked < limit ? undefined : (last ?? undefined),
  };
}

const eventsBetween = unnamedStatement(
  "select count(*) as count from provisioning_events where organization_id = $1 and id > $2 and id < $3",
);

/** Counts the events of an organization between two ids. @throws StatementTimeout */
export async function countEventsBetween(
  reader: Reader,
  organizationId: string,
  after: string,
  below: string,
): Promise<number> {
  const values = [organizationId, after, below];
  return (await reader.query<{ count: number }>(eventsBetween, values))[0]?.count ?? 0;
}

const ofPeople = unnamedStatement(
  `select ${eventColumns} from provisioning_events e
    where e.organization_id = $1 and e.directory_user_id = any ($2) and e.id > $3
    order by e.directory_user_id, e.id`,
);
const ofGroups = unnamedStatement(
  `select ${eventColumns} from provisioning_events e
    where e.organization_id = $1 and e.directory_group_id = any ($2) and e.id > $3 and e.directory_user_id is null
    order by e.directory_group_id, e.id`,
);

/** Reads all that happened to people after an id, their memberships too, in order. */
export async function readEventsOfPeople(
  reader: Reader,
  organizationId: string,
  directoryUserIds: readonly string[],
  after: string,
): Promise<Map<string, ProvisioningEvent[]>> {
  const rows = await reader.query<EventRow>(ofPeople, [organizationId, directoryUserIds, after]);
  return bySubject(rows, (row) => row.directory_user_id);
}

/** Reads all that happened to groups after an id, apart from people who came and went, in order. */
export async function readEventsOfGroups(
  reader: Reader,
  organizationId: string,
  directoryGroupIds: readonly string[],
  after: string,
): Promise<Map<string, ProvisioningEvent[]>> {
  const rows = await reader.query<EventRow>(ofGroups, [organizationId, directoryGroupIds, after]);
  return bySubject(rows, (row) => row.directory_group_id);
}

function bySubject(
  rows: readonly EventRow[],
  subject: (row: EventRow) => string | null,
): Map<string, ProvisioningEvent[]> {
  const found = new Map<string, ProvisioningEvent[]>();
  for (const row of rows) {
    const id = subject(row) ?? "";
    const events = found.get(id);
    if (events === undefined) found.set(id, [eventFromRow(row)]);
    else events.push(eventFromRow(row));
  }
  return found;
}
