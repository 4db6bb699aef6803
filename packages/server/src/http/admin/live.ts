import type { LiveMessages, liveRoutes } from "@rollcall/admin-api/live.ts";
import type { Follower, LiveMessage } from "../../actions/follow-organizations.ts";
import { actorOf } from "../../domain/principal.ts";
import { RollcallError } from "../../domain/errors.ts";
import { type FeedPosition, formatFeedCursor, parseFeedCursor } from "../../domain/list-cursor.ts";
import { type EventNames, namesOfEvents } from "./event-names.ts";
import { presentOrganizationExchange } from "./exchanges.ts";
import type { ProvisioningEvent } from "../../domain/provisioning-event.ts";
import type { HandlersOf, Standing } from "./handler.ts";
import { presentNamedEvent } from "./provisioning-events.ts";

const heartbeatMilliseconds = 15_000;
/** Heartbeats after which a follower is asked whether it still may follow. */
const heartbeatsPerCheck = 2;

export const liveHandlers: HandlersOf<typeof liveRoutes> = {
  followOrganization: async ({ deps, organizationId, principal, standing }) => {
    const after = positionOf(standing.lastEventId);
    const follower = await deps.live.follow(organizationId, actorOf(principal), after);
    if (follower === undefined) throw new RollcallError("live.too_many");
    standing.gone.addEventListener("abort", () => follower.leave());
    if (standing.gone.aborted) follower.leave();
    return messages(follower, standing, (events) => namesOfEvents(deps, organizationId, events));
  },
};

/** Where a follower stopped; what is no position of ours is as good as none. */
function positionOf(lastEventId: string | undefined): FeedPosition | undefined {
  if (lastEventId === undefined || lastEventId === "") return undefined;
  try {
    return parseFeedCursor(lastEventId);
  } catch {
    // Refusing it would end a browser's stream for good.
    return undefined;
  }
}

type FindNames = (events: readonly ProvisioningEvent[]) => Promise<EventNames>;

async function* messages(
  follower: Follower,
  { isStillAllowed }: Standing,
  findNames: FindNames,
): AsyncIterable<string> {
  try {
    yield "retry: 2000\n\n";
    let checkedAt = performance.now();
    for (;;) {
      const message = await follower.next(heartbeatMilliseconds);
      if (message === "ended") return;
      if (performance.now() - checkedAt >= heartbeatMilliseconds * heartbeatsPerCheck) {
        if (!(await isStillAllowed())) return;
        checkedAt = performance.now();
      }
      yield message === undefined ? ": still here\n\n" : await format(message, findNames);
    }
  } finally {
    follower.leave();
  }
}

async function format(message: LiveMessage, findNames: FindNames): Promise<string> {
  switch (message.kind) {
    case "ready":
      return write("ready", { missed: message.missed }, message.at);
    case "events": {
      const names = await findNames(message.items);
      return write("events", { items: message.items.map((event) => presentNamedEvent(event, names)) }, message.at);
    }
    case "exchanges":
      return write("exchanges", { items: message.items.map(presentOrganizationExchange), more: message.more });
  }
}

function write<Name extends keyof LiveMessages>(name: Name, data: LiveMessages[Name], at?: FeedPosition): string {
  const id = at === undefined ? "" : `id: ${formatFeedCursor(at)}\n`;
  return `event: ${name}\n${id}data: ${JSON.stringify(data)}\n\n`;
}
