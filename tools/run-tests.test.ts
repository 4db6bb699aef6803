import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { withPlantedTree } from "./architecture/planted-tree.ts";
import { projectRoot } from "./project-root.ts";

const planted = {
  "shared.ts": 'import { test } from "node:test";\nexport const shared = () => test("from a shared module", () => {});',
  "a.test.ts": [
    'import { describe, test } from "node:test";',
    'import { shared } from "./shared.ts";',
    'describe("suite", () => { test("passes", () => {}); test("is skipped", { skip: "why" }, () => {}); shared(); });',
    'test("outer", async (t) => { await t.test("inner", () => {}); });',
    'test("fails", () => { throw new Error("no"); });',
    'test("is to do", { todo: true }, () => {});',
  ].join("\n"),
  "b.test.ts": 'throw new Error("does not load");',
};

/** Runs a program of Node's outside this run: the runner refuses to start in one of its own tests. */
function runNode(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync(process.execPath, args, { cwd: projectRoot, env, encoding: "utf8" });
}

test("the record of a run has every test by the file that was run, with its suites and its outcome", async () => {
  await withPlantedTree(planted, (root) => {
    const record = join(root, "record.json");
    const reporter = ["--test-reporter=./tools/record-tests.ts", `--test-reporter-destination=${record}`];
    runNode(["--test", ...reporter, join(root, "a.test.ts"), join(root, "b.test.ts")]);
    const [a, b] = ["a.test.ts", "b.test.ts"].map((name) => relative(projectRoot, join(root, name)));
    assert.deepEqual(JSON.parse(readFileSync(record, "utf8")), [
      { file: a, name: "suite › passes", outcome: "passed" },
      { file: a, name: "suite › is skipped", outcome: "skipped" },
      { file: a, name: "suite › from a shared module", outcome: "passed" },
      { file: a, name: "suite", outcome: "passed" },
      { file: a, name: "outer › inner", outcome: "passed" },
      { file: a, name: "outer", outcome: "passed" },
      { file: a, name: "fails", outcome: "failed" },
      { file: a, name: "is to do", outcome: "todo" },
      { file: b, name: join(root, "b.test.ts"), outcome: "failed" },
    ]);
  });
});

test("a run of some tests ends as they end, with the runner's own last lines", async () => {
  await withPlantedTree(planted, (root) => {
    const failing = runNode(["tools/run-tests.ts", join(root, "a.test.ts")]);
    assert.equal(failing.status, 1);
    const passing = runNode(["tools/run-tests.ts", join(root, "a.test.ts"), "--test-name-pattern=passes"]);
    assert.equal(passing.status, 0);
    const closing = passing.stdout.trimEnd().split("\n").slice(-8);
    assert.deepEqual(
      closing.map((line) => line.replace(/[\d.]+$/, "n")),
      ["tests", "suites", "pass", "fail", "cancelled", "skipped", "todo", "duration_ms"].map((name) => `ℹ ${name} n`),
    );
    assert.equal(closing[2], "ℹ pass 1");
  });
});

test("a place without tests is named, and nothing counts as passed", () => {
  const { status, stdout, stderr } = runNode(["tools/run-tests.ts", "docs"]);
  assert.deepEqual([status, stdout], [64, ""]);
  assert.equal(stderr, "found no *.test.ts in docs: name a folder or a test file of this checkout\n");
});

test("an unknown check is refused with the names that there are", () => {
  const { status, stdout, stderr } = runNode(["tools/check.ts", "spelling"]);
  assert.deepEqual([status, stdout], [64, ""]);
  assert.equal(
    stderr,
    "there is no check called spelling; there are: format, lint, types, types of the console, dead code, architecture, docs\n",
  );
});
