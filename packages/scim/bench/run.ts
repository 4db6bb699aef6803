import assert from "node:assert/strict";
import { compileFilterTest } from "../src/filter/evaluate-filter.ts";
import { parseFilter } from "../src/filter/parse-filter.ts";
import { resolveFilter } from "../src/filter/resolve-filter.ts";
import { applyPatch } from "../src/patch/apply-patch.ts";
import { parsePatchOp } from "../src/patch/parse-patch-op.ts";
import type { JsonValue, Resource } from "../src/resource.ts";
import { userResourceType } from "../src/schema/core-resource-types.ts";
import { validateResource } from "../src/schema/validate-resource.ts";
import { enterpriseUserUrn, patchOpUrn } from "../src/urns.ts";
import { benchUser } from "./bench-user.ts";
import { measure, type Subject } from "./windows.ts";

/**
 * Measures what the protocol costs per request, beside JSON.parse of the same user in the same run, and prints a table;
 * with `--json` the figures for programs. A promise that is not kept is said, not an error: the machine may be busy.
 */
const userText = JSON.stringify(benchUser);
// Read back, as a storage hands it out: objects that JSON.parse makes are copied faster than those built by hand.
const user = JSON.parse(JSON.stringify(validateResource(userResourceType, benchUser).resource)) as Resource;
const filterText = 'emails[type eq "work" and value co "@example.com"] or userName sw "a"';
const matches = compileFilterTest(resolveFilter(userResourceType, parseFilter(filterText)));
const patchBody: JsonValue = {
  schemas: [patchOpUrn],
  Operations: [
    { op: "Replace", path: 'emails[type eq "work"].value', value: "ann.new@example.com" },
    { op: "Replace", path: "name.familyName", value: "New" },
    { op: "Add", path: `${enterpriseUserUrn}:department`, value: "Research" },
  ],
};
const pathless: JsonValue = {
  schemas: [patchOpUrn],
  Operations: [{ op: "replace", value: { active: false, "name.givenName": "Bo", displayName: "Bo" } }],
};

function patch(body: JsonValue): Resource {
  return applyPatch(userResourceType, user, parsePatchOp(body)).resource;
}

assert.equal(matches(user), true);
assert.equal((patch(patchBody)[enterpriseUserUrn] as Resource).department, "Research");
assert.equal(patch(pathless).active, false);

const yardstick = `JSON.parse of a user of ${Buffer.byteLength(userText)} bytes`;
const subjects: readonly Subject[] = [
  { name: yardstick, call: () => JSON.parse(userText) as unknown },
  { name: "parse a filter", call: () => parseFilter(filterText), target: 3 },
  { name: "parse and resolve a filter", call: () => resolveFilter(userResourceType, parseFilter(filterText)) },
  { name: "hold a user against a filter", call: () => matches(user) },
  { name: "parse and apply a PATCH of three operations", call: () => patch(patchBody), target: 20 },
  { name: "parse and apply a PATCH without a path", call: () => patch(pathless) },
  { name: "read a user to create", call: () => validateResource(userResourceType, JSON.parse(userText) as JsonValue) },
];

const measured = measure(subjects, 9, 100);
const yardstickTime = measured[0]?.median ?? Number.NaN;
const rows = subjects.map(({ name, target }, index) => {
  const { median = Number.NaN, fastest = Number.NaN, slowest = Number.NaN } = measured[index] ?? {};
  return {
    name,
    median,
    fastest,
    slowest,
    timesYardstick: median / yardstickTime,
    target,
    kept: !(median > (target ?? Infinity)),
  };
});

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ node: process.version, unit: "microseconds of processor time", rows }, undefined, 2));
} else {
  console.log(
    `Node ${process.version}; microseconds of processor time a call, the median of 9 windows of 100 ms (fastest to slowest)`,
  );
  for (const { name, median, fastest, slowest, timesYardstick, target, kept } of rows) {
    const promise = target === undefined ? "" : `  at most ${target}: ${kept ? "kept" : "not kept"}`;
    const range = `(${fastest.toFixed(2)} to ${slowest.toFixed(2)})`;
    console.log(
      `${name.padEnd(46)}${median.toFixed(2).padStart(7)} ${range.padEnd(18)}${timesYardstick.toFixed(1).padStart(5)} × JSON.parse${promise}`,
    );
  }
}
