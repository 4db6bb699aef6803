import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../architecture/problem.ts";
import { nameSeparator, type RecordedTest } from "../record-tests.ts";
import { readRows } from "./markdown-table.ts";
import { testNamePatterns } from "./test-names.ts";

const document = "docs/scim-support.md";
const requirements = "tools/requirements/ids.txt";
const record = ".cache/test-names.json";
const answers = new Set(["yes", "partly", "no"]);

/** A test that a row names: `` `packages/scim/src/a.test.ts › suite › test` ``. */
interface NamedTest {
  readonly file: string;
  readonly name: string;
}

/**
 * Finds requirements without an answer, answers without a test or reason, and tests that are named and do not exist or
 * did not pass in the last run of all tests. A test file that changed since that run is only looked at for its names,
 * unless `afterTests` says that the run was just now.
 */
export function findUnsupportedClaims(root: string, afterTests = false): Problem[] {
  const rows = readRows(readFileSync(join(root, document), "utf8"));
  const ids = readFileSync(join(root, requirements), "utf8").split("\n").filter(Boolean);
  const answered = new Map<string, number>();
  const problems: Problem[] = [];
  const run = readRecord(root);
  if (afterTests && run === undefined) problems.push({ path: record, message: "no run of all tests was recorded" });

  for (const { line, cells } of rows) {
    const [id = "", answer = "", evidence = ""] = cells;
    const complain = (message: string) => problems.push({ path: document, line, message: `${id}: ${message}` });
    if (answered.has(id)) complain(`answered in line ${answered.get(id)} already`);
    answered.set(id, line);
    if (!ids.includes(id)) complain(`is no requirement of ${requirements}`);
    if (!answers.has(answer)) complain(`"${answer}" is none of yes, partly, no`);
    if (evidence === "") complain("gives neither a test nor a reason");
    const tests = namedTests(evidence);
    if (answer !== "no" && tests.length === 0) complain("names no test (`file › test`)");
    for (const test of tests) {
      const fault = faultOf(root, test, run, afterTests);
      if (fault !== undefined) complain(fault);
    }
  }
  for (const id of ids) {
    if (!answered.has(id)) problems.push({ path: document, message: `${id} has no row` });
  }
  return problems;
}

/** How many requirements have which answer. */
export function countAnswers(root: string): Record<string, number> {
  const counts: Record<string, number> = { yes: 0, partly: 0, no: 0 };
  for (const { cells } of readRows(readFileSync(join(root, document), "utf8"))) {
    const answer = cells[1] ?? "";
    counts[answer] = (counts[answer] ?? 0) + 1;
  }
  return counts;
}

function namedTests(evidence: string): NamedTest[] {
  return [...evidence.matchAll(/`([^`]+)`/g)].flatMap(([, text = ""]) => {
    const at = text.indexOf(nameSeparator);
    return at < 0 ? [] : [{ file: text.slice(0, at), name: text.slice(at + nameSeparator.length) }];
  });
}

interface Run {
  readonly tests: readonly RecordedTest[];
  readonly at: number;
}

function readRecord(root: string): Run | undefined {
  const path = join(root, record);
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, "utf8");
  // The runner opens the file first and fills it last: it is empty after a run that was cut off.
  return text === "" ? undefined : { tests: JSON.parse(text) as RecordedTest[], at: statSync(path).mtimeMs };
}

function faultOf(root: string, test: NamedTest, run: Run | undefined, afterTests: boolean): string | undefined {
  const path = join(root, test.file);
  if (!existsSync(path)) return `there is no ${test.file}`;
  if (run !== undefined && (afterTests || statSync(path).mtimeMs < run.at)) {
    const ran = run.tests.filter(
      ({ file, name }) => file === test.file && (name === test.name || name.endsWith(nameSeparator + test.name)),
    );
    if (ran.length === 0) return `"${test.name}" of ${test.file} did not run`;
    const notPassed = ran.find(({ outcome }) => outcome !== "passed");
    return notPassed === undefined ? undefined : `"${test.name}" of ${test.file} ${describe(notPassed.outcome)}`;
  }
  const patterns = testNamePatterns(root, test.file);
  const missing = test.name.split(nameSeparator).find((part) => !patterns.some((pattern) => pattern.test(part)));
  return missing === undefined ? undefined : `${test.file} has no test "${missing}"`;
}

function describe(outcome: RecordedTest["outcome"]): string {
  return outcome === "failed" ? "failed" : `did not run (${outcome})`;
}
