import type { Client } from "@rollcall/admin-api/client.ts";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { followFeed } from "@rollcall/admin-api/follow-feed.ts";
import type { FeedEvent } from "@rollcall/admin-api/provisioning-events.ts";
import { setTimeout as wait } from "node:timers/promises";

/** What the user names of those begin with who are made by hand to see how far the feed is. */
export const marker = "marker-";

/** All events of an organization as somebody sees them who follows its feed, each with when it was seen. */
export class FeedRecord {
  readonly #client: Client;
  readonly #organizationId: string;
  readonly #events: FeedEvent[] = [];
  /** Milliseconds of `performance.now()`, by the events' ids. */
  readonly #seenAt = new Map<string, number>();
  readonly #leaving = new AbortController();
  readonly #following: Promise<void>;

  constructor(client: Client, organizationId: string) {
    this.#client = client;
    this.#organizationId = organizationId;
    this.#following = this.#follow();
  }

  /** What has happened so far, in the order of the feed: somebody who is made by hand is the last of it. */
  async untilNow(): Promise<readonly FeedEvent[]> {
    const body = { attributes: { userName: `${marker}${crypto.randomUUID()}` } };
    const params = { organizationId: this.#organizationId };
    const { id } = await this.#client.call(directoryUserRoutes.createDirectoryUser, { params, body });
    while (!this.#events.some(({ directoryUserId }) => directoryUserId === id)) {
      await Promise.race([wait(10), this.#following]);
      if (this.#leaving.signal.aborted) throw new Error("the feed is not followed any more");
    }
    return this.#events.slice(
      0,
      this.#events.findIndex(({ directoryUserId }) => directoryUserId === id),
    );
  }

  /** When an event was seen. @throws where it was not */
  seenAt({ id }: FeedEvent): number {
    const at = this.#seenAt.get(id);
    if (at === undefined) throw new Error(`the event ${id} was not seen`);
    return at;
  }

  async close(): Promise<void> {
    this.#leaving.abort();
    await this.#following;
  }

  async #follow(): Promise<void> {
    const options = { organizationId: this.#organizationId, limit: 1_000, signal: this.#leaving.signal };
    for await (const { events } of followFeed(this.#client, options)) {
      const now = performance.now();
      for (const event of events) this.#seenAt.set(event.id, now);
      this.#events.push(...events);
    }
  }
}
