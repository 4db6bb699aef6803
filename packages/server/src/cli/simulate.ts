import type { Report } from "@rollcall/simulator/report.ts";
import type { Progress, SourceClient } from "@rollcall/simulator/scenarios/source-client.ts";
import type { Command } from "commander";
import { openBar } from "./bar.ts";
import { printableTable, WrongUsage } from "./session.ts";
import { addTokenOptions, endInOrder, exitCodes, printLines, readProvider, wholeNumber } from "./speak-to-provider.ts";

interface SimulateOptions {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly users: string;
  readonly groups: string;
  readonly seed: string;
  readonly rate?: string;
  readonly concurrency: string;
  readonly domain: string;
  readonly list?: true;
  readonly json?: true;
}

/** What was sent on one day and what came of it. */
interface DayReport {
  readonly title: string;
  readonly requests: number;
  readonly refused: number;
  readonly milliseconds: number;
}

/** What the play of a client came to. Plain data, fit for JSON. */
interface SimulateReport extends Report {
  readonly known: "documented" | "inferred";
  readonly days: readonly DayReport[];
}

/** rollcall simulate <client> <baseUrl> */
export function registerSimulate(program: Command, exit: (code: number) => void): void {
  const command = program
    .command("simulate")
    .description("provision made-up people into a service provider as one of the known clients does")
    .argument("[client]", "whom to play: --list names them")
    .argument("[baseUrl]", "the SCIM base URL of the service provider");
  addTokenOptions(command)
    .option("--users <number>", "people of the source", "100")
    .option("--groups <number>", "groups of the source", "10")
    .option("--seed <number>", "the same seed gives the same people and the same changes", "1")
    .option("--rate <number>", "requests begun in a second at most")
    .option("--concurrency <number>", "requests under way at the same time", "4")
    .option("--domain <domain>", "the domain of the user names", "example.com")
    .option("--list", "list the clients")
    .option("--json", "print the report as JSON")
    .action(async (client: string | undefined, baseUrl: string | undefined, options: SimulateOptions) => {
      exit(await endInOrder((stop) => simulate(client, baseUrl, options, stop)));
    });
}

async function simulate(
  name: string | undefined,
  baseUrl: string | undefined,
  options: SimulateOptions,
  stop: AbortSignal,
): Promise<number> {
  const { playedClients } = await import("@rollcall/simulator/scenarios/played-clients.ts");
  if (options.list === true) {
    const rows = playedClients.map(({ name: known, title, known: how }) => [known, title, how]);
    if (options.json === true)
      process.stdout.write(
        `${JSON.stringify(rows.map(([known, title, how]) => ({ name: known, title, known: how })))}\n`,
      );
    else process.stdout.write(`${printableTable(["client", "what is played", "its requests are"], rows)}\n`);
    return exitCodes.passed;
  }
  const played = playedClients.find((one) => one.name === name);
  if (played === undefined) {
    throw new WrongUsage(`<client>: expected one of ${playedClients.map((one) => one.name).join(", ")}`);
  }
  if (baseUrl === undefined) throw new WrongUsage("<baseUrl>: expected the SCIM base URL of a service provider");
  const { token, ...provider } = readProvider(baseUrl, options);
  if (token === undefined) throw new WrongUsage("no bearer token: give one with --token or --token-file");
  const count = wholeNumber("--users", options.users, 1, 1_000_000);
  const groupCount = wholeNumber("--groups", options.groups, 0, 100_000);
  const seed = wholeNumber("--seed", options.seed, 0, 999_999_999);
  const rate = options.rate === undefined ? undefined : wholeNumber("--rate", options.rate, 1, 100_000);
  const concurrency = wholeNumber("--concurrency", options.concurrency, 1, 64);
  if (!/^[A-Za-z0-9.-]{1,200}$/.test(options.domain)) {
    throw new WrongUsage(`--domain: expected a domain, found ${options.domain}`);
  }

  const { generateGroups, generatePeople } = await import("@rollcall/simulator/people/generate-people.ts");
  const { laterDays } = await import("@rollcall/simulator/people/later-days.ts");
  const people = generatePeople({ count, seed, domain: options.domain, key: played.key });
  const source = { people, groups: generateGroups(people, { count: groupCount, seed: seed + 1, key: played.key }) };
  const client = played.open({ ...provider, token, concurrency, rate, signal: stop });
  const days: DayReport[] = [];
  try {
    await playDay(client, days, "Connection test", () => client.testConnection());
    for (const day of [{ title: "Initial synchronization", source }, ...laterDays(source, seed + 2)]) {
      await playDay(client, days, day.title, (onProgress) => client.synchronize(day.source, onProgress));
    }
  } catch (error) {
    // Told to stop: what was sent by then is reported.
    if (!stop.aborted) throw error;
  } finally {
    await client.close();
  }
  const report: SimulateReport = { ...client.report(), known: played.known, days };
  if (options.json === true) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else printLines(process.stdout, reportLines(report));
  if (stop.aborted) return exitCodes.interrupted;
  // One that tests no connection finds out with each person.
  const statuses = Object.keys(report.byStatus);
  if (statuses.every((status) => status === "401" || status === "403")) return exitCodes.notAllowed;
  return report.refused.length === 0 ? exitCodes.passed : exitCodes.failed;
}

async function playDay(
  client: SourceClient,
  days: DayReport[],
  title: string,
  play: (onProgress: (progress: Progress) => void) => Promise<void>,
): Promise<void> {
  const bar = openBar(process.stderr);
  const before = client.report();
  const begun = performance.now();
  try {
    await play(({ done, total }) => bar.advance(done, total, title));
  } finally {
    bar.end();
    const after = client.report();
    days.push({
      title,
      requests: after.requests - before.requests,
      refused: after.refused.length - before.refused.length,
      milliseconds: Math.round(performance.now() - begun),
    });
  }
}

const shownRefusals = 20;

function reportLines({ client, known, days, byMethod, latency, refused, requests, ids }: SimulateReport): string[] {
  const dayRows = days.map(({ title, requests: sent, refused: not, milliseconds }) => [title, sent, not, milliseconds]);
  const answerRows = Object.entries(byMethod).flatMap(([method, statuses]) =>
    Object.entries(statuses).map(([status, count]) => [method, status, count]),
  );
  const shown = refused.slice(0, shownRefusals).map(({ method, path, status, scimType, detail }) => {
    return `${method} ${path}: ${status}${scimType === undefined ? "" : ` ${scimType}`}: ${detail}`;
  });
  const more =
    refused.length > shown.length ? [`and ${refused.length - shown.length} more; --json has up to 1,000`] : [];
  return [
    `Played ${client}${known === "inferred" ? ": its verbs are known, most of its bodies are inferred" : ""}.`,
    "",
    ...printableTable(["day", "requests", "refused", "milliseconds"], dayRows).split("\n"),
    "",
    ...printableTable(["method", "status", "answers"], answerRows).split("\n"),
    "",
    ...(shown.length === 0 ? [] : ["Refused:", ...shown.map((line) => `  ${line}`), ...more, ""]),
    `${requests} requests, half of them within ${latency.p50} ms, 99 % within ${latency.p99} ms; ` +
      `${refused.length} refused; ${Object.keys(ids.people).length} people and ${Object.keys(ids.groups).length} groups known at the end`,
  ];
}
