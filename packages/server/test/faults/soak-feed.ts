import { FeedRounds } from "./feed-rounds.ts";
import { listNumbers, type SoakReport } from "./soak-report.ts";

const kills = 10;

/** Has two sources make so many changes while server and consumer are killed and a receiver fails three times of ten. */
export async function soakByFeed(changes: number, seed: number, say: (line: string) => void): Promise<SoakReport> {
  const rounds = await FeedRounds.open(seed);
  try {
    const { good, ...findings } = await rounds.play(changes, kills, say);
    const { events, deviations, doneAfter, copyEquals } = findings;
    return {
      text: listNumbers([
        ["changes", changes],
        ["kills of server and consumer", kills],
        ["events", events],
        ...Object.entries(deviations).flatMap(([name, one]): [string, number][] => [
          ...(one.requests === undefined ? [] : [[`${name}: requests`, one.requests] as [string, number]]),
          ...(one.failures === undefined ? [] : [[`${name}: failed`, one.failures] as [string, number]]),
          [`${name}: missing`, one.missing],
          [`${name}: out of order`, one.outOfOrder],
        ]),
        ...Object.entries(doneAfter).map(([name, milliseconds]): [string, string] => [
          `${name}: had everything`,
          `${(milliseconds / 1000).toFixed(1)} s after the last change`,
        ]),
        ["copy equals the directory", copyEquals ? "yes, field by field" : "no"],
      ]),
      json: { seed, changes, kills, ...findings },
      good,
    };
  } finally {
    await rounds.close();
  }
}
