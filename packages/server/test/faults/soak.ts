import { parseArgs } from "node:util";
import { soakByKills } from "./soak-kills.ts";

const usage = `Usage: npm run soak -- --kills <rounds> [--seed <number>] [--json]

  --kills <rounds>   kills server, PostgreSQL or both with SIGKILL while two sources write, so many times
  --seed <number>    repeats what the sources do
  --json             prints one JSON document`;

const { values } = parseArgs({
  options: { kills: { type: "string" }, seed: { type: "string" }, json: { type: "boolean", default: false } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const kills = wholeNumber(values.kills);
if (kills === undefined || !Number.isInteger(seed)) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 64;
} else {
  const sayLine = (line: string): void => void process.stderr.write(`${line}\n`);
  const { text, json, good } = await soakByKills(kills, seed, sayLine);
  process.stdout.write(values.json ? `${JSON.stringify(json, null, 2)}\n` : text);
  process.exitCode = good ? 0 : 1;
}

function wholeNumber(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
