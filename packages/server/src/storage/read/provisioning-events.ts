import type { AttributeChange } from "../../domain/diff-attributes.ts";
import { cutPage, type FeedPosition, type ListPage } from "../../domain/list-cursor.ts";
import type { FeedEvent, ProvisioningEvent, ProvisioningEventType } from "../../domain/provisioning-event.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";
import { wantsEventType } from "./wanted-events-condition.ts";

/** An event as it is stored. */
export interface EventRow {
  id: string;
  type: ProvisioningEventType;
  outcome: ProvisioningEvent["outcome"];
  reason: string | null;
  actor: string;
  source_application_id: string | null;
  directory_user_id: string | null;
  directory_group_id: string | null;
  scim_id: string | null;
  external_id: string | null;
  exchange_id: string | null;
  changes: AttributeChange[] | null;
  occurred_at: Date;
}

/** Of the table as `e`. */
export const eventColumns = `e.id, e.type, e.outcome, e.reason, e.actor, e.source_application_id, e.directory_user_id,
    e.directory_group_id, e.scim_id, e.external_id, e.exchange_id, e.changes, e.occurred_at`;

/** Which events of a feed a reader wants. */
export interface WantedOfFeed {
  /** By their names, or by their kind as `user.*`; none means all. */
  readonly types: readonly string[];
  readonly directoryUserId: string | null;
  readonly directoryGroupId: string | null;
}

const everything: WantedOfFeed = { types: [], directoryUserId: null, directoryGroupId: null };

/** Positions that are looked through at once for events that are wanted. */
const searchedAtOnce = 2_000;

/** One statement, so that events and epoch are of the same instant. */
const eventsAfter = unnamedStatement(
  `with searched as materialized (
    select position, event_id from provisioning_event_positions
      where organization_id = $1 and position > $2 order by position limit $3)
  select f.epoch, f.last_position, f.dropped_position, (select max(position) from searched) as searched_to,
      e.position, ${eventColumns}
    from provisioning_event_feeds f
    left join lateral (
      select s.position, e.* from searched s
        -- Each is looked up by its key: guessed as thousands, they would be joined by reading every event there is.
        cross join lateral (select * from provisioning_events o where o.organization_id = $1 and o.id = s.event_id
          limit 1) as e
        where ${wantsEventType("$4::text[]", "e.type")} and ($5::uuid is null or e.directory_user_id = $5)
          and ($6::uuid is null or e.directory_group_id = $6)
        order by s.position limit $7) as e on true
    where f.organization_id = $1
    order by e.position`,
);

interface FeedRow extends EventRow {
  readonly epoch: string;
  readonly last_position: number;
  readonly dropped_position: number;
  /** Null where nothing is new. */
  readonly searched_to: number | null;
  /** Null in the one row that there is when nothing is wanted. */
  readonly position: number | null;
}

/** Events in commit order and where the reader stands after them. */
export interface FeedPage {
  readonly items: readonly FeedEvent[];
  readonly next: FeedPosition;
  /** The feed goes on behind `next`. */
  readonly more: boolean;
}

/**
 * Reads the event feed of an organization after a position. Positions are given in commit order, so a reader that goes
 * on where it stopped misses nothing. Of a reader that wants some events, some thousand positions are looked through: a
 * page may be empty although there are more.
 *
 * @returns undefined when the position is of another epoch, or beyond the end: the feed has begun anew since; or when
 * events behind it were dropped
 */
export async function readEventFeed(
  reader: Reader,
  organizationId: string,
  after: FeedPosition,
  limit: number,
  wanted = everything,
): Promise<FeedPage | undefined> {
  const { types, directoryUserId, directoryGroupId } = wanted;
  const all = types.length === 0 && directoryUserId === null && directoryGroupId === null;
  const searched = all ? limit : Math.max(limit, searchedAtOnce);
  const values = [organizationId, after.position, searched, types, directoryUserId, directoryGroupId, limit];
  const rows = await reader.query<FeedRow>(eventsAfter, values);
  const [feed] = rows;
  if (after.epoch !== undefined) {
    if (feed === undefined || feed.epoch !== after.epoch || after.position > feed.last_position) return undefined;
    if (after.position < feed.dropped_position) return undefined;
  }
  if (feed === undefined) return { items: [], next: after, more: false };
  const items = rows.flatMap((row) =>
    row.position === null ? [] : [{ ...eventFromRow(row), position: row.position }],
  );
  const full = items.length === limit ? items.at(-1)?.position : undefined;
  const position = full ?? feed.searched_to ?? after.position;
  return { items, next: { epoch: feed.epoch, position }, more: position < feed.last_position };
}

const feedEnd = statement(
  "event-feed-end",
  "select epoch, last_position as position from provisioning_event_feeds where organization_id = $1",
);

/** Where the event feed of an organization ends. */
export async function findFeedEnd(reader: Reader, organizationId: string): Promise<FeedPosition> {
  const [feed] = await reader.query<FeedPosition>(feedEnd, [organizationId]);
  return feed ?? { epoch: undefined, position: 0 };
}

const eventsOfUser = unnamedStatement(
  `select ${eventColumns} from provisioning_events e
    where e.organization_id = $1 and e.directory_user_id = $2 and ($3::uuid is null or e.id < $3)
    order by e.id desc limit $4`,
);

/** Lists the events of one directory user, newest first. */
export async function listDirectoryUserEvents(
  reader: Reader,
  organizationId: string,
  directoryUserId: string,
  before: string | null,
  limit: number,
): Promise<ListPage<ProvisioningEvent>> {
  const rows = await reader.query<EventRow>(eventsOfUser, [organizationId, directoryUserId, before, limit + 1]);
  return cutPage(rows, limit, (row) => [row.id], eventFromRow);
}

export function eventFromRow(row: EventRow): ProvisioningEvent {
  return {
    id: row.id,
    type: row.type,
    outcome: row.outcome,
    reason: row.reason,
    actor: row.actor,
    sourceApplicationId: row.source_application_id,
    directoryUserId: row.directory_user_id,
    directoryGroupId: row.directory_group_id,
    scimId: row.scim_id,
    externalId: row.external_id,
    exchangeId: row.exchange_id,
    changes: row.changes ?? [],
    occurredAt: instant(row.occurred_at),
  };
}
