import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { coreUserUrn, listResponseUrn } from "@rollcall/scim/urns.ts";
import { newId } from "../../src/actions/new-id.ts";
import { storeResources } from "../filters/store-resources.ts";
import { withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source } from "../support/source.ts";
import { assertRefused } from "./assert-refused.ts";

// RFC 7644 sections 3.4.2, 3.4.2.3 and 3.4.2.4.

const own = withServer();
const newSource = async (): Promise<Source> => (await own.organization()).source();

const names = ["ann", "bob", "cem", "dora", "eve"];

async function sourceWithUsers(): Promise<{ source: Source; users: AnsweredResource[] }> {
  const source = await newSource();
  const users: AnsweredResource[] = [];
  for (const name of names) users.push(await source.create("Users", person(name)));
  return { source, users: users.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

describe("lists", () => {
  test("R7644-3.4.2-03, R7644-3.4.2-04, R7644-3.4.2-05: a list response has the number of all matches and the resources", async () => {
    const { source, users } = await sourceWithUsers();
    const answer = await source.send("GET", "/Users");
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, {
      schemas: [listResponseUrn],
      totalResults: 5,
      startIndex: 1,
      itemsPerPage: 5,
      Resources: users,
    });
  });

  test("R7644-3.4.2-06: a page says where it begins and how much it has, as numbers", async () => {
    const { source, users } = await sourceWithUsers();
    const answer = await source.send("GET", "/Users?startIndex=2&count=3");
    assert.deepEqual(answer.body, {
      schemas: [listResponseUrn],
      totalResults: 5,
      startIndex: 2,
      itemsPerPage: 3,
      Resources: users.slice(1, 4),
    });
  });

  test("R7644-3.4.2-07, AMB-27: nothing found is 200 with an empty list", async () => {
    const source = await newSource();
    const empty = { schemas: [listResponseUrn], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] };
    for (const path of ["/Users", "/Groups", "/Users?filter=userName%20eq%20%22nobody%22", "/Users?count=0"]) {
      const answer = await source.send("GET", path);
      assert.deepEqual([answer.status, answer.body], [200, empty], path);
    }
  });

  test("R7644-3.4.2-01: queries are answered at the endpoints of the types and at the base URL", async () => {
    const { source, users } = await sourceWithUsers();
    assert.equal((await source.send("GET", "/Groups")).body["totalResults"], 0);
    for (const path of ["/Users", "", '?filter=meta.resourceType%20eq%20"User"']) {
      assert.deepEqual((await source.send("GET", path)).body["Resources"], users, path);
    }
  });

  test("R7644-3.4.2.2-01: the configuration says that filters are supported, and how much one answer has at most", async () => {
    const { body } = await (await newSource()).send("GET", "/ServiceProviderConfig");
    assert.deepEqual(body["filter"], { supported: true, maxResults: 1_000 });
  });

  test("R7644-3.4.2-02: query parameters that nobody knows are ignored", async () => {
    const { source } = await sourceWithUsers();
    const answer = await source.send("GET", "/Users?api-version=2&_=1700000000&count=1&FILTERS=x");
    assert.deepEqual([answer.status, answer.body["totalResults"], answer.body["itemsPerPage"]], [200, 5, 1]);
  });
});

describe("pages", () => {
  test("AMB-24, AMB-25, AMB-26: what is asked for is brought into bounds, and what is no number is refused", async () => {
    const { source, users } = await sourceWithUsers();
    const cases: readonly [string, number, readonly AnsweredResource[]][] = [
      ["startIndex=0&count=2", 1, users.slice(0, 2)],
      ["startIndex=-7", 1, users],
      ["count=-1", 1, []],
      ["count=0", 1, []],
      ["startIndex=5&count=10", 5, users.slice(4)],
      ["startIndex=6", 6, []],
      ["startIndex=1000000", 1_000_000, []],
      ["count=1000000000", 1, users],
      ["STARTINDEX=2&Count=1", 2, users.slice(1, 2)],
    ];
    for (const [parameters, startIndex, resources] of cases) {
      const answer = await source.send("GET", `/Users?${parameters}`);
      const page = { schemas: [listResponseUrn], totalResults: 5, startIndex, itemsPerPage: resources.length };
      assert.deepEqual([answer.status, answer.body], [200, { ...page, Resources: resources }], parameters);
    }
    for (const [parameters, name] of [
      ["count=ten", "count"],
      ["startIndex=1.5", "startIndex"],
      ["count=", "count"],
      ["startIndex=0x1", "startIndex"],
    ] as const) {
      const refusal = {
        status: 400,
        scimType: "invalidValue",
        detail: new RegExp(`^${name}: expected a whole number`),
      };
      assertRefused(await source.send("GET", `/Users?${parameters}`), refusal, parameters);
    }
  });

  test("AMB-24: more than the most that a page has is cut, and itemsPerPage says so", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const owner = { organizationId: organization.id, sourceApplicationId: source.applicationId };
    const users = Array.from({ length: 1_001 }, (_, index) => ({
      schemas: [coreUserUrn],
      id: newId(),
      userName: `user${index}`,
    }));
    await storeResources(own.server.database, owner, userResourceType, users);
    for (const [parameters, itemsPerPage] of [
      ["count=100000&", 1_000],
      ["", 100],
    ] as const) {
      const { body } = await source.send("GET", `/Users?${parameters}attributes=id`);
      const { Resources, ...page } = body;
      assert.deepEqual(page, { schemas: [listResponseUrn], totalResults: 1_001, startIndex: 1, itemsPerPage });
      assert.equal((Resources as unknown[]).length, itemsPerPage);
    }
    const { body } = await source.send("GET", "/ServiceProviderConfig");
    assert.deepEqual(body["pagination"], {
      cursor: true,
      index: true,
      defaultPaginationMethod: "index",
      defaultPageSize: 100,
      maxPageSize: 1_000,
      cursorTimeout: 3_600,
    });
  });

  test("ROWN-8-01: lists are in the order of ids, so that a walk in pages meets each resource once", async () => {
    const { source, users } = await sourceWithUsers();
    const met: string[] = [];
    for (let startIndex = 1; startIndex <= 5; startIndex += 2) {
      const { body } = await source.send("GET", `/Users?startIndex=${startIndex}&count=2&attributes=id`);
      met.push(...(body["Resources"] as AnsweredResource[]).map(({ id }) => id));
    }
    assert.deepEqual(
      met,
      users.map(({ id }) => id),
    );
  });

  test("AMB-60: a plus in the query string is a blank, and one that is meant is encoded", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("eve", { userName: "eve+tag@example.com" }));
    const found = async (filter: string) => (await source.send("GET", `/Users?filter=${filter}`)).body["totalResults"];
    assert.equal(await found('userName+eq+"eve%2Btag@example.com"'), 1);
    assert.equal(await found('userName%20eq%20"eve+tag@example.com"'), 0);
    assert.equal((await source.read("Users", id))["userName"], "eve+tag@example.com");
  });

  test("AMB-28: people who are not active are read, listed, found and changed like all others", async () => {
    const { source, users } = await sourceWithUsers();
    const [ann] = users as [AnsweredResource];
    await source.setActive(ann.id, false);
    assert.equal((await source.read("Users", ann.id))["active"], false);
    assert.equal((await source.send("GET", "/Users")).body["totalResults"], 5);
    assert.deepEqual(
      (await source.find("Users", "active eq false")).map(({ id }) => id),
      [ann.id],
    );
    assert.equal((await source.find("Users", `userName eq "${ann["userName"] as string}"`)).length, 1);
    await source.patch("Users", ann.id, { op: "replace", path: "title", value: "Dr" });
    assert.equal((await source.read("Users", ann.id))["title"], "Dr");
  });

  test("AMB-29: what was deleted is in no list, its user name is free, and the next one has another id", async () => {
    const { source, users } = await sourceWithUsers();
    const [ann] = users as [AnsweredResource];
    const sent = { schemas: [coreUserUrn], userName: ann["userName"] as string };
    await source.delete("Users", ann.id);
    assert.equal((await source.send("GET", "/Users")).body["totalResults"], 4);
    assert.deepEqual(await source.find("Users", `userName eq "${sent.userName}"`), []);
    for (const method of ["GET", "DELETE", "PUT"]) {
      const answer = await source.send(method, `/Users/${ann.id}`, method === "PUT" ? sent : undefined);
      assert.equal(answer.status, 404, method);
    }
    assert.equal((await source.tryPatch("Users", ann.id, { op: "add", path: "title", value: "Dr" })).status, 404);
    assert.notEqual((await source.create("Users", sent)).id, ann.id);
  });
});
