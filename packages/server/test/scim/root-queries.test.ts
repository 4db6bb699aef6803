import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { coreGroupUrn, coreUserUrn, listResponseUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import { assertRefused } from "../requirements/assert-refused.ts";
import { withServer } from "../support/organization.ts";
import { type AnsweredResource, person, Source, type SourceAnswer } from "../support/source.ts";

// RFC 7644 sections 3.4.2.1 and 3.4.3: queries at the base URL, over all resource types.

const own = withServer();

describe("queries at the base URL", () => {
  let source: Source;
  let stranger: Source;
  /** Under short names, as they are read. */
  const made = new Map<string, AnsweredResource>();

  before(async () => {
    const organization = await own.organization();
    source = await organization.source();
    stranger = await organization.source("Other");
    await stranger.create("Users", person("mallory"));
    const ann = await source.create("Users", person("ann", { displayName: "Ann", externalId: "x1" }));
    const staff = await source.create("Groups", {
      displayName: "Staff",
      externalId: "x2",
      members: [{ value: ann.id }],
    });
    const bob = await source.create("Users", person("bob", { displayName: "Lab" }));
    const lab = await source.create("Groups", { displayName: "Lab" });
    for (const [name, endpoint, { id }] of [
      ["ann", "Users", ann],
      ["staff", "Groups", staff],
      ["bob", "Users", bob],
      ["lab", "Groups", lab],
    ] as const) {
      made.set(name, await source.read(endpoint, id));
    }
  });

  const namesOf = ({ body }: SourceAnswer) =>
    (body["Resources"] as AnsweredResource[])
      .map(({ id }) => [...made].find(([, resource]) => resource.id === id)?.[0] ?? id)
      .join(" ");
  async function found(parameters: string): Promise<string> {
    const answer = await source.send("GET", `?${encodeURI(parameters)}`);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body["totalResults"], (answer.body["Resources"] as unknown[]).length);
    return namesOf(answer);
  }

  test("R7644-3.4.2.1-02, AMB-49: without a filter all resources are listed, each as its own endpoint reads it", async () => {
    const withoutVersion = new Source({
      id: source.applicationId,
      bearerToken: source.token,
      scimBaseUrl: source.baseUrl.replace(/\/v2$/, ""),
    });
    for (const [asked, path] of [
      [source, ""],
      [source, "/"],
      [withoutVersion, ""],
    ] as const) {
      const answer = await asked.send("GET", path);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.headers.get("content-type"), "application/scim+json");
      assert.deepEqual(answer.body, {
        schemas: [listResponseUrn],
        totalResults: 4,
        startIndex: 1,
        itemsPerPage: 4,
        Resources: [...made.values()],
      });
    }
  });

  const filters: readonly (readonly [filter: string, expected: string, shows: string])[] = [
    ['meta.resourceType eq "User"', "ann bob", "R7644-3.4.2.1-02: narrowed to one type"],
    ['meta.resourceType eq "Group"', "staff lab", "R7644-3.4.2.1-02: narrowed to the other"],
    ['meta.resourceType eq "User" or meta.resourceType eq "Group"', "ann staff bob lab", "both types"],
    ['meta.resourceType eq "user"', "", "meta.resourceType is case exact"],
    ['displayName eq "lab"', "bob lab", "R7644-3.4.2.1-02: an attribute that all types have"],
    ['meta.resourceType eq "Group" and displayName eq "lab"', "lab", "the same in one type"],
    ['userName sw "ann"', "ann", "R7644-3.4.2.1-04: groups have no userName"],
    ["not (userName pr)", "staff lab", "R7644-3.4.2.1-04: no value is not present"],
    ['userName ne "ann@example.com"', "staff bob lab", "AMB-02: what is missing differs"],
    ["userName eq null", "staff lab", "R7644-3.4.2.2-11: no value is null"],
    ["members pr", "staff", "R7644-3.4.2.1-04: users have no members"],
    ['emails[type eq "work" and value co "bob"]', "bob", "brackets after an attribute that groups lack"],
    ['externalId eq "x1" or externalId eq "x2"', "ann staff", "a common attribute"],
    ["nope pr", "", "AMB-41: an attribute that no type has"],
    ['nope ne "x" and active eq true', "ann bob", "AMB-41: it has no value anywhere"],
    ["urn:example:hr:1.0:User:badge pr", "", "AMB-41: nor has one of an unknown extension"],
  ];
  /** Plays the filters that show a requirement. */
  async function played(id: string): Promise<void> {
    const showing = filters.filter(([, , shows]) => shows.includes(id));
    assert.ok(showing.length > 0, id);
    for (const [filter, expected, shows] of showing) {
      assert.equal(await found(`filter=${filter}`), expected, `${filter}: ${shows}`);
      const posted = await source.send("POST", "/.search", { schemas: [searchRequestUrn], filter });
      assert.deepEqual([posted.status, namesOf(posted)], [200, expected], filter);
    }
  }

  test("R7644-3.4.2.1-02: a filter narrows to types and to what all types have", () => played("R7644-3.4.2.1-02"));
  test("R7644-3.4.2.1-04: an attribute that a type lacks has no value", () => played("R7644-3.4.2.1-04"));
  test("AMB-41: an attribute that no type has has no value anywhere", () => played("AMB-41"));
  test("every filter of the table", () => played(""));

  test("members and ids are found in all types", async () => {
    const [ann, staff] = [made.get("ann"), made.get("staff")] as [AnsweredResource, AnsweredResource];
    assert.equal(await found(`filter=members.value eq "${ann.id}"`), "staff");
    assert.equal(await found(`filter=groups.value eq "${staff.id}"`), "ann");
    assert.equal(await found(`filter=id eq "${ann.id}" or id eq "${staff.id}"`), "ann staff");
    assert.equal(await found(`filter=meta.location eq "${source.baseUrl}/Groups/${staff.id}"`), "staff");
  });

  const orders: readonly (readonly [parameters: string, expected: string])[] = [
    ["sortBy=displayName", "ann bob lab staff"],
    ["sortBy=displayName&sortOrder=descending", "staff lab bob ann"],
    ["sortBy=userName", "ann bob staff lab"],
    ["sortBy=userName&sortOrder=descending", "lab staff bob ann"],
    ["sortBy=externalId", "ann staff bob lab"],
    ["sortBy=meta.resourceType", "staff lab ann bob"],
    ["sortBy=meta.created&sortOrder=descending", "lab bob staff ann"],
    ['sortBy=displayName&filter=displayName sw "l" or userName sw "a"', "ann bob lab"],
  ];
  for (const [parameters, expected] of orders) {
    test(`${parameters}: all types stand in one order (R7644-3.4.2.3-02)`, async () => {
      assert.equal(await found(parameters), expected);
    });
  }

  test("pages by index and by cursor cut the same list (ROWN-9-01, R9865-2-03)", async () => {
    for (const order of [
      "",
      "sortBy=displayName&",
      'filter=displayName co "a"&sortBy=meta.created&sortOrder=descending&',
    ]) {
      const whole = namesOf(await source.send("GET", `?${encodeURI(order)}`)).split(" ");
      const byIndex: string[] = [];
      for (let startIndex = 1; startIndex <= whole.length; startIndex++) {
        byIndex.push(namesOf(await source.send("GET", `?${encodeURI(order)}startIndex=${startIndex}&count=1`)));
      }
      const byCursor: string[] = [];
      for (let cursor: string | undefined = ""; cursor !== undefined; ) {
        const page: SourceAnswer = await source.send("GET", `?${encodeURI(order)}cursor=${cursor}&count=1`);
        assert.equal(page.body["totalResults"], whole.length);
        byCursor.push(namesOf(page));
        cursor = page.body["nextCursor"] as string | undefined;
      }
      assert.deepEqual([byIndex, byCursor], [whole, whole], order);
    }
  });

  test("R7644-3.9-02: a projection applies to each type", async () => {
    const { body } = await source.send("GET", "?attributes=userName,members.value,nope");
    const [ann, staff, bob, lab] = [...made.values()] as [
      AnsweredResource,
      AnsweredResource,
      AnsweredResource,
      AnsweredResource,
    ];
    assert.deepEqual(body["Resources"], [
      { schemas: [coreUserUrn], id: ann.id, userName: "ann@example.com" },
      { schemas: [coreGroupUrn], id: staff.id, members: [{ value: ann.id }] },
      { schemas: [coreUserUrn], id: bob.id, userName: "bob@example.com" },
      { schemas: [coreGroupUrn], id: lab.id },
    ]);
    const without = await source.send("GET", "?excludedAttributes=members,groups");
    const shown = (without.body["Resources"] as AnsweredResource[]).flatMap((one) => [one["members"], one["groups"]]);
    assert.deepEqual(shown, [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined]);
  });

  test("R7644-3.4.3-03, ROWN-11-01: a search by POST answers what its GET answers, never 201, whatever its query string", async () => {
    const cases: readonly (readonly [body: Record<string, string | number | string[]>, parameters: string])[] = [
      [{}, ""],
      [
        { filter: 'displayName sw "lab"', attributes: ["displayName"], count: 5 },
        'filter=displayName sw "lab"&attributes=displayName&count=5',
      ],
      [
        { sortBy: "displayName", sortOrder: "descending", startIndex: 2, count: 2 },
        "sortBy=displayName&sortOrder=descending&startIndex=2&count=2",
      ],
      [{ count: 0 }, "count=0"],
      [{ excludedAttributes: ["members"] }, "excludedAttributes=members"],
    ];
    for (const [body, parameters] of cases) {
      const posted = await source.send("POST", "/.search?count=1&filter=nope", {
        schemas: [searchRequestUrn],
        ...body,
      });
      const got = await source.send("GET", `?${encodeURI(parameters)}`);
      assert.deepEqual([posted.status, posted.body], [200, got.body], parameters);
    }
  });

  test("what is refused at an endpoint is refused here, and a message that is none (R7644-3.4.3-04)", async () => {
    const refusals: readonly (readonly [parameters: string, scimType: string, detail: RegExp])[] = [
      ["filter=userName eq", "invalidFilter", /position 12/],
      ["filter=active gt true", "invalidFilter", /active has the type boolean/],
      ["sortBy=nope", "invalidValue", /no resource type has the attribute nope/],
      ["sortBy=members.nope", "invalidValue", /no resource type has the attribute members.nope/],
      ["sortBy=name", "invalidValue", /name is complex/],
      ["startIndex=one", "invalidValue", /startIndex/],
      ["cursor=forged", "invalidCursor", /cursor/],
    ];
    for (const [parameters, scimType, detail] of refusals) {
      assertRefused(
        await source.send("GET", `?${encodeURI(parameters)}`),
        { status: 400, scimType, detail },
        parameters,
      );
    }
    for (const body of [[], "x", { schemas: [coreUserUrn] }, { count: "two" }]) {
      const answer = await source.send("POST", "/.search", body);
      assert.deepEqual([answer.status, answer.body["scimType"]], [400, "invalidSyntax"], JSON.stringify(body));
    }
    assert.equal((await source.send("POST", "/.search")).status, 400);
  });

  test("other methods answer 405 with what is allowed", async () => {
    for (const [method, path, allow] of [
      ["POST", "", "GET, HEAD"],
      ["PUT", "", "GET, HEAD"],
      ["DELETE", "/", "GET, HEAD"],
      ["GET", "/.search", "POST"],
      ["PATCH", "/.search", "POST"],
    ] as const) {
      const answer = await source.send(method, path, method === "GET" ? undefined : {});
      assert.deepEqual([answer.status, answer.headers.get("allow")], [405, allow], `${method} ${path}`);
    }
    const head = await source.send("HEAD", "");
    assert.deepEqual([head.status, head.text], [200, ""]);
  });

  test("another application's resources are in no list, and its token finds nothing here", async () => {
    const mine = await stranger.send("GET", "");
    assert.deepEqual([mine.body["totalResults"], (mine.body["Resources"] as unknown[]).length], [1, 1]);
    const stolen = new Source({ id: source.applicationId, scimBaseUrl: source.baseUrl, bearerToken: stranger.token });
    for (const answer of [await stolen.send("GET", ""), await stolen.send("POST", "/.search", {})]) {
      assert.equal(answer.status, 404);
    }
  });
});
