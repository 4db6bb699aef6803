import type {
  FeedEvent as PresentedInFeed,
  NamedProvisioningEvent,
  ProvisioningEvent as Presented,
  provisioningEventRoutes,
} from "@rollcall/admin-api/provisioning-events.ts";
import { readConcerned } from "../../actions/copy-directory.ts";
import { awaitFeed } from "../../actions/read-feed.ts";
import { RollcallError } from "../../domain/errors.ts";
import { formatFeedCursor, parseFeedCursor } from "../../domain/list-cursor.ts";
import { actorOf } from "../../domain/principal.ts";
import type { FeedEvent, ProvisioningEvent } from "../../domain/provisioning-event.ts";
import { whyUnknownEventTypes } from "../../domain/wanted-event-types.ts";
import { listLatestEvents } from "../../storage/read/latest-provisioning-events.ts";
import {
  actorName,
  applicationName,
  type EventNames,
  namesOfEvents,
  peopleNames,
  subjectNames,
} from "./event-names.ts";
import { presentConcerned } from "./directory-snapshot.ts";
import type { HandlersOf } from "./handler.ts";
import { idRange } from "./id-range.ts";
import { defaultLimit, listParameters, presentPage } from "./list-parameters.ts";

export const provisioningEventHandlers: HandlersOf<typeof provisioningEventRoutes> = {
  listProvisioningEvents: async ({ deps, organizationId, principal, query, standing }) => {
    const { directoryUserId = null, directoryGroupId = null, limit = defaultLimit } = query;
    const after = query.after === undefined ? { epoch: undefined, position: 0 } : parseFeedCursor(query.after);
    const asked = { after, limit, types: typesOf(query.types), directoryUserId, directoryGroupId };
    const wait = { milliseconds: (query.wait ?? 0) * 1_000, principal: actorOf(principal), ...standing };
    const page = await awaitFeed(deps, organizationId, asked, wait);
    const answer = {
      items: page.items.map(presentFeedEvent),
      nextCursor: formatFeedCursor(page.next),
      more: page.more,
    };
    if (query.include === undefined) return answer;
    return { ...answer, directory: presentConcerned(await readConcerned(deps, organizationId, page.items)) };
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

/** @throws {RollcallError} feed.unknown_event_type */
function typesOf(text: string | undefined): readonly string[] {
  const types = text === undefined || text.trim() === "" ? [] : text.split(",").map((type) => type.trim());
  const why = whyUnknownEventTypes(types);
  if (why !== undefined) throw new RollcallError("feed.unknown_event_type", why);
  return types;
}

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
