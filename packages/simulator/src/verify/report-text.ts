import type { Exchange } from "./answer.ts";
import type { CheckReport, DeviationReport } from "./run.ts";
import type { Counts, VerifyReport } from "./verify-provider.ts";

const mostBodyCharacters = 600;

/**
 * Writes a report for a terminal, line by line: each failure and warning with what was expected and found and the last
 * request with its answer, then a line for each section, then the sum. What a service provider answered is in it as it
 * came: whoever prints it takes out what steers a terminal.
 */
export function reportLines(report: VerifyReport): string[] {
  const shown = report.checks.filter(({ verdict }) => verdict === "failed" || verdict === "warning");
  return [...shown.flatMap(deviationLines), ...sectionLines(report), ...closingLines(report)];
}

function deviationLines({ verdict, section, title, shows, deviation, exchanges = [] }: CheckReport): string[] {
  if (deviation === undefined) return [];
  const last = exchanges.at(-1);
  return [
    `${verdict === "failed" ? "✖" : "▲"} ${section}: ${title} (${shows.join(", ")})`,
    ...sayDeviation(deviation).map((line) => `    ${line}`),
    ...(last === undefined ? [] : exchangeLines(last).map((line) => `    │ ${line}`)),
    "",
  ];
}

/** What was expected and what was found, in two or three lines. */
export function sayDeviation({ unprepared, where, expected, found }: DeviationReport): string[] {
  return [
    ...(unprepared ? ["The check could not begin: what it needs first was refused."] : []),
    where,
    `expected ${expected}`,
    `found    ${found}`,
  ];
}

function exchangeLines({ method, url, requestBody, status, answerBody }: Exchange): string[] {
  return [
    `${method} ${url}`,
    ...(requestBody === "" ? [] : [cut(requestBody)]),
    status === undefined ? "no answer" : `→ ${status}`,
    ...(answerBody === "" ? [] : [cut(answerBody)]),
  ];
}

function cut(text: string): string {
  return text.length > mostBodyCharacters ? `${text.slice(0, mostBodyCharacters)}…` : text;
}

function sectionLines({ sections }: VerifyReport): string[] {
  const width = Math.max(...sections.map(({ name }) => name.length), "section".length);
  const line = (name: string, cells: readonly (string | number)[]): string =>
    [name.padEnd(width), ...cells.map((cell) => String(cell).padStart(8))].join("  ");
  const cells = (counts: Counts): number[] => [counts.passed, counts.failed, counts.warning, counts.skipped];
  return [
    line("section", ["passed", "failed", "warnings", "skipped"]),
    ...sections.map(({ name, counts }) => line(name, cells(counts))),
  ];
}

function closingLines(report: VerifyReport): string[] {
  const { counts, notClaimed, left, requests, milliseconds, baseUrl } = report;
  const reasons = Object.entries(notClaimed).map(([feature, reason]) => `  ${feature}: ${reason}`);
  return [
    "",
    ...(reasons.length === 0 ? [] : ["Not claimed, therefore skipped:", ...reasons, ""]),
    ...(left.length === 0 ? [] : ["Made and not deleted again:", ...left.map((path) => `  ${path}`), ""]),
    `${baseUrl}: ${sayCounts(counts)}; ${requests} requests in ${(milliseconds / 1_000).toFixed(1)} s`,
  ];
}

/** `650 passed, 2 failed, 1 warning, 60 skipped`. */
export function sayCounts(counts: Counts): string {
  const notRun = counts["not run"] === 0 ? "" : `, ${counts["not run"]} not run`;
  const warnings = `${counts.warning} ${counts.warning === 1 ? "warning" : "warnings"}`;
  return `${counts.passed} passed, ${counts.failed} failed, ${warnings}, ${counts.skipped} skipped${notRun}`;
}
