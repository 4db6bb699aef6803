import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import { type DirectoryAttribute, directoryUserAttributes } from "./directory-attribute.ts";
import { checkValues, makeByHand } from "./directory-user-by-hand.ts";

const custom: readonly DirectoryAttribute[] = [
  { name: "floor", label: "Floor", type: "number", multiValued: false },
  { name: "remote", label: "Remote", type: "boolean", multiValued: false },
  { name: "startsAt", label: "Starts", type: "dateTime", multiValued: false },
  { name: "skills", label: "Skills", type: "string", multiValued: true },
];
const attributes = [...directoryUserAttributes, ...custom];
const check = (given: Record<string, JsonValue>) => checkValues(new Map(Object.entries(given)), attributes, "/");

test("values of the right type are taken; nulls, empty texts and empty lists are no value", () => {
  const { values, problems } = check({
    userName: "ann",
    floor: 4,
    remote: false,
    startsAt: "2026-12-01T09:00:00Z",
    skills: ["scim", "sql"],
    title: "",
    nickName: null,
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(Object.fromEntries(values), {
    userName: "ann",
    floor: 4,
    remote: false,
    startsAt: "2026-12-01T09:00:00Z",
    skills: ["scim", "sql"],
  });
});

test("each value of the wrong type, each unknown name and a missing user name is a problem", () => {
  const { problems } = check({
    floor: "4",
    remote: "yes",
    startsAt: "tomorrow",
    skills: "scim",
    title: 7,
    active: true,
    shoeSize: 44,
    nickName: "x".repeat(4001),
  });
  assert.deepEqual(
    problems.map(({ where, detail }) => `${where}: ${detail}`),
    [
      "/floor: expected a number, found a string",
      "/remote: expected a boolean, found a string",
      "/startsAt: expected a date with a time (ISO 8601)",
      "/skills: expected an array, found a string",
      "/title: expected a string, found a number",
      "/active: expected the name of a directory attribute",
      "/shoeSize: expected the name of a directory attribute",
      "/nickName: expected at most 4000 characters, found 4001",
      "/userName: expected a user name, found nothing",
    ],
  );
});

test("somebody made by hand is enabled by an override, disabled without one, and incomplete where names are missing", () => {
  const maker = { actor: "api-key:1", now: "2026-11-24T00:00:00.000Z" };
  const enabled = makeByHand("1", new Map([["userName", "ann"]]), true, maker);
  assert.deepEqual(
    [enabled.status, enabled.override?.kind, enabled.override?.by, enabled.incomplete],
    ["enabled", "enabled", "api-key:1", ["givenName", "familyName", "email", "displayName"]],
  );
  const disabled = makeByHand("1", new Map([["userName", "ann"]]), false, maker);
  assert.deepEqual([disabled.status, disabled.override, disabled.sourceActive], ["disabled", null, null]);
  assert.deepEqual({ ...disabled.attributes }, { userName: { value: "ann", from: null, path: null, at: maker.now } });
});
