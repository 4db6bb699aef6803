import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "@rollcall/admin-api/client.ts";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { guardRoutes } from "@rollcall/admin-api/guards.ts";
import { Pace } from "@rollcall/simulator/pace.ts";
import { inParallel } from "@rollcall/simulator/in-parallel.ts";
import { person, Source } from "../support/source.ts";
import type { FeedRecord } from "./feed-record.ts";
import { unlimitedApplication } from "./soak-client.ts";
import { share } from "./soak-samples.ts";

const perSecond = 20;

interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

/** Milliseconds from the answer to a deactivation until somebody else sees it. */
export interface Latency {
  readonly deactivations: number;
  readonly perSecond: number;
  /** Until the admin API shows the person disabled. */
  readonly disabled: Quantiles;
  /** Until the event came to somebody who follows the feed. */
  readonly inFeed: Quantiles;
}

/** Has so many people of a quiet source leave one after the other, whom the guard lets through. */
export async function measureLatency(
  client: Client,
  organizationId: string,
  count: number,
  feed: FeedRecord,
): Promise<Latency> {
  const application = await unlimitedApplication(client, organizationId, "One by one");
  const params = { sourceApplicationId: application.id };
  // Well below the share of its threshold from which on the guard has one write after the other.
  await client.call(guardRoutes.putGuard, { params, body: { enabled: true, atLeast: 2 * count, percent: 0 } });
  const source = new Source(application);
  const scimIds: string[] = [];
  await inParallel(Array.from({ length: count }).keys(), 8, async (index) => {
    scimIds.push((await source.create("Users", person(`quiet${index}`))).id);
  });
  const created = await feed.untilNow();
  const idOf = new Map(
    created.flatMap(({ scimId, directoryUserId }) => (scimId === null ? [] : [[scimId, directoryUserId]])),
  );
  const answeredAt = new Map<string, number>();
  const disabled: number[] = [];
  const pace = new Pace(perSecond);
  for (const scimId of scimIds) {
    await wait(pace.takeTurn(performance.now()));
    await source.setActive(scimId, false);
    const answered = performance.now();
    answeredAt.set(scimId, answered);
    const directoryUserId = idOf.get(scimId) ?? "";
    for (let status; status !== "disabled"; ) {
      ({ status } = await client.call(directoryUserRoutes.getDirectoryUser, {
        params: { organizationId, directoryUserId },
      }));
    }
    disabled.push(performance.now() - answered);
  }
  const events = (await feed.untilNow()).slice(created.length);
  const inFeed = events.flatMap((event) => {
    const answered = answeredAt.get(event.scimId ?? "");
    // It may be in the feed before its request is answered.
    return event.type !== "user.disabled" || answered === undefined ? [] : [Math.max(0, feed.seenAt(event) - answered)];
  });
  return { deactivations: inFeed.length, perSecond, disabled: quantilesOf(disabled), inFeed: quantilesOf(inFeed) };
}

function quantilesOf(values: readonly number[]): Quantiles {
  const ascending = values.toSorted((a, b) => a - b);
  return { p50: share(ascending, 0.5), p99: share(ascending, 0.99) };
}
