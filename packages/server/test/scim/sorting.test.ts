import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { enterpriseUserUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import { assertRefused } from "../requirements/assert-refused.ts";
import { withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source } from "../support/source.ts";

// RFC 7644 section 3.4.2.3. Every kind of value is in the shared cases: packages/scim/src/sort/sort-cases.ts.

const own = withServer();

describe("sorting", () => {
  let source: Source;
  /** By the first letter of the user name. */
  const users = new Map<string, AnsweredResource>();
  const groups = new Map<string, AnsweredResource>();

  before(async () => {
    source = await (await own.organization()).source();
    const bodies = [
      person("dora", {
        title: "Engineer",
        emails: [
          { value: "x@example.com", type: "home" },
          { value: "b@example.com", primary: true },
        ],
      }),
      person("Ann", { title: "architect", externalId: "b", emails: [{ value: "c@example.com" }], active: false }),
      person("bob", {
        externalId: "B",
        emails: [{ value: "A@example.com" }],
        [enterpriseUserUrn]: { department: "Lab" },
      }),
      person("Cem", { title: "Zoologist", emails: [], [enterpriseUserUrn]: { department: "archive" } }),
    ];
    for (const body of bodies) {
      const made = await source.create("Users", body);
      users.set(String(body["userName"]).charAt(0).toLowerCase(), made);
    }
    const [ann, bob] = [users.get("a"), users.get("b")] as [AnsweredResource, AnsweredResource];
    groups.set(
      "s",
      await source.create("Groups", { displayName: "Staff", members: [{ value: bob.id }, { value: ann.id }] }),
    );
    groups.set("L", await source.create("Groups", { displayName: "lab", members: [{ value: bob.id }] }));
    groups.set("e", await source.create("Groups", { displayName: "Empty" }));
    // What comes later is changed later.
    await source.patch("Users", bob.id, { op: "replace", path: "title", value: "biologist" });
  });

  const lettersOf = (resources: unknown, of: string) =>
    (resources as AnsweredResource[]).map((one) => String(one[of]).charAt(0).toLowerCase()).join("");
  async function sortedUsers(parameters: string): Promise<string> {
    const answer = await source.send("GET", `/Users?${parameters}`);
    assert.equal(answer.status, 200, answer.text);
    return lettersOf(answer.body["Resources"], "userName");
  }

  const cases: readonly (readonly [parameters: string, expected: string, shows: string])[] = [
    ["sortBy=userName", "abcd", "R7644-3.4.2.3-05: without case"],
    ["sortBy=userName&sortOrder=ascending", "abcd", "R7644-3.4.2.3-03: ascending is the default"],
    ["sortBy=userName&sortOrder=descending", "dcba", "R7644-3.4.2.3-03: descending"],
    ["SORTBY=USERNAME&sortorder=Descending", "dcba", "R7643-2.1-01: names in any case"],
    ["sortBy=title", "abdc", "R7644-3.4.2.3-02: a singular attribute by its value"],
    ["sortBy=name.givenName", "abcd", "R7644-3.4.2.3-02: a complex attribute by a sub-attribute"],
    ["sortBy=emails", "bdac", "R7644-3.4.2.3-02, ROWN-8-01: the primary value, else the first"],
    ["sortBy=emails.value&sortOrder=descending", "cadb", "R7644-3.4.2.3-04: without a value first when descending"],
    ["sortBy=externalId", "badc", "R7644-3.4.2.3-04: without a value last when ascending, in the order of ids"],
    [`sortBy=${enterpriseUserUrn}:department`, "cbda", "an attribute of an extension"],
    ["sortBy=active", "adbc", "R7644-3.4.2.3-05: false before true, equal ones in the order of ids"],
    ["sortBy=meta.created", "dabc", "R7644-3.4.2.3-05: instants by time"],
    ["sortBy=meta.lastModified&sortOrder=descending", "bcad", "R7644-3.4.2.3-05: the last change first"],
    ["sortBy=groups", "abdc", "a user's first group"],
    ["sortBy=id", "dabc", "ROWN-8-01: by the tie-breaker itself"],
    ["sortBy=nickName", "dabc", "ROWN-8-01: nobody has a value, so the ids decide"],
    ["sortBy=userName&startIndex=2&count=2", "bc", "R7644-3.4.2.4-05: a page of the order"],
    ["sortBy=userName&sortOrder=descending&startIndex=4", "a", "the last page of the order"],
    ['sortBy=userName&filter=title co "o"', "bc", "with a filter"],
    ["sortBy=", "dabc", "a blank one sorts nothing"],
    ["sortOrder=descending", "dabc", "an order of nothing"],
  ];
  /** Plays the cases that show a requirement. */
  async function played(id: string): Promise<void> {
    const showing = cases.filter(([, , shows]) => shows.includes(id));
    assert.ok(showing.length > 0, id);
    for (const [parameters, expected, shows] of showing) {
      assert.equal(await sortedUsers(encodeURI(parameters)), expected, `${parameters}: ${shows}`);
    }
  }

  test("R7644-3.4.2.3-02: by a value, a sub-attribute, the primary of several values or the first", () =>
    played("R7644-3.4.2.3-02"));
  test("R7644-3.4.2.3-03: ascending unless descending is asked for", () => played("R7644-3.4.2.3-03"));
  test("R7644-3.4.2.3-04: without a value last when ascending, first when descending", () =>
    played("R7644-3.4.2.3-04"));
  test("R7644-3.4.2.3-05: by the attribute's type and case rule", () => played("R7644-3.4.2.3-05"));
  test("every case of the table", () => played(""));

  test("groups are sorted by their names, members and versions", async () => {
    const sorted = async (by: string) => {
      const { body } = await source.send("GET", `/Groups?sortBy=${by}&excludedAttributes=members`);
      return lettersOf(body["Resources"], "displayName");
    };
    assert.deepEqual(
      [await sorted("displayName"), await sorted("members.display"), await sorted("meta.version")],
      ["els", "sle", "els"],
    );
  });

  test("totalResults, startIndex and the projection are as without an order", async () => {
    const { body } = await source.send("GET", "/Users?sortBy=title&startIndex=2&count=1&attributes=title");
    const bob = users.get("b") as AnsweredResource;
    const { Resources, totalResults, startIndex, itemsPerPage } = body;
    assert.deepEqual(
      { Resources, totalResults, startIndex, itemsPerPage },
      {
        Resources: [{ schemas: (await source.read("Users", bob.id))["schemas"], id: bob.id, title: "biologist" }],
        totalResults: 4,
        startIndex: 2,
        itemsPerPage: 1,
      },
    );
  });

  test("R7644-3.4.3-03: a search by POST is sorted as its GET is", async () => {
    for (const [sortBy, sortOrder] of [
      ["userName", "descending"],
      ["emails", "ascending"],
      ["meta.created", undefined],
    ] as const) {
      const body = { schemas: [searchRequestUrn], sortBy, ...(sortOrder === undefined ? {} : { sortOrder }) };
      const found = await source.send("POST", "/Users/.search", body);
      const order = sortOrder === undefined ? "" : `&sortOrder=${sortOrder}`;
      assert.deepEqual(found.body, (await source.send("GET", `/Users?sortBy=${sortBy}${order}`)).body);
      assert.equal(found.status, 200);
    }
  });

  test("ROWN-8-01: what cannot be sorted by is refused with invalidValue and a reason", async () => {
    const refusals: readonly (readonly [parameters: string, detail: string])[] = [
      ["sortBy=nope", "sortBy: nope is no attribute of User"],
      ["sortBy=name", "sortBy: name is complex: name one of its sub-attributes"],
      ["sortBy=addresses", "sortBy: addresses is complex: name one of its sub-attributes"],
      ["sortBy=password", "sortBy: password is never returned and cannot be sorted by"],
      ["sortBy=userName,title", 'sortBy: expected an attribute name, found "userName,title"'],
      ["sortBy=userName&sortOrder=up", 'sortOrder: expected ascending or descending, found "up"'],
      ["sortOrder=desc", 'sortOrder: expected ascending or descending, found "desc"'],
    ];
    for (const [parameters, detail] of refusals) {
      const refusal = { status: 400, scimType: "invalidValue", detail };
      assertRefused(await source.send("GET", `/Users?${parameters}`), refusal, parameters);
    }
    const asBody = { schemas: [searchRequestUrn], sortBy: "nope" };
    const refusal = { status: 400, scimType: "invalidValue", detail: "sortBy: nope is no attribute of User" };
    assertRefused(await source.send("POST", "/Users/.search", asBody), refusal);
  });

  test("R7644-3.4.2.3-01: the configuration says that there is sorting", async () => {
    assert.deepEqual((await source.send("GET", "/ServiceProviderConfig")).body["sort"], { supported: true });
  });
});
