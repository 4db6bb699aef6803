import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { bulkRequestUrn, patchOpUrn } from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import type { Source } from "../support/source.ts";
import { watchTurns } from "../support/turns.ts";

// Requests within all limits that are made to cost as much as they can; each is sent alone, and for how long it kept
// server and test, which share a thread, from everything else is printed.

const own = withServer();

const list = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, n) => make(n));
const emails = (count: number): JsonObject[] => list(count, (n) => ({ value: `a${n}@example.com` }));
const patchOf = (Operations: JsonObject[]): JsonObject => ({ schemas: [patchOpUrn], Operations });
const bulkOf = (Operations: JsonObject[]): JsonObject => ({ schemas: [bulkRequestUrn], Operations });
const post = (n: number, name: string, ...members: number[]): JsonObject => ({
  method: "POST",
  path: "/Groups",
  bulkId: `b${n}`,
  data: { displayName: `${name} ${n}`, members: members.map((member) => ({ value: `bulkId:b${member}` })) },
});
const rename = (path: string, n: number): JsonObject => ({
  method: "PATCH",
  path,
  data: patchOf([{ op: "replace", path: "displayName", value: `renamed ${n}` }]),
});

const user = "/Users/{id}";
const requests: readonly (readonly [name: string, method: string, path: string, body: JsonObject, status: number])[] = [
  [
    "1,000 filters over 4,000 values",
    "PATCH",
    user,
    patchOf(list(1_000, (n) => ({ op: "replace", path: `emails[value eq "a${n}@example.com"].type`, value: "work" }))),
    400,
  ],
  [
    "1,000 values added one by one to 4,000",
    "PATCH",
    user,
    patchOf(list(1_000, (n) => ({ op: "add", path: "emails", value: [{ value: `b${n}@example.com` }] }))),
    400,
  ],
  ["5,000 values", "PUT", user, { userName: "big", emails: emails(5_000) }, 200],
  ["25,000 values, more than an attribute may have", "PUT", user, { userName: "big", emails: emails(25_000) }, 400],
  ["25,000 members that were never issued", "POST", "/Groups", { displayName: "g", members: emails(25_000) }, 400],
  [
    "a chain of 500 groups, and 499 renames of its last",
    "POST",
    "/Bulk",
    bulkOf([
      ...list(500, (n) => post(n, "chain", ...(n > 0 ? [n - 1] : []))),
      ...list(499, (n) => rename("/Groups/bulkId:b499", n)),
    ]),
    200,
  ],
  ["999 groups in one circle", "POST", "/Bulk", bulkOf(list(999, (n) => post(n, "circle", (n + 1) % 999))), 200],
  [
    "999 groups, each a member of 30 others, all before it",
    "POST",
    "/Bulk",
    bulkOf(list(999, (n) => post(n, "mesh", ...list(Math.min(n, 30), (k) => n - 1 - k)))),
    200,
  ],
  [
    "999 renames of groups that are not there",
    "POST",
    "/Bulk",
    bulkOf(list(999, (n) => rename(`/Groups/${n}`, n))),
    200,
  ],
];

describe("requests that are made to cost as much as they can", () => {
  let source: Source;
  let id: string;

  before(async () => {
    source = await (await own.organization()).source();
    ({ id } = await source.create("Users", { userName: "big", emails: emails(4_000) }));
  });

  for (const [name, method, path, body, status] of requests) {
    test(`${name}: answered ${status}`, async (t) => {
      const turns = watchTurns();
      const answer = await source.send(method, path.replace("{id}", id), body);
      turns.end();
      assert.equal(answer.status, status, answer.text.slice(0, 500));
      t.diagnostic(
        `${name}: the longest turn of the event loop took ${turns.longest().toFixed(0)} ms of processor time`,
      );
    });
  }

  test("the server answers as before", async () => {
    assert.equal((await source.read("Users", id))["userName"], "big");
  });
});
