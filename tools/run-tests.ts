import { spawn } from "node:child_process";
import { globSync, mkdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { projectRoot } from "./project-root.ts";

/**
 * Runs the tests with Node's own runner and ends as it ends: `npm test` runs all of them, `npm test -- packages/scim
 * tools/run.test.ts` those below a folder or in a file, and what begins with `-` goes to the runner as it is
 * (`npm test -- --test-name-pattern=member`). Prints nothing after the runner's closing lines.
 */
const everywhere = ["packages", "tools", "bench", "e2e"];
/** A test that hangs fails after this many milliseconds; the slowest ones kill and restart a database many times. */
const patience = 600_000;

const args = process.argv.slice(2);
const flags = args.filter((arg) => arg.startsWith("-"));
const places = args.filter((arg) => !arg.startsWith("-"));

const files = (places.length === 0 ? everywhere : places).flatMap(listTestFiles);
if (files.length === 0) {
  console.error(`found no *.test.ts in ${places.join(", ")}: name a folder or a test file of this checkout`);
  process.exit(64);
}

mkdirSync(join(projectRoot, ".cache"), { recursive: true });
const child = spawn(
  process.execPath,
  [
    "--test",
    `--test-timeout=${patience}`,
    `--test-concurrency=${Math.min(4, Math.max(2, availableParallelism()))}`,
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    // Only a run of everything is a record of what holds: docs/scim-support.md is checked against it.
    ...(args.length === 0
      ? ["--test-reporter=./tools/record-tests.ts", "--test-reporter-destination=.cache/test-names.json"]
      : []),
    ...flags,
    ...files,
  ],
  { cwd: projectRoot, stdio: "inherit" },
);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});

function listTestFiles(place: string): string[] {
  const path = resolve(projectRoot, place);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return [path];
  return globSync("**/*.test.{ts,tsx}", { cwd: path, exclude: (entry) => /(^|\/)(node_modules|dist)$/.test(entry) })
    .sort()
    .map((file) => join(path, file));
}
