import { RollcallError } from "../domain/errors.ts";
import type { FeedPosition } from "../domain/list-cursor.ts";
import { type FeedPage, readEventFeed, type WantedOfFeed } from "../storage/read/provisioning-events.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { LiveHub } from "./follow-organizations.ts";

/** Which page of a feed is wanted. */
export interface FeedRequest extends WantedOfFeed {
  readonly after: FeedPosition;
  readonly limit: number;
}

/** One who waits for a page that is not empty. */
export interface FeedWait {
  readonly milliseconds: number;
  readonly principal: string;
  /** Aborted when nobody waits any more. */
  readonly gone: AbortSignal;
  readonly isStillAllowed: () => Promise<boolean>;
}

/** A feed in which little is wanted is looked through for so long before an empty page says how far. */
const searchMilliseconds = 1_000;

/**
 * Reads a page of an organization's feed.
 *
 * @throws {RollcallError} cursor.expired_epoch: the position is of another epoch, or what follows it was dropped
 */
async function readFeed(
  { database }: Pick<ActionDeps, "database">,
  organizationId: string,
  { after, limit, ...wanted }: FeedRequest,
): Promise<FeedPage> {
  const began = performance.now();
  for (let from = after; ; ) {
    const page = await readEventFeed(database.lists, organizationId, from, limit, wanted);
    if (page === undefined) throw new RollcallError("cursor.expired_epoch");
    if (page.items.length > 0 || !page.more || performance.now() - began > searchMilliseconds) return page;
    from = page.next;
  }
}

/**
 * Reads a page of an organization's feed, and waits for an event where there is none yet.
 *
 * @throws {RollcallError} cursor.expired_epoch; live.too_many: this principal waits too often already
 */
export async function awaitFeed(
  deps: Pick<ActionDeps, "database"> & { readonly live: LiveHub },
  organizationId: string,
  asked: FeedRequest,
  { milliseconds, principal, gone, isStillAllowed }: FeedWait,
): Promise<FeedPage> {
  let page = await readFeed(deps, organizationId, asked);
  if (page.items.length > 0 || page.more || milliseconds === 0) return page;
  const until = performance.now() + milliseconds;
  // It is told what came after the page that was just read.
  const follower = await deps.live.follow(organizationId, principal, page.next);
  if (follower === undefined) throw new RollcallError("live.too_many");
  const leave = (): void => follower.leave();
  gone.addEventListener("abort", leave);
  try {
    while (!gone.aborted && performance.now() < until) {
      const message = await follower.next(until - performance.now());
      if (message === undefined || message === "ended") break;
      if (message.kind === "exchanges" || (message.kind === "ready" && !message.missed)) continue;
      // Whoever lost the right to read while waiting is told nothing more; their next call is refused.
      if (!(await isStillAllowed())) break;
      page = await readFeed(deps, organizationId, { ...asked, after: page.next });
      if (page.items.length > 0 || page.more) break;
    }
    return page;
  } finally {
    gone.removeEventListener("abort", leave);
    leave();
  }
}
