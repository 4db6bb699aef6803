import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { openBar } from "./bar.ts";
import { WrongUsage } from "./session.ts";
import { addTokenOptions, endInOrder, exitCodes, printLines, readProvider, wholeNumber } from "./speak-to-provider.ts";

interface VerifyOptions {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly header: readonly string[];
  readonly only: readonly string[];
  readonly list?: true;
  readonly json?: true;
  readonly junit?: string;
  readonly html?: string;
  readonly concurrency: string;
  readonly timeout: string;
  readonly timeLimit: string;
  readonly domain: string;
}

/** rollcall verify <baseUrl> */
export function registerVerify(program: Command, exit: (code: number) => void): void {
  const several = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  const command = program
    .command("verify")
    .description("check any SCIM 2.0 service provider against the standard, judged by what it claims")
    .argument("[baseUrl]", "its SCIM base URL");
  addTokenOptions(command)
    .option("--header <name: value>", "sent with each request and masked in reports; may be repeated", several, [])
    .option("--only <section or requirement>", "only these checks; may be repeated", several, [])
    .option("--list", "list the checks and send nothing")
    .option("--json", "print the report as JSON")
    .option("--junit <file>", "write the report as JUnit XML")
    .option("--html <file>", "write the report as one HTML page, with each request and answer")
    .option("--concurrency <number>", "checks under way at the same time", "4")
    .option("--timeout <seconds>", "how long an answer may take", "30")
    .option("--time-limit <minutes>", "how long all of it may take", "15")
    .option("--domain <domain>", "the domain of the user names that are made", "example.com")
    .action(async (baseUrl: string | undefined, options: VerifyOptions) => {
      exit(await endInOrder((stop) => verify(baseUrl, options, stop)));
    });
}

async function verify(baseUrl: string | undefined, options: VerifyOptions, stop: AbortSignal): Promise<number> {
  const { chooseSections, unknownNames } = await import("@rollcall/simulator/checks/sections.ts");
  const [unknown] = unknownNames(options.only);
  if (unknown !== undefined) {
    throw new WrongUsage(`--only: there is no section or requirement ${unknown}; --list shows them`);
  }
  const sections = chooseSections(options.only);
  if (options.list === true) {
    const { listLines, listJson } = await import("@rollcall/simulator/verify/list-checks.ts");
    if (options.json === true) process.stdout.write(`${JSON.stringify(listJson(sections), undefined, 2)}\n`);
    else printLines(process.stdout, listLines(sections));
    return exitCodes.passed;
  }
  if (baseUrl === undefined) throw new WrongUsage("<baseUrl>: expected the SCIM base URL of a service provider");
  const provider = readProvider(baseUrl, options);
  const concurrency = wholeNumber("--concurrency", options.concurrency, 1, 32);
  const seconds = wholeNumber("--timeout", options.timeout, 1, 600);
  const minutes = wholeNumber("--time-limit", options.timeLimit, 1, 1_440);
  if (!/^[A-Za-z0-9.-]{1,200}$/.test(options.domain)) {
    throw new WrongUsage(`--domain: expected a domain, found ${options.domain}`);
  }
  const headers = Object.fromEntries(options.header.map(readHeader));
  // Known before the run, not after it.
  if (options.junit !== undefined) writeReport("--junit", options.junit, "");
  if (options.html !== undefined) writeReport("--html", options.html, "");

  const { verifyProvider, hasPassed } = await import("@rollcall/simulator/verify/verify-provider.ts");
  const bar = openBar(process.stderr);
  const report = await verifyProvider({
    ...provider,
    headers,
    sections,
    concurrency,
    patience: seconds * 1_000,
    domain: options.domain,
    stop: AbortSignal.any([stop, AbortSignal.timeout(minutes * 60_000)]),
    onChecked: ({ section }, done, total) => bar.advance(done, total, section),
  }).finally(() => bar.end());

  if (options.json === true) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else {
    const { reportLines } = await import("@rollcall/simulator/verify/report-text.ts");
    printLines(process.stdout, reportLines(report));
  }
  if (options.junit !== undefined) {
    const { reportJunit } = await import("@rollcall/simulator/verify/report-junit.ts");
    writeReport("--junit", options.junit, reportJunit(report));
  }
  if (options.html !== undefined) {
    const { reportHtml } = await import("@rollcall/simulator/verify/report-html.ts");
    writeReport("--html", options.html, reportHtml(report));
  }
  if (stop.aborted) return exitCodes.interrupted;
  return hasPassed(report) ? exitCodes.passed : exitCodes.failed;
}

function readHeader(text: string): [name: string, value: string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(\S.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new WrongUsage("--header: expected a name, a colon and a value");
  }
  return [name, value];
}

function writeReport(option: string, path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new WrongUsage(`${option}: ${(error as Error).message}`);
  }
}
