import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { FeedEvent } from "@rollcall/admin-api/provisioning-events.ts";
import type { SeededRandom } from "@rollcall/simulator/people/seeded-random.ts";

/** A receiver of webhooks that takes some deliveries and fails at the others. */
export interface CountingReceiver {
  readonly name: string;
  readonly url: string;
  /** The events that it took, in the order in which it first took each. */
  readonly taken: ReadonlyMap<string, FeedEvent>;
  readonly requests: number;
  readonly failures: number;
  close(): Promise<void>;
}

/**
 * Starts a receiver.
 *
 * @param failing how many of a hundred requests fail: half are refused, half are taken and the answer is lost
 */
export async function startCountingReceiver(
  name: string,
  failing: number,
  random: SeededRandom,
): Promise<CountingReceiver> {
  const taken = new Map<string, FeedEvent>();
  let requests = 0;
  let failures = 0;
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      requests += 1;
      const fails = random.integer(100) < failing;
      if (fails) failures += 1;
      const refused = fails && random.integer(2) === 0;
      if (!refused) {
        const { data } = JSON.parse(Buffer.concat(parts).toString("utf8")) as { data: FeedEvent };
        if (!taken.has(data.id)) taken.set(data.id, data);
      }
      if (refused) response.writeHead(503).end("not now");
      else if (fails) request.socket.destroy();
      else response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    name,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    taken,
    get requests() {
      return requests;
    },
    get failures() {
      return failures;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** How a list of events that somebody got differs from the feed. */
export interface Deviations {
  readonly missing: number;
  readonly unknown: number;
  /** Events about a person or group that came before an earlier one about the same. */
  readonly outOfOrder: number;
}

/** Compares events as they came with the feed. */
export function compareWithFeed(came: Iterable<FeedEvent>, feed: readonly FeedEvent[]): Deviations {
  const known = new Set(feed.map(({ id }) => id));
  const seen = new Set<string>();
  const latest = new Map<string, number>();
  let [unknown, outOfOrder] = [0, 0];
  for (const event of came) {
    seen.add(event.id);
    if (!known.has(event.id)) unknown += 1;
    const about = event.directoryUserId ?? event.directoryGroupId ?? event.id;
    if (event.position < (latest.get(about) ?? 0)) outOfOrder += 1;
    latest.set(about, Math.max(event.position, latest.get(about) ?? 0));
  }
  return { missing: feed.filter(({ id }) => !seen.has(id)).length, unknown, outOfOrder };
}
