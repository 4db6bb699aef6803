import { execFile } from "node:child_process";
import { projectRoot } from "./project-root.ts";

/**
 * Runs every check of the source side by side and reports all that fail: `npm run check`, or `npm run check -- types
 * docs` for some of them. Ends with 1 when one failed, 64 when there is none of that name.
 */
const checks: ReadonlyMap<string, readonly string[]> = new Map([
  ["format", ["node_modules/.bin/biome", "format", "--reporter=summary", "."]],
  ["lint", ["node_modules/.bin/oxlint", "--type-aware"]],
  ["types", ["node_modules/.bin/tsc", "-p", "."]],
  // What runs in a browser knows the browser's names and not Node's.
  ["types of the console", ["node_modules/.bin/tsc", "-p", "packages/console"]],
  ["dead code", ["node_modules/.bin/knip", "--no-progress", "--no-config-hints"]],
  ["architecture", ["tools/check-architecture.ts"]],
  ["docs", ["tools/check-docs.ts"]],
]);

const wanted = process.argv.length > 2 ? process.argv.slice(2) : [...checks.keys()];
const unknown = wanted.filter((name) => !checks.has(name));
if (unknown.length > 0) {
  console.error(`there is no check called ${unknown.join(", ")}; there are: ${[...checks.keys()].join(", ")}`);
  process.exit(64);
}

const running = wanted.map(async (name) => ({ name, ...(await run(checks.get(name) ?? [])) }));
const failed: string[] = [];
for (const ending of running) {
  const { name, passed, seconds, output } = await ending;
  if (!passed) failed.push(name);
  const lastLine = output.trimEnd().split("\n").at(-1) ?? "";
  console.log(`${passed ? "✔" : "✖"} ${name.padEnd(21)}${seconds.toFixed(1).padStart(5)} s  ${passed ? lastLine : ""}`);
  if (!passed) console.log(output.trimEnd().replace(/^/gm, "    "));
}
console.log(failed.length === 0 ? `all ${wanted.length} checks passed` : `failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function run(command: readonly string[]): Promise<{ passed: boolean; seconds: number; output: string }> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const options = { cwd: projectRoot, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [...command], options, (error, stdout, stderr) => {
      const output = [stdout, stderr, error !== null && stdout + stderr === "" ? error.message : ""].join("");
      resolve({ passed: error === null, seconds: (performance.now() - begun) / 1000, output });
    });
  });
}
