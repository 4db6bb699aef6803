import { parseArgs } from "node:util";
import { soakByFailovers } from "./soak-failovers.ts";
import { soakByKills } from "./soak-kills.ts";

const usage = `Usage: npm run soak -- --kills <rounds> [--seed <number>] [--json]
       npm run soak -- --failovers <rounds> [--json]

  --kills <rounds>      kills server, PostgreSQL or both with SIGKILL while two sources write, so many times
  --failovers <rounds>  restarts an external PostgreSQL under load and fails over to its replica, so many times
  --seed <number>       repeats what the sources do
  --json                prints one JSON document`;

const { values } = parseArgs({
  options: {
    kills: { type: "string" },
    failovers: { type: "string" },
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
  const [kills, failovers] = [wholeNumber(values.kills), wholeNumber(values.failovers)];
  const seed = wholeNumber(values.seed ?? String(Math.floor(Math.random() * 1_000_000) + 1));
  if (seed === undefined) return undefined;
  if (kills !== undefined) return () => soakByKills(kills, seed, say);
  if (failovers !== undefined) return () => soakByFailovers(failovers, say);
  return undefined;
}

function wholeNumber(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
