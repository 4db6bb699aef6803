import type {
  FeedEvent as PresentedInFeed,
  NamedProvisioningEvent,
  ProvisioningEvent as Presented,
  provisioningEventRoutes,
} from "@rollcall/admin-api/provisioning-events.ts";
import { RollcallError } from "../../domain/errors.ts";
import { formatFeedCursor, parseFeedCursor } from "../../domain/list-cursor.ts";
import type { FeedEvent, ProvisioningEvent } from "../../domain/provisioning-event.ts";
import { listLatestEvents } from "../../storage/read/latest-provisioning-events.ts";
import { readEventFeed } from "../../storage/read/provisioning-events.ts";
import {
  actorName,
  applicationName,
  type EventNames,
  namesOfEvents,
  peopleNames,
  subjectNames,
} from "./event-names.ts";
import type { HandlersOf } from "./handler.ts";
import { idRange } from "./id-range.ts";
import { defaultLimit, listParameters, presentPage } from "./list-parameters.ts";

export const provisioningEventHandlers: HandlersOf<typeof provisioningEventRoutes> = {
  listProvisioningEvents: async ({ deps, organizationId, query }) => {
    const after = query.after === undefined ? { epoch: undefined, position: 0 } : parseFeedCursor(query.after);
    const page = await readEventFeed(deps.database.lists, organizationId, after, query.limit ?? defaultLimit);
    if (page === undefined) throw new RollcallError("cursor.expired_epoch");
    return { items: page.items.map(presentFeedEvent), nextCursor: formatFeedCursor(page.next) };
  },
  listLatestProvisioningEvents: async ({ deps, organizationId, query }) => {
    const { after, limit } = listParameters("latest-events", query);
    const { sourceApplicationId, directoryUserId, directoryGroupId, type, outcome } = query;
    const wanted = { sourceApplicationId, directoryUserId, directoryGroupId, type, outcome, ...idRange(query) };
    const page = await listLatestEvents(deps.database.lists, organizationId, wanted, after, limit);
    const names = await namesOfEvents(deps, organizationId, page.items);
    return presentPage("latest-events", page, (event) => presentNamedEvent(event, names));
  },
};

/** An event as programs are told it: in the feed and by webhooks alike. */
export function presentFeedEvent(event: FeedEvent): PresentedInFeed {
  return { ...presentEvent(event), position: event.position };
}

function presentEvent(event: ProvisioningEvent): Presented {
  return { ...event, changes: event.changes.map(({ attribute, from, to }) => ({ attribute, from, to })) };
}

/** An event as people are shown it. */
export function presentNamedEvent(event: ProvisioningEvent, names: EventNames): NamedProvisioningEvent {
  return {
    ...presentEvent(event),
    actorName: actorName(event, names),
    sourceApplicationName: applicationName(event.sourceApplicationId, names),
    ...subjectNames(event, names),
    people: peopleNames(event, names),
  };
}
