import { randomInt } from "node:crypto";
import type { Check, Level, Section } from "../checks/check.ts";
import { inParallel } from "../in-parallel.ts";
import { NoAnswer } from "../scim-client.ts";
import type { Exchange } from "./answer.ts";
import { type Claims, whyNot } from "./claims.ts";
import { Deviation, NotApplicable, Unprepared } from "./deviation.ts";
import { MadeResources } from "./made-resources.ts";
import type { ProviderClient } from "./provider-client.ts";
import { type RunContext, Stopped } from "./trial.ts";
import { Trial } from "./trial.ts";

/** What became of a check; `not run` when the run ended before. */
export type Verdict = "passed" | "failed" | "warning" | "skipped" | "not run";

/** A check with its verdict. Plain data, fit for JSON. */
export interface CheckReport {
  readonly section: string;
  readonly title: string;
  readonly shows: readonly string[];
  readonly level: Level;
  readonly verdict: Verdict;
  /** Why it was skipped or not run. */
  readonly reason?: string;
  /** What was wrong; of a failure or warning only. */
  readonly deviation?: DeviationReport;
  /** In the order they were sent; of a failure or warning only. */
  readonly exchanges?: readonly Exchange[];
}

export interface DeviationReport {
  /** True where the check could not begin: what it needs first was refused. */
  readonly unprepared: boolean;
  readonly where: string;
  readonly expected: string;
  readonly found: string;
}

export interface RunOptions {
  readonly client: ProviderClient;
  readonly claims: Claims;
  readonly sections: readonly Section[];
  /** Checks under way at the same time. */
  readonly concurrency: number;
  /** The domain of the user names that are made, e.g. `example.com`. */
  readonly domain: string;
  /** Aborted when nothing more may be sent but the deletion of what was made. */
  readonly stop: AbortSignal;
  readonly onChecked?: ((report: CheckReport) => void) | undefined;
}

/** What a run found, and what it could not delete again. */
export interface RunReport {
  readonly checks: readonly CheckReport[];
  readonly left: readonly string[];
}

/** After so many requests in a row without an answer the service provider counts as gone. */
const patienceWithSilence = 12;

/**
 * Makes every check, each with resources of its own that are deleted when it ends; what several share is deleted last.
 * Ends early, with the rest of the checks not run, when it is told to stop or nothing answers any more.
 */
export async function runChecks(options: RunOptions): Promise<RunReport> {
  const silence = new AbortController();
  const stop = AbortSignal.any([options.stop, silence.signal]);
  const { context, closeShared } = openRun(options, stop);
  const reports = new Map<Check, CheckReport>();
  const left: string[] = [];
  let silent = 0;
  const all = options.sections.flatMap((section) => section.checks.map((check) => ({ section, check })));
  await inParallel(all, options.concurrency, async ({ section, check }) => {
    const { report, left: leftHere, answered } = await makeCheck(context, section, check);
    silent = answered ? 0 : silent + 1;
    if (silent >= patienceWithSilence) silence.abort();
    reports.set(check, report);
    left.push(...leftHere);
    options.onChecked?.(report);
  });
  left.push(...(await closeShared()));
  return { checks: all.flatMap(({ check }) => reports.get(check) ?? []), left };
}

function openRun(
  options: RunOptions,
  stop: AbortSignal,
): { context: RunContext; closeShared: () => Promise<string[]> } {
  const marker = `rv-${randomInt(36 ** 6)
    .toString(36)
    .padStart(6, "0")}`;
  const shared = new Map<string, Promise<unknown>>();
  const trials: Trial[] = [];
  let number = 0;
  const context: RunContext = {
    client: options.client,
    claims: options.claims,
    marker,
    domain: options.domain,
    stop,
    nextNumber: () => (number += 1),
    openMade: () => {
      const endpoints = options.claims.types.map(({ endpoint }) => endpoint);
      return new MadeResources(options.client.baseUrl, ["/Users", "/Groups", ...endpoints]);
    },
    shared<Made>(key: string, make: (trial: Trial) => Promise<Made>): Promise<Made> {
      const known = shared.get(key) as Promise<Made> | undefined;
      if (known !== undefined) return known;
      const trial = new Trial(context);
      trials.push(trial);
      const making = make(trial);
      shared.set(key, making);
      return making;
    },
  };
  const closeShared = async (): Promise<string[]> => {
    await Promise.allSettled(shared.values());
    const left: string[] = [];
    for (const trial of trials.toReversed()) left.push(...(await trial.made.deleteAll(options.client)));
    return left;
  };
  return { context, closeShared };
}

interface Checked {
  readonly report: CheckReport;
  readonly left: readonly string[];
  /** False where the check met nothing but silence. */
  readonly answered: boolean;
}

async function makeCheck(context: RunContext, section: Section, check: Check): Promise<Checked> {
  const head = {
    section: section.name,
    title: check.title,
    shows: check.shows,
    level: check.level ?? "must",
  };
  const missing = [...(section.needs ?? []), ...(check.needs ?? [])]
    .map((need) => whyNot(context.claims, need))
    .find((reason) => reason !== undefined);
  if (missing !== undefined) {
    return { report: { ...head, verdict: "skipped", reason: missing }, left: [], answered: true };
  }
  if (context.stop.aborted) {
    return { report: { ...head, verdict: "not run", reason: "the run ended before" }, left: [], answered: true };
  }
  const trial = new Trial(context);
  try {
    await check.run(trial);
    return { report: { ...head, verdict: "passed" }, left: await trial.made.deleteAll(context.client), answered: true };
  } catch (error) {
    const report = { ...head, ...endingOf(error, head.level, trial) };
    const left = await trial.made.deleteAll(context.client);
    return { report, left, answered: !(error instanceof NoAnswer) };
  }
}

type Ending = Pick<CheckReport, "verdict" | "reason" | "deviation" | "exchanges">;

function endingOf(error: unknown, level: Level, trial: Trial): Ending {
  if (error instanceof Stopped) return { verdict: "not run", reason: "the run ended before" };
  if (error instanceof NotApplicable) return { verdict: "skipped", reason: error.message };
  const verdict = level === "must" ? "failed" : "warning";
  return { verdict, deviation: deviationOf(error), exchanges: trial.exchanges };
}

function deviationOf(error: unknown): DeviationReport {
  if (error instanceof Deviation) {
    const { where, expected, found } = error;
    return { unprepared: error instanceof Unprepared, where, expected, found };
  }
  if (error instanceof NoAnswer) {
    const cause = error.cause instanceof Error ? error.cause.message : String(error.cause);
    return { unprepared: false, where: error.message, expected: "an answer", found: cause };
  }
  // A check that trips over an answer it did not foresee tells so; the other checks go on.
  const found = error instanceof Error ? error.message : String(error);
  return { unprepared: false, where: "the check itself", expected: "an answer it can read", found };
}
