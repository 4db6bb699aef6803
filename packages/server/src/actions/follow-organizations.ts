import type { FeedPosition } from "../domain/list-cursor.ts";
import { idAt, instantOf } from "../domain/id.ts";
import type { ProvisioningEvent } from "../domain/provisioning-event.ts";
import { listOrganizationExchanges, type OrganizationExchangeFacts } from "../storage/read/organization-exchanges.ts";
import { findFeedEnd, readEventFeed } from "../storage/read/provisioning-events.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Something that happened in an organization, as its followers are told. */
export type LiveMessage =
  | { readonly kind: "ready"; readonly missed: boolean; readonly at: FeedPosition }
  | { readonly kind: "events"; readonly items: readonly ProvisioningEvent[]; readonly at: FeedPosition }
  | { readonly kind: "exchanges"; readonly items: readonly OrganizationExchangeFacts[]; readonly more: boolean };

/** One who follows an organization. */
export interface Follower {
  /**
   * Waits for the next message.
   *
   * @returns undefined when the time is over without one, and `ended` when there will be no more
   */
  next(milliseconds: number): Promise<LiveMessage | "ended" | undefined>;
  leave(): void;
}

/** Lets many follow organizations at the price of one per organization. */
export interface LiveHub {
  /**
   * Follows an organization.
   *
   * @param after where the follower stopped before; undefined begins with what happens from now on
   * @returns undefined when this principal follows too many already
   */
  follow(organizationId: string, principal: string, after: FeedPosition | undefined): Promise<Follower | undefined>;
  /** Ends all followers. */
  close(): void;
}

const pollMilliseconds = 500;
const maxOfPrincipal = 12;
/** Messages that wait for a follower; one that falls further behind is ended and comes back by itself. */
const maxWaiting = 100;
const maxEvents = 200;
const maxExchanges = 100;
/** Events that are sent after a break; whoever missed more lists anew. */
const maxCaughtUp = 1_000;
/** Exchanges are written after their answer, from several nodes: how far back their ids may lie. */
const lateMilliseconds = 5_000;

interface Place extends Follower {
  tell(message: LiveMessage): void;
  /** Tells what was missed before everything but the first message. */
  catchUp(message: LiveMessage | undefined): void;
  end(): void;
}

interface Poller {
  readonly places: Set<Place>;
  at: FeedPosition;
  /** Exchanges that were told of, of the last seconds. */
  told: Set<string>;
  timer: NodeJS.Timeout | undefined;
  running: boolean;
}

/** Opens the hub of a node. It asks the database twice a second for each organization that somebody follows here. */
export function openLiveHub({ database, now }: Pick<ActionDeps, "database" | "now">): LiveHub {
  const pollers = new Map<string, Promise<Poller>>();
  const following = new Map<string, number>();
  let closed = false;

  async function start(organizationId: string): Promise<Poller> {
    const at = await findFeedEnd(database.reader, organizationId);
    const told = new Set((await recentExchanges(organizationId)).items.map(({ id }) => id));
    const poller: Poller = { places: new Set(), at, told, timer: undefined, running: true };
    schedule(organizationId, poller);
    return poller;
  }

  function schedule(organizationId: string, poller: Poller): void {
    poller.timer = setTimeout(() => void poll(organizationId, poller), pollMilliseconds);
    poller.timer.unref();
  }

  async function poll(organizationId: string, poller: Poller): Promise<void> {
    try {
      await tellEvents(organizationId, poller);
      await tellExchanges(organizationId, poller);
    } catch {
      // The next poll tells what this one could not.
    }
    if (poller.places.size > 0 && !closed) schedule(organizationId, poller);
    else {
      poller.running = false;
      pollers.delete(organizationId);
    }
  }

  async function tellEvents(organizationId: string, poller: Poller): Promise<void> {
    const page = await readEventFeed(database.lists, organizationId, poller.at, maxEvents);
    // The feed began anew: nobody can go on in the old one.
    if (page === undefined) {
      poller.at = await findFeedEnd(database.reader, organizationId);
      tellAll(poller, { kind: "ready", missed: true, at: poller.at });
      return;
    }
    if (page.items.length === 0) return;
    poller.at = page.next;
    tellAll(poller, { kind: "events", items: page.items, at: page.next });
  }

  async function tellExchanges(organizationId: string, poller: Poller): Promise<void> {
    const { items, next } = await recentExchanges(organizationId);
    const fresh = items.filter(({ id }) => !poller.told.has(id));
    const oldest = Date.parse(now()) - 2 * lateMilliseconds;
    poller.told = new Set([...poller.told].filter((id) => instantOf(id) >= oldest));
    for (const { id } of fresh) poller.told.add(id);
    if (fresh.length === 0) return;
    const more = next !== undefined && fresh.length === items.length;
    tellAll(poller, { kind: "exchanges", items: fresh.toReversed(), more });
  }

  function recentExchanges(organizationId: string) {
    const from = idAt(Date.parse(now()) - lateMilliseconds);
    return listOrganizationExchanges(database.lists, organizationId, { from }, null, maxExchanges);
  }

  /** The organization's poller; what is done with it at once is done before it stops for want of followers. */
  async function join(organizationId: string): Promise<Poller> {
    for (;;) {
      let starting = pollers.get(organizationId);
      if (starting === undefined) {
        starting = start(organizationId);
        pollers.set(organizationId, starting);
        starting.catch(() => pollers.delete(organizationId));
      }
      const poller = await starting;
      if (poller.running) return poller;
    }
  }

  return {
    async follow(organizationId, principal, after) {
      const count = following.get(principal) ?? 0;
      if (closed || count >= maxOfPrincipal) return undefined;
      following.set(principal, count + 1);
      const left = (): void => {
        const others = (following.get(principal) ?? 1) - 1;
        if (others === 0) following.delete(principal);
        else following.set(principal, others);
      };
      try {
        const poller = await join(organizationId);
        const place: Place = openPlace(() => {
          poller.places.delete(place);
          left();
        });
        // Told from here on; what came before, up to here, is read for this one alone.
        poller.places.add(place);
        const until = poller.at;
        place.tell({ kind: "ready", missed: false, at: after ?? until });
        if (after !== undefined) place.catchUp(await missedSince(organizationId, after, until));
        return place;
      } catch (error) {
        left();
        throw error;
      }
    },
    close() {
      closed = true;
      for (const starting of pollers.values()) void endAll(starting);
      pollers.clear();
    },
  };

  /** What a follower is told of what it missed; positions are dense. */
  async function missedSince(organizationId: string, after: FeedPosition, until: FeedPosition) {
    const count = until.position - after.position;
    const missed: LiveMessage = { kind: "ready", missed: true, at: until };
    if (after.epoch !== until.epoch || count < 0 || count > maxCaughtUp) return missed;
    if (count === 0) return undefined;
    const page = await readEventFeed(database.lists, organizationId, after, count);
    return page === undefined ? missed : ({ kind: "events", items: page.items, at: page.next } as const);
  }
}

async function endAll(starting: Promise<Poller>): Promise<void> {
  // One that could not start has nobody to end.
  const poller = await starting.catch(() => undefined);
  clearTimeout(poller?.timer);
  for (const place of poller?.places ?? []) place.end();
}

function tellAll({ places }: Poller, message: LiveMessage): void {
  for (const place of places) place.tell(message);
}

/** Makes a place among the followers; messages wait there until they are taken. */
function openPlace(leave: () => void): Place {
  const waiting: LiveMessage[] = [];
  let ended = false;
  let wake: () => void = () => {};

  function end(): void {
    ended = true;
    wake();
  }

  let left = false;
  return {
    tell(message) {
      if (waiting.length >= maxWaiting) end();
      else waiting.push(message);
      wake();
    },
    catchUp(message) {
      if (message !== undefined) waiting.splice(1, 0, message);
    },
    end,
    async next(milliseconds) {
      if (waiting.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return ended ? "ended" : waiting.shift();
    },
    leave() {
      if (left) return;
      left = true;
      end();
      leave();
    },
  };
}
