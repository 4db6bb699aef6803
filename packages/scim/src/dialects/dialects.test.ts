import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parseAttributePath } from "../attribute-path/parse-attribute-path.ts";
import { resolveAttributePath } from "../attribute-path/resolve-attribute-path.ts";
import { parseFilter } from "../filter/parse-filter.ts";
import { resolveFilter } from "../filter/resolve-filter.ts";
import { applyPatch } from "../patch/apply-patch.ts";
import { parsePatchOp } from "../patch/parse-patch-op.ts";
import { splitMemberOperations } from "../patch/patch-members.ts";
import type { JsonValue } from "../resource.ts";
import { groupResourceType, userResourceType } from "../schema/core-resource-types.ts";
import { validateResource } from "../schema/validate-resource.ts";
import { ScimError } from "../scim-error.ts";
import { coreGroupUrn, coreUserUrn } from "../urns.ts";
import type { DialectFixture, DialectLog } from "./dialect.ts";
import { filterDialects } from "./filter-dialects.ts";
import { knownDialects } from "./known-dialects.ts";
import { patchDialects } from "./patch-dialects.ts";
import { noteDialect, strictDialectLog } from "./strict-dialect-log.ts";
import { valueDialects } from "./value-dialects.ts";

/** Plays a fixture as the server does, and answers the dialects that it made use of. */
function play(fixture: DialectFixture, dialects: DialectLog = new Set()): DialectLog {
  if ("filter" in fixture) {
    resolveFilter(userResourceType, parseFilter(fixture.filter, { dialects }), dialects);
  } else if ("path" in fixture) {
    resolveAttributePath(userResourceType, parseAttributePath(fixture.path, { dialects }), dialects);
  } else if ("create" in fixture) {
    validateResource(userResourceType, fixture.create as JsonValue, { dialects });
  } else {
    const operations = parsePatchOp(fixture.patch as JsonValue, { dialects });
    if (fixture.resourceType === "User") {
      applyPatch(userResourceType, { schemas: [coreUserUrn], id: "7f1c", userName: "ann" }, operations, { dialects });
    } else {
      const { rest } = splitMemberOperations(groupResourceType, operations, { dialects });
      const group = { schemas: [coreGroupUrn], id: "7f1c", displayName: "Lab" };
      applyPatch(groupResourceType, group, rest, { dialects });
    }
  }
  return dialects;
}

for (const { name, fixture, also = [], refusal } of knownDialects.values()) {
  test(`${name} is tolerated and reported`, () => {
    assert.deepEqual(play(fixture), new Set([name, ...also]));
  });

  test(`${name} alone can be refused, with ${refusal.scimType}`, () => {
    const others = new Set([...knownDialects.keys()].filter((other) => other !== name && !also.includes(other)));
    assert.deepEqual([...play(fixture, strictDialectLog(others))].sort(), [name, ...also].sort());
    assert.throws(
      () => play(fixture, strictDialectLog(new Set([name]))),
      (error) =>
        error instanceof ScimError &&
        error.scimType === refusal.scimType &&
        error.message.endsWith(`: expected ${refusal.expected} (this source application refuses ${name})`),
    );
    assert.throws(() => play(fixture, strictDialectLog("all")), ScimError);
  });
}

test("a log that refuses nothing is a plain one", () => {
  const dialects = strictDialectLog(new Set());
  noteDialect(dialects, "boolean.string", "active");
  assert.deepEqual(dialects, new Set(["boolean.string"]));
});

test("every dialect has one name, and every name that the source reports is known", () => {
  const count = filterDialects.length + valueDialects.length + patchDialects.length;
  assert.equal(knownDialects.size, count);
  const reported = new Set<string>();
  for (const file of globSync("../**/*.ts", { cwd: import.meta.dirname })) {
    if (file.endsWith(".test.ts") || file.includes("dialects/")) continue;
    const source = readFileSync(`${import.meta.dirname}/${file}`, "utf8");
    assert.doesNotMatch(source, /dialects\??\.add\(/, `${file}: a dialect is noted by noteDialect`);
    for (const [, names = ""] of source.matchAll(/(?:noteDialect\(|const dialect = )([^;]*);/g)) {
      for (const [, name = ""] of names.matchAll(/"([a-z-]+\.[a-z-]+)"/g)) reported.add(name);
    }
  }
  assert.deepEqual([...reported].sort(), [...knownDialects.keys()].sort());
});
