import type { PlayOrder, SourcePlayer } from "../actions/play-source.ts";
import type { PlayProgress } from "../domain/played-source.ts";

/** Slow enough to be watched, and to leave the server to its real sources. */
const requestsPerSecond = 100;

/** Plays sources for whoever has none at hand, until it is closed. */
export interface OpenSourcePlayer extends SourcePlayer {
  /** Ends what is played now. */
  close(): Promise<void>;
}

/**
 * Plays the generic client of the simulator over HTTP against this very server, at the address where it listens: like a
 * stranger, with a URL and a token.
 *
 * @param origin where it listens, for programs on this machine
 */
export function openSourcePlayer(origin: string): OpenSourcePlayer {
  const stop = new AbortController();
  const under = new Set<Promise<unknown>>();
  return {
    play(order) {
      const played = playDays(origin, order, stop.signal);
      const ended = played.catch(() => undefined).finally(() => under.delete(ended));
      under.add(ended);
      return played;
    },
    async close() {
      stop.abort();
      await Promise.all(under);
    },
  };
}

async function playDays(origin: string, order: PlayOrder, signal: AbortSignal): Promise<PlayProgress> {
  // Loaded when somebody wants it: a server that plays nothing needs none of it.
  const { generateGroups, generatePeople } = await import("@rollcall/simulator/people/generate-people.ts");
  const { laterDays } = await import("@rollcall/simulator/people/later-days.ts");
  const { playedClients } = await import("@rollcall/simulator/scenarios/played-clients.ts");
  const generic = playedClients.find(({ name }) => name === "generic");
  if (generic === undefined) throw new Error("expected a client called generic among those that can be played");
  const { key } = generic;
  const { seed, domain, token } = order;
  const people = generatePeople({ count: order.people, seed, domain, key });
  const source = { people, groups: generateGroups(people, { count: order.groups, seed: seed + 1, key }) };
  const days = [{ title: "Everybody arrives", source }, ...laterDays(source, seed + 2)];
  const baseUrl = `${origin}/scim/${order.sourceApplicationId}/v2`;
  const client = generic.open({ baseUrl, token, concurrency: 4, rate: requestsPerSecond, signal });
  const report = (title: string, percent: number): PlayProgress => {
    const { requests, refused } = client.report();
    return { title, percent, requests, refused: refused.length };
  };
  try {
    await client.testConnection();
    for (const [index, day] of days.entries()) {
      await client.synchronize(day.source, ({ done, total }) => {
        const part = total === 0 ? 1 : done / total;
        order.onProgress(report(day.title, Math.floor((100 * (index + part)) / days.length)));
      });
    }
    return report("Everything was played", 100);
  } finally {
    await client.close();
  }
}
