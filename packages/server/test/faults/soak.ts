import { parseArgs } from "node:util";
import { soakByFailovers } from "./soak-failovers.ts";
import { soakByFeed } from "./soak-feed.ts";
import { soakByGuard } from "./soak-guard.ts";
import { soakByKills } from "./soak-kills.ts";
import { soakByMinutes } from "./soak-minutes.ts";
import { soakByUndo } from "./soak-undo.ts";

const usage = `Usage: npm run soak -- --kills <rounds> [--seed <number>] [--json]
       npm run soak -- --failovers <rounds> [--json]
       npm run soak -- --minutes <minutes> [--people <number>] [--seed <number>] [--json]
       npm run soak -- --feed <changes> [--seed <number>] [--json]
       npm run soak -- --guard <people> [--seed <number>] [--json]
       npm run soak -- --undo <people> [--seed <number>] [--json]

  --kills <rounds>      kills server, PostgreSQL or both with SIGKILL while two sources write, so many times
  --failovers <rounds>  restarts an external PostgreSQL under load and fails over to its replica, so many times
  --minutes <minutes>   has a source read and write at half of the most that the server can do, and watches what grows
  --feed <changes>      kills server and consumer while two sources make so many changes and a receiver fails 30 % of the time
  --guard <people>      has so many people leave at once, and decides about those whom the guard holds
  --undo <people>       has a bad mapping and a bad sync of so many people undone, also while the server is killed
  --people <number>     whom the source of --minutes has, 2,000 unless given
  --seed <number>       repeats what the sources do
  --json                prints one JSON document`;

const { values } = parseArgs({
  options: {
    kills: { type: "string" },
    failovers: { type: "string" },
    minutes: { type: "string" },
    feed: { type: "string" },
    guard: { type: "string" },
    undo: { type: "string" },
    people: { type: "string" },
    seed: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const soak = chooseSoak();
if (soak === undefined) {
  say(usage);
  process.exitCode = 64;
} else {
  const { text, json, good } = await soak();
  process.stdout.write(values.json ? `${JSON.stringify(json, null, 2)}\n` : text);
  process.exitCode = good ? 0 : 1;
}

function chooseSoak() {
  const { kills, failovers, minutes, feed, guard, undo } = Object.fromEntries(
    (["kills", "failovers", "minutes", "feed", "guard", "undo"] as const).map((name) => [
      name,
      wholeNumber(values[name]),
    ]),
  );
  const people = wholeNumber(values.people ?? "2000");
  const seed = wholeNumber(values.seed ?? String(Math.floor(Math.random() * 1_000_000) + 1));
  if (seed === undefined || people === undefined) return undefined;
  if (kills !== undefined) return () => soakByKills(kills, seed, say);
  if (failovers !== undefined) return () => soakByFailovers(failovers, say);
  if (minutes !== undefined) return () => soakByMinutes(minutes, people, seed, say);
  if (feed !== undefined) return () => soakByFeed(feed, seed, say);
  if (guard !== undefined) return () => soakByGuard(guard, seed, say);
  if (undo !== undefined) return () => soakByUndo(undo, seed, say);
  return undefined;
}

function wholeNumber(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
