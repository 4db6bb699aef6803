import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type FilterCase, filterCases, filterGroups, filterUsers } from "@rollcall/scim/filter/filter-cases.ts";
import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { coreUserUrn, listResponseUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import { storeMembers, storeResources } from "../filters/store-resources.ts";
import { TestOrganization, withServer } from "../support/organization.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, type Source } from "../support/source.ts";
import { assertRefused } from "./assert-refused.ts";

// RFC 7644 section 3.4.2.2: the shared cases of packages/scim, asked for by a client over HTTP.

/** Ids of the database; where a case compares a part of an id or its order, the first letter counts. */
const ids: ReadonlyMap<string, string> = new Map([
  ["ann", "a0000000-0000-7000-8000-000000000000"],
  ["bob", "b0000000-0000-7000-8000-000000000000"],
  ["cem", "c0000000-0000-7000-8000-000000000000"],
  ["dora", "d0000000-0000-7000-8000-000000000000"],
  ["eve", "e0000000-0000-7000-8000-000000000000"],
  ["staff", "f1000000-0000-7000-8000-000000000000"],
  ["lab", "f2000000-0000-7000-8000-000000000000"],
  ["empty", "f3000000-0000-7000-8000-000000000000"],
]);
const idOf = (name: unknown): string => ids.get(name as string) ?? (name as string);

function withIds(resource: Resource): Resource {
  const { groups: _groups, members, ...rest } = resource;
  const withId = (member: JsonValue) => ({ ...(member as Resource), value: idOf((member as Resource)["value"]) });
  return {
    ...rest,
    id: idOf(resource["id"]),
    ...(Array.isArray(members) ? { members: members.map(withId) } : {}),
  };
}

/** Puts the database's ids into a filter where it compares whole ids. */
function filterWithIds(filter: string): string {
  const whole = /\b(id|(?:members|groups)(?:\.value|\[value)?) (eq|ne) "([a-z]+)"/g;
  return filter.replaceAll(whole, (_all, name, operator, id) => `${name} ${operator} "${idOf(id)}"`);
}

let server: TestServer;
let source: Source;
before(async () => {
  server = await startTestServer();
  const organization = new TestOrganization(server, server.organizationId);
  source = await organization.source();
  const owner = { organizationId: server.organizationId, sourceApplicationId: source.applicationId };
  const groups = filterGroups.map(withIds);
  await storeResources(server.database, owner, userResourceType, filterUsers.map(withIds));
  await storeResources(server.database, owner, groupResourceType, groups);
  await storeMembers(server.database, owner, groupResourceType, groups);
});
after(async () => {
  await server.close();
});

async function check({ type, filter, expected }: FilterCase): Promise<void> {
  // In a URL what is secret is refused in another way (R7644-7.5.2-03, below).
  const answer = /password/i.test(filter)
    ? await source.send("POST", `/${type}s/.search`, { schemas: [searchRequestUrn], filter })
    : await source.send("GET", `/${type}s?filter=${encodeURIComponent(filterWithIds(filter))}`);
  if (expected === "invalidFilter") {
    assertRefused(answer, { status: 400, scimType: "invalidFilter", detail: /./ }, filter);
    return;
  }
  const { Resources, ...page } = answer.body as { Resources: Resource[] };
  const size = expected.length;
  const whole = { schemas: [listResponseUrn], totalResults: size, startIndex: 1, itemsPerPage: size };
  assert.deepEqual([answer.status, page], [200, whole], filter);
  assert.deepEqual(Resources.map(({ id }) => id as string).sort(), expected.map(idOf).sort(), filter);
}

/** What the shared cases show, by the requirement that each of them names. */
const promises: Readonly<Record<string, readonly string[]>> = {
  "R7643-2.3.6-01: binary values compare by their bytes": ["R7643-2.3.6-01"],
  "R7643-2.3.7-01: references are case exact": ["R7643-2.3.7-01"],
  "R7644-3.4.2-07: no match is 200 with an empty list": ["R7644-3.4.2-07"],
  "R7644-3.4.2.2-03: an unknown operator is refused": ["R7644-3.4.2.2-03"],
  "R7644-3.4.2.2-04: a filter has at least one whole expression": ["R7644-3.4.2.2-04"],
  "R7644-3.4.2.2-05: names and operators are read in any case": ["R7644-3.4.2.2-05"],
  "R7644-3.4.2.2-06: parentheses bind before not, not before and, and before or": ["R7644-3.4.2.2-06"],
  "R7644-3.4.2.2-07: the attribute decides whether case counts": ["R7644-3.4.2.2-07"],
  "R7644-3.4.2.2-08: booleans and binary values have no order": ["R7644-3.4.2.2-08"],
  "R7644-3.4.2.2-09: what is equal also begins and ends with itself": ["R7644-3.4.2.2-09"],
  "R7644-3.4.2.2-10: pr asks for a value that is not empty": ["R7644-3.4.2.2-10"],
  "R7644-3.4.2.2-11: null is a literal for eq and ne": ["R7644-3.4.2.2-11"],
  "R7644-3.4.2.2-12: one value of several suffices": ["R7644-3.4.2.2-12"],
  "R7644-3.4.2.2-13: brackets hold for one and the same value": ["R7644-3.4.2.2-13", "EID 7322", "EID 4690"],
  "R7644-3.4.2.2-14: complex attributes are compared by a sub-attribute": ["R7644-3.4.2.2-14"],
  "R7644-3.4.2.2-17: schemas, id and meta can be filtered by": ["R7644-3.4.2.2-17", "R7644-3.4.2.1-02"],
  "R7644-3.10-01: names may carry their URN, in any case": ["R7644-3.10-01"],
  "R7644-3.12-invalidFilter: an operator that does not suit the attribute is refused": ["R7644-3.12-invalidFilter"],
  "R7644-7.8-01: text is brought to one Unicode form before it is compared": ["R7644-7.8-01", "R7644-3.8-01"],
  "ROWN-7-03: a literal of another type than the attribute is refused": ["ROWN-7-03"],
  "ROWN-7-04: nothing but ne and not is true of what is missing": ["ROWN-7-04"],
  "ROWN-7-05: instants compare whatever their zone and fraction": ["ROWN-7-05"],
  "ROWN-7-06: text is in the order of its code points after folding": ["ROWN-7-06"],
  "ROWN-20-01: case, width and compatibility forms are folded where case does not count": ["ROWN-20-01"],
  "AMB-02: ne is true of a missing value, and of a list with another value or none": ["AMB-02"],
  "AMB-03: not may stand with or without a blank, and has parentheses": ["AMB-03"],
  "AMB-04: a comparison after brackets is about the same value": ["AMB-04"],
  "AMB-05: a word without quotes is text, single quotes are refused": ["AMB-05"],
  "AMB-06: True and False, also as text, compare with booleans": ["AMB-06"],
  "AMB-15: an attribute that one extension alone has needs no URN": ["AMB-15"],
  "AMB-41: an attribute that the type lacks is refused": ["AMB-41"],
  "AMB-42: password is refused": ["AMB-42"],
  "AMB-43: an instant without zone is UTC": ["AMB-43"],
  "AMB-44: a list with values is compared by them": ["AMB-44"],
  "AMB-45: manager is compared by its value": ["AMB-45"],
  "AMB-46: outside brackets the values of a conjunction may differ": ["AMB-46"],
  "AMB-60: a plus in a literal is kept": ["AMB-60"],
};

describe("the shared filter cases over HTTP", () => {
  const named = new Set(Object.values(promises).flat());

  for (const [promise, shown] of Object.entries(promises)) {
    test(promise, async () => {
      for (const id of shown) {
        const cases = filterCases.filter(({ shows }) => shows === id);
        assert.notEqual(cases.length, 0, id);
        for (const each of cases) await check(each);
      }
    });
  }

  test("R7644-3.4.2.2-02: only what matches is returned, in all other cases too", async () => {
    const others = filterCases.filter(({ shows }) => shows === undefined || !named.has(shows));
    assert.notEqual(others.length, 0);
    for (const each of others) await check(each);
  });
});

describe("filters beyond the shared cases", () => {
  const own = withServer();
  const filtered = async (from: Source, text: string) =>
    from.send("GET", `/Users?filter=${encodeURIComponent(text)}&attributes=userName`);

  test("R7644-3.4.2.2-03: a refusal says what was found, what was expected and where", async () => {
    const cases: readonly [string, RegExp][] = [
      ['userName is "ann"', /position 10/],
      ['userName eq "ann" xor active eq true', /position 19/],
      ["(userName pr", /position 13/],
      ['nope eq "ann"', /nope is no attribute of User/],
    ];
    for (const [text, detail] of cases) {
      const answer = await filtered(source, text);
      assertRefused(answer, { status: 400, scimType: "invalidFilter", detail }, text);
    }
  });

  test("R7644-7.5.2-03: a filter by what is secret is refused with sensitive in a URL, with invalidFilter in a body", async () => {
    for (const endpoint of ["/Users", ""]) {
      for (const filter of ['password eq "x"', 'not (userName pr and password sw "x")', "password pr"]) {
        const inUrl = await source.send("GET", `${endpoint}?filter=${encodeURIComponent(filter)}`);
        assertRefused(inUrl, {
          status: 403,
          scimType: "sensitive",
          detail: "password is never returned, cannot be filtered by, and must not stand in a URL",
        });
        const inBody = await source.send("POST", `${endpoint}/.search`, { schemas: [searchRequestUrn], filter });
        assertRefused(inBody, {
          status: 400,
          scimType: "invalidFilter",
          detail: "password is never returned and cannot be filtered by",
        });
      }
    }
  });

  test("R7644-3.4.2.2-15: a default is found as it was returned to whoever wrote the resource", async () => {
    const fresh = await (await own.organization()).source();
    const { id, active } = await fresh.create("Users", { userName: "ann" });
    assert.equal(active, true);
    assert.deepEqual(
      (await fresh.find("Users", "active eq true")).map((user) => user.id),
      [id],
    );
    assert.deepEqual(await fresh.find("Users", "not (active pr)"), []);
  });

  test("R7644-3.4.2.2-16, R7644-5-01: user names are the same whatever their case, width and composition", async () => {
    const fresh = await (await own.organization()).source();
    const { id } = await fresh.create("Users", person("ann", { userName: "Ånn Straße" }));
    for (const other of [
      "ånn STRASSE",
      "A\u030ann straße",
      "\uff21\u030a\uff2e\uff2e \uff33\uff34\uff32\uff21\uff33\uff33\uff25",
    ]) {
      assert.deepEqual(
        (await fresh.find("Users", `userName eq "${other}"`)).map((user) => user.id),
        [id],
        other,
      );
      const answer = await fresh.send("POST", "/Users", { schemas: [coreUserUrn], userName: other });
      assert.deepEqual([answer.status, answer.body["scimType"]], [409, "uniqueness"], other);
    }
    assert.equal((await fresh.read("Users", id))["userName"], "Ånn Straße");
  });

  test("ROWN-20-01: user names with what sign-in names may not have are accepted as they are", async () => {
    const fresh = await (await own.organization()).source();
    for (const userName of [
      "ann_example.com#EXT#@example.onmicrosoft.com",
      "Ann Maria",
      "ann@münchen.example",
      "用户",
    ]) {
      const { id } = await fresh.create("Users", { userName });
      const found = await fresh.find("Users", `userName eq "${userName.toUpperCase()}"`);
      assert.deepEqual(
        found.map((user) => [user.id, user["userName"]]),
        [[id, userName]],
      );
    }
  });

  test("R7644-3.4.2.2-17: version, location and references are found as they are answered", async () => {
    const fresh = await (await own.organization()).source();
    const ann = await fresh.create("Users", person("ann"));
    const bob = await fresh.create("Users", person("bob"));
    const lab = await fresh.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    await fresh.patch("Users", bob.id, { op: "replace", path: "title", value: "Dr" });
    const userCases: readonly [string, readonly string[]][] = [
      [`meta.version eq ${JSON.stringify('W/"1"')}`, [ann.id]],
      [`meta.version eq ${JSON.stringify('W/"2"')}`, [bob.id]],
      [`meta.location eq "${fresh.baseUrl}/Users/${ann.id}"`, [ann.id]],
      [`meta.location eq "${fresh.baseUrl}/Groups/${ann.id}"`, []],
      [`groups.$ref eq "${fresh.baseUrl}/Groups/${lab.id}"`, [ann.id]],
      [`id eq "${bob.id}" or id eq "${ann.id}"`, [ann.id, bob.id]],
    ];
    for (const [text, expected] of userCases) {
      assert.deepEqual(
        (await fresh.find("Users", text)).map((user) => user.id),
        expected,
        text,
      );
    }
    for (const text of [
      `members.$ref eq "${fresh.baseUrl}/Users/${ann.id}"`,
      `meta.version eq ${JSON.stringify(lab.meta["version"])}`,
    ]) {
      assert.deepEqual(
        (await fresh.find("Groups", text)).map((group) => group.id),
        [lab.id],
        text,
      );
    }
  });

  test("ROWN-7-01: a dot in a URN separates no sub-attribute", async () => {
    const fresh = await (await own.organization()).source();
    const urn = "urn:example:params:scim:schemas:extension:badge:2.0:User";
    const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    await fresh.create(
      "Users",
      person("ann", { [urn]: { badge: "A1" }, [enterprise]: { manager: { value: "7f1c" } } }),
    );
    const cases: readonly [string, number][] = [
      [`${enterprise}:manager.value eq "7f1c"`, 200],
      [`${enterprise}:manager eq "7f1c"`, 200],
      [`${coreUserUrn}:name.givenName eq "ann"`, 200],
      [`${enterprise}.manager eq "7f1c"`, 400],
    ];
    for (const [text, status] of cases) {
      const answer = await filtered(fresh, text);
      assert.deepEqual(
        [answer.status, answer.body["totalResults"]],
        status === 200 ? [200, 1] : [400, undefined],
        text,
      );
    }
  });

  test("ROWN-7-02: length, nesting and number of terms of a filter are bounded", async () => {
    const cases: readonly [string, RegExp][] = [
      [`userName eq "${"a".repeat(10_000)}"`, /at most 10000 characters/],
      [`${"(".repeat(4_000)}title pr${")".repeat(4_000)}`, /nest|parenthes|deep/i],
      [Array.from({ length: 600 }, () => "id pr").join(" or "), /at most \d+/],
    ];
    for (const [text, detail] of cases) {
      const answer = await filtered(source, text);
      assertRefused(answer, { status: 400, scimType: "invalidFilter", detail }, text.slice(0, 40));
    }
  });
});
