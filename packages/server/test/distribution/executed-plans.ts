import { readFileSync, statSync } from "node:fs";

/** A step of a plan as auto_explain writes it down. */
interface ExecutedStep {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Loops"?: number;
  readonly Plans?: readonly ExecutedStep[];
}

/** A statement that was carried out, be it sent or run within a function. */
export interface ExecutedStatement {
  readonly text: string;
  readonly plan: ExecutedStep;
}

/** Settings of a PostgreSQL that writes down the plan of everything that it carries out, functions' statements included. */
export const explainingSettings: Readonly<Record<string, string>> = {
  session_preload_libraries: "auto_explain",
  log_min_messages: "log",
  "auto_explain.log_min_duration": "0",
  "auto_explain.log_analyze": "on",
  "auto_explain.log_timing": "off",
  "auto_explain.log_nested_statements": "on",
  "auto_explain.log_format": "json",
  "auto_explain.log_parameter_max_length": "0",
};

/** Where the log ends now: what is carried out from now on is written after it. */
export function endOfLog(file: string): number {
  return statSync(file).size;
}

/** Reads what was carried out since. */
export function readExecuted(file: string, from: number): ExecutedStatement[] {
  const log = readFileSync(file).subarray(from).toString("utf8");
  // A message of several lines has a tab before each but the first.
  return [...log.matchAll(/duration: [\d.]+ ms {2}plan:\n((?:\t.*\n)+)/g)].map(([, lines = ""]) => {
    const said = JSON.parse(lines.replaceAll(/^\t/gm, "")) as { "Query Text": string; Plan: ExecutedStep };
    return { text: said["Query Text"], plan: said.Plan };
  });
}

function stepsOf(step: ExecutedStep): ExecutedStep[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}

/** What a plan read of distributed tables: the number of each part, and the tables. Parts that were ruled out were not run. */
export function partsRead(plan: ExecutedStep): {
  readonly parts: readonly number[];
  readonly tables: readonly string[];
} {
  const parts = new Set<number>();
  const tables = new Set<string>();
  for (const step of stepsOf(plan)) {
    const [, table, part] = /^(\w+)_(\d+)$/.exec(step["Relation Name"] ?? "") ?? [];
    if (table === undefined || step["Actual Loops"] === 0) continue;
    tables.add(table);
    parts.add(Number(part));
  }
  return { parts: [...parts].sort((a, b) => a - b), tables: [...tables].sort((a, b) => (a < b ? -1 : 1)) };
}
