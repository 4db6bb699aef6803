import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");

/** The TypeScript blocks of the README, each under the heading that it stands below. */
const examples = readme
  .split(/^## /m)
  .slice(1)
  .flatMap((section) => {
    const heading = section.slice(0, section.indexOf("\n"));
    return [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => ({ heading, code }));
  });

test("the README has examples", () => {
  assert.ok(examples.length >= 7);
});

for (const { heading, code } of examples) {
  test(`the README's example runs: ${heading}`, async () => {
    // Evaluated inside the package, so that it imports @rollcall/scim by name as a stranger would.
    await promisify(execFile)(process.execPath, ["--input-type=module-typescript", "--eval", code], {
      cwd: packageFolder,
    });
  });
}
