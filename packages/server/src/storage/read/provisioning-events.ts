import type { AttributeChange } from "../../domain/diff-attributes.ts";
import { cutPage, type FeedPosition, type ListPage } from "../../domain/list-cursor.ts";
import type { FeedEvent, ProvisioningEvent, ProvisioningEventType } from "../../domain/provisioning-event.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

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

/** One statement, so that events and epoch are of the same instant. */
const eventsAfter = unnamedStatement(
  `select f.epoch, f.last_position, f.dropped_position, p.position, ${eventColumns}
    from provisioning_event_feeds f
    left join lateral (select position, event_id from provisioning_event_positions
      where organization_id = $1 and position > $2 order by position limit $3) as p on true
    left join provisioning_events e on e.organization_id = $1 and e.id = p.event_id
    where f.organization_id = $1
    order by p.position`,
);

interface FeedRow extends EventRow {
  readonly epoch: string;
  readonly last_position: number;
  readonly dropped_position: number;
  /** Null in the one row that there is when nothing is new. */
  readonly position: number | null;
}

/** Events in commit order and where the reader stands after them. */
export interface FeedPage {
  readonly items: readonly FeedEvent[];
  readonly next: FeedPosition;
}

/**
 * Reads the event feed of an organization after a position. Positions are given in commit order, so a reader that goes
 * on where it stopped misses nothing.
 *
 * @returns undefined when the position is of another epoch, or beyond the end: the feed has begun anew since; or when
 * events behind it were dropped
 */
export async function readEventFeed(
  reader: Reader,
  organizationId: string,
  after: FeedPosition,
  limit: number,
): Promise<FeedPage | undefined> {
  const rows = await reader.query<FeedRow>(eventsAfter, [organizationId, after.position, limit]);
  const [feed] = rows;
  if (after.epoch !== undefined) {
    if (feed === undefined || feed.epoch !== after.epoch || after.position > feed.last_position) return undefined;
    if (after.position < feed.dropped_position) return undefined;
  }
  if (feed === undefined) return { items: [], next: after };
  const items = rows.flatMap((row) =>
    row.position === null ? [] : [{ ...eventFromRow(row), position: row.position }],
  );
  return { items, next: { epoch: feed.epoch, position: items.at(-1)?.position ?? after.position } };
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
