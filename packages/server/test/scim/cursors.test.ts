import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { listResponseUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { assertRefused } from "../requirements/assert-refused.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source, type SourceAnswer } from "../support/source.ts";

// RFC 9865, with the choices of ROWN-9-02 and ROWN-9-03.

/** Stands still unless it is moved, so that the last instant of a cursor can be met. */
let instant = Date.parse("2026-03-01T00:00:00Z");
const own = withServer({ now: () => new Date(instant).toISOString() });

const names = ["ann", "bob", "cem", "dora", "eve"];
const notOfThisQuery = "cursor: not one of this query: begin again with an empty cursor";

/** The names of the users on a page. */
const shown = ({ body }: SourceAnswer) =>
  (body["Resources"] as AnsweredResource[]).map((user) => String(user["userName"]).split("@", 1)[0]).join(" ");
const cursorOf = ({ body }: SourceAnswer, which: "nextCursor" | "previousCursor") => {
  const cursor = body[which];
  assert.equal(typeof cursor, "string", `${which} is missing`);
  return cursor as string;
};

describe("cursors", () => {
  let organization: TestOrganization;
  let source: Source;
  let users: AnsweredResource[];

  before(async () => {
    organization = await own.organization();
    source = await organization.source();
    users = [];
    for (const name of names) users.push(await source.create("Users", person(name)));
  });

  const page = (cursor: string, parameters = "count=2") =>
    source.send("GET", `/Users?cursor=${cursor}&${encodeURI(parameters)}`);
  async function found(cursor: string, parameters = "count=2"): Promise<SourceAnswer> {
    const answer = await page(cursor, parameters);
    assert.equal(answer.status, 200, answer.text);
    return answer;
  }

  test("R9865-2-03, R9865-2-04, R9865-2-06, R9865-2-07: pages lead forward to the last one and back to the first one", async () => {
    const first = await found("");
    const { nextCursor, ...rest } = first.body;
    assert.deepEqual(rest, {
      schemas: [listResponseUrn],
      totalResults: 5,
      itemsPerPage: 2,
      Resources: users.slice(0, 2),
    });
    const second = await found(String(nextCursor));
    const { nextCursor: next, previousCursor: previous, ...body } = second.body;
    assert.deepEqual(body, {
      schemas: [listResponseUrn],
      totalResults: 5,
      itemsPerPage: 2,
      Resources: users.slice(2, 4),
    });
    const third = await found(String(next));
    assert.deepEqual([shown(third), third.body["nextCursor"], third.body["itemsPerPage"]], ["eve", undefined, 1]);
    const secondAgain = await found(cursorOf(third, "previousCursor"));
    assert.deepEqual(secondAgain.body["Resources"], second.body["Resources"]);
    for (const back of [String(previous), cursorOf(secondAgain, "previousCursor")]) {
      const firstAgain = await found(back);
      assert.deepEqual(firstAgain.body["Resources"], first.body["Resources"]);
      assert.equal("previousCursor" in firstAgain.body, false);
      assert.equal(shown(await found(cursorOf(firstAgain, "nextCursor"))), "cem dora");
    }
  });

  test("R9865-2-01: a cursor has only unreserved characters, and none is written twice", async () => {
    const cursors = new Set<string>();
    for (let times = 0; times < 50; times++) cursors.add(cursorOf(await found(""), "nextCursor"));
    assert.equal(cursors.size, 50);
    for (const cursor of cursors) assert.match(cursor, /^[A-Za-z0-9.-]+$/);
  });

  test("ROWN-9-03, R9865-2.4-01: an empty cursor pages by cursor in every way of sending it; without one it is the index", async () => {
    for (const path of ["/Users?cursor", "/Users?cursor=", "/Users?CURSOR=&count=100"]) {
      const { body } = await source.send("GET", path);
      assert.deepEqual([body["totalResults"], "startIndex" in body], [5, false], path);
    }
    const posted = await source.send("POST", "/Users/.search", { schemas: [searchRequestUrn], cursor: "" });
    assert.deepEqual([posted.status, "startIndex" in posted.body], [200, false]);
    const { body } = await source.send("GET", "/Users?count=2");
    assert.deepEqual([body["startIndex"], "nextCursor" in body, "previousCursor" in body], [1, false, false]);
  });

  test("R9865-3-01: a search by POST takes and gives the same cursors as its GET", async () => {
    const search = (cursor: string) =>
      source.send("POST", "/Users/.search", { schemas: [searchRequestUrn], sortBy: "userName", cursor, count: 2 });
    const first = await search("");
    const second = await search(cursorOf(first, "nextCursor"));
    const byGet = await found(cursorOf(first, "nextCursor"), "sortBy=userName&count=2");
    assert.deepEqual([shown(first), shown(second), shown(byGet)], ["ann bob", "cem dora", "cem dora"]);
    assert.equal(shown(await search(cursorOf(byGet, "nextCursor"))), "eve");
  });

  const walks: readonly (readonly [parameters: string, expected: string])[] = [
    ["", "ann bob cem dora eve"],
    ["sortBy=userName", "ann bob cem dora eve"],
    ["sortBy=userName&sortOrder=descending", "eve dora cem bob ann"],
    ["sortBy=title", "ann bob cem dora eve"],
    ["sortBy=id&sortOrder=descending", "eve dora cem bob ann"],
    ["sortBy=meta.created&sortOrder=descending", "eve dora cem bob ann"],
    ["sortBy=active", "ann bob cem dora eve"],
    ['filter=userName co "e"', "ann bob cem dora eve"],
    ['filter=userName lt "dora"&sortBy=emails&sortOrder=descending', "cem bob ann"],
    ['filter=userName eq "ann@example.com"', "ann"],
    ['filter=userName eq "nobody"', ""],
  ];
  for (const [parameters, expected] of walks) {
    test(`R9865-2.2-01: ${parameters || "without an order"} is the same list forward and back, whatever the size of pages`, async () => {
      for (const count of [1, 2, 3, 100]) {
        const forward: string[] = [];
        const asked = `${parameters}&count=${count}`;
        let answer = await found("", asked);
        for (; ; answer = await found(cursorOf(answer, "nextCursor"), asked)) {
          forward.push(shown(answer));
          assert.equal(answer.body["totalResults"], expected === "" ? 0 : expected.split(" ").length);
          if (!("nextCursor" in answer.body)) break;
        }
        assert.equal(forward.join(" "), expected);
        const back = [shown(answer)];
        while ("previousCursor" in answer.body) {
          answer = await found(cursorOf(answer, "previousCursor"), asked);
          back.unshift(shown(answer));
        }
        assert.deepEqual(back, forward, `pages of ${count}`);
      }
    });
  }

  test("R9865-2-02: count is bounded as with the index; none or 0 has its meaning too", async () => {
    const none = await found("", "count=0");
    const { body } = await found("", "count=-3");
    assert.deepEqual(none.body, body);
    assert.deepEqual(body, { schemas: [listResponseUrn], totalResults: 5, itemsPerPage: 0, Resources: [] });
    assert.equal((await found("", "count=100000")).body["itemsPerPage"], 5);
    assert.equal(shown(await found("", "")), "ann bob cem dora eve");
    assertRefused(await page("", "count=two"), {
      status: 400,
      scimType: "invalidValue",
      detail: 'count: expected a whole number, found "two"',
    });
  });

  test("R9865-2-05, R9865-2.1-01: another count than on the page before is invalidCount; none, or one cut to the same, is not", async () => {
    const cursor = cursorOf(await found("", "count=2"), "nextCursor");
    for (const count of ["1", "3", "0", "100000"]) {
      const cut = Math.min(Number(count), 1_000);
      const refusal = {
        status: 400,
        scimType: "invalidCount",
        detail: `count: expected 2 as on the page before, found ${cut}`,
      };
      assertRefused(await page(cursor, `count=${count}`), refusal, count);
    }
    assert.equal(shown(await found(cursor, "")), "cem dora");
    assert.equal(shown(await found(cursor, "count=2")), "cem dora");
  });

  test("R9865-2.1-01, R9865-5-03, R9865-5-04: whatever is no cursor of this query is invalidCursor, with one and the same message", async () => {
    const real = cursorOf(await found(""), "nextCursor");
    const stranger = await organization.source("Other");
    for (const name of names) await stranger.create("Users", person(name));
    const foreign = cursorOf(await stranger.send("GET", "/Users?cursor=&count=2"), "nextCursor");
    const elsewhere = await (await own.organization()).source();
    for (const name of names) await elsewhere.create("Users", person(name));
    const farther = cursorOf(await elsewhere.send("GET", "/Users?cursor=&count=2"), "nextCursor");
    const sorted = cursorOf(await found("", "sortBy=userName&count=2"), "nextCursor");
    const refusal = { status: 400, scimType: "invalidCursor", detail: notOfThisQuery };
    const flipped = `${real.slice(0, 10)}${real[10] === "A" ? "B" : "A"}${real.slice(11)}`;
    const texts = [
      "forged",
      "0",
      "null",
      "__proto__",
      "%00",
      "%F0%9F%99%82",
      "a".repeat(9_000),
      flipped,
      real.slice(0, -1),
      `${real}A`,
    ];
    for (const cursor of [...texts, foreign, farther, sorted]) {
      assertRefused(await page(cursor), refusal, cursor.slice(0, 60));
    }
    for (const parameters of [
      "sortBy=userName&count=2",
      "filter=userName pr&count=2",
      "sortBy=id&sortOrder=descending&count=2",
    ]) {
      assertRefused(await page(real, parameters), refusal, parameters);
    }
    for (const path of ["/Groups", ""]) {
      assertRefused(await source.send("GET", `${path}?cursor=${real}&count=2`), refusal, path);
    }
    const asBody = { schemas: [searchRequestUrn], cursor: "x".repeat(100_000), count: 2 };
    assertRefused(await source.send("POST", "/Users/.search", asBody), refusal);
    assert.equal(shown(await found(real)), "cem dora");
  });

  test("R9865-2-05: a cursor is for one query, however its parameters are written, and whatever of each resource is shown", async () => {
    const cursor = cursorOf(await found("", "sortBy=userName&sortOrder=ascending&count=2"), "nextCursor");
    for (const parameters of ["sortBy=USERNAME&count=2", "attributes=userName&sortBy=userName&count=2&nobody=knows"]) {
      assert.equal(shown(await found(cursor, parameters)), "cem dora", parameters);
    }
  });

  test("ROWN-9-02: cursor and startIndex together are refused", async () => {
    const detail = "cursor and startIndex exclude each other: a list is paged by one of them";
    const refusal = { status: 400, scimType: "invalidValue", detail };
    for (const cursor of ["", cursorOf(await found(""), "nextCursor"), "forged"]) {
      assertRefused(await page(cursor, "startIndex=1"), refusal, cursor);
    }
    const body = { schemas: [searchRequestUrn], cursor: "", startIndex: 2 };
    assertRefused(await source.send("POST", "/Users/.search", body), refusal);
  });

  test("R9865-2.1-01, R9865-4-01: a cursor is good for the time that the configuration says, and expired after it", async () => {
    const { body } = await source.send("GET", "/ServiceProviderConfig");
    const { cursorTimeout, ...pagination } = body["pagination"] as Record<string, unknown>;
    assert.deepEqual(pagination, {
      cursor: true,
      index: true,
      defaultPaginationMethod: "index",
      defaultPageSize: 100,
      maxPageSize: 1_000,
    });
    const cursor = cursorOf(await found(""), "nextCursor");
    instant += Number(cursorTimeout) * 1_000;
    const second = await found(cursor);
    instant += 1;
    assertRefused(await page(cursor), {
      status: 400,
      scimType: "expiredCursor",
      detail: "cursor: older than an hour: begin again with an empty cursor",
    });
    assert.equal(shown(await found(cursorOf(second, "nextCursor"))), "eve");
    assertRefused(await page(cursor, "sortBy=userName&count=2"), {
      status: 400,
      scimType: "invalidCursor",
      detail: notOfThisQuery,
    });
  });

  test("R9865-5-01: a cursor grants nothing: without a token, or with another application's, it leads nowhere", async () => {
    const cursor = cursorOf(await found(""), "nextCursor");
    const path = `${source.baseUrl}/Users?cursor=${cursor}&count=2`;
    assert.equal((await fetch(path)).status, 401);
    const other = await organization.source("Curious");
    assert.equal((await fetch(path, { headers: { authorization: `Bearer ${other.token}` } })).status, 404);
  });

  test("R9865-5-02: a cursor ends with the token that it was given to, and with what its application may", async () => {
    const leaving = await organization.source("Leaving");
    for (const name of names) await leaving.create("Users", person(name));
    const first = await leaving.send("GET", "/Users?cursor=&count=2");
    const next = `/Users?cursor=${cursorOf(first, "nextCursor")}&count=2`;
    assert.equal((await leaving.send("GET", next)).status, 200);
    const tokens = `/source-applications/${leaving.applicationId}/bearer-tokens`;
    const { body } = await own.server.api<{ items: { id: string }[] }>("GET", tokens);
    for (const { id } of body.items) await own.server.api("DELETE", `${tokens}/${id}`);
    assert.equal((await leaving.send("GET", next)).status, 401);
    const refusing = await organization.source("Refusing");
    for (const name of names) await refusing.create("Users", person(name));
    const begun = await refusing.send("GET", "/Users?cursor=&count=2");
    await own.server.api("PATCH", `/source-applications/${refusing.applicationId}`, { mode: "refusing" });
    assert.equal((await refusing.send("GET", `/Users?cursor=${cursorOf(begun, "nextCursor")}&count=2`)).status, 503);
  });

  test("every node of an installation reads the cursors of every other: they share one key, which no answer shows", async () => {
    const [row] = await own.server.database.reader.query<{ keys: number; bytes: number }>(
      unnamedStatement("select count(*) as keys, min(length(key)) as bytes from cursor_keys"),
      [],
    );
    assert.deepEqual(row, { keys: 1, bytes: 32 });
  });

  test("an order by long texts has cursors that fit into a URL", async () => {
    const long = await organization.source("Long");
    const title = (end: string) => `${"é".repeat(5_000)}${end}`;
    for (const [name, end] of [
      ["ann", "b"],
      ["bob", "a"],
      ["cem", "c"],
    ] as const) {
      await long.create("Users", person(name, { title: title(end) }));
    }
    const met: string[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const answer: SourceAnswer = await long.send("GET", `/Users?sortBy=title&count=1&cursor=${cursor}`);
      assert.equal(answer.status, 200, answer.text.slice(0, 200));
      met.push(shown(answer));
      cursor = answer.body["nextCursor"] as string | undefined;
      assert.ok((cursor ?? "").length < 4_000);
    }
    // Texts count up to their thousandth character, then the ids.
    assert.deepEqual(met, ["ann", "bob", "cem"]);
  });
});

describe("cursors while resources come and go", () => {
  async function sourceWith(...userNames: readonly string[]) {
    const source = await (await own.organization()).source();
    const ids = new Map<string, string>();
    for (const name of userNames) ids.set(name, (await source.create("Users", person(name))).id);
    const page = async (cursor: string, parameters = "sortBy=userName&count=2") =>
      source.send("GET", `/Users?cursor=${cursor}&${parameters}`);
    const remove = (...gone: readonly string[]) =>
      Promise.all(gone.map((name) => source.delete("Users", ids.get(name) ?? "")));
    return { source, ids, page, remove };
  }

  test("what is deleted beside a page leads to the next ones all the same", async () => {
    const { page, remove } = await sourceWith(...names);
    const first = await page("");
    await remove("ann", "bob", "cem");
    const second = await page(cursorOf(first, "nextCursor"));
    assert.deepEqual(
      [shown(second), second.body["totalResults"], second.body["nextCursor"]],
      ["dora eve", 2, undefined],
    );
    const before = await page(cursorOf(second, "previousCursor"));
    assert.deepEqual([shown(before), before.body["previousCursor"]], ["", undefined]);
    assert.equal(shown(await page(cursorOf(before, "nextCursor"))), "dora eve");
  });

  test("when all that followed is gone, the page is empty, is the last, and leads back to the end of the list", async () => {
    const { page, remove } = await sourceWith(...names);
    const second = await page(cursorOf(await page(""), "nextCursor"));
    await remove("eve");
    const third = await page(cursorOf(second, "nextCursor"));
    assert.deepEqual([shown(third), third.body["totalResults"], "nextCursor" in third.body], ["", 4, false]);
    const back = await page(cursorOf(third, "previousCursor"));
    assert.deepEqual([shown(back), "nextCursor" in back.body], ["cem dora", false]);
  });

  test("what is created before and after a page is met where it stands, and nothing twice", async () => {
    const { source, page } = await sourceWith("bob", "dora", "frida", "hana");
    const first = await page("");
    await source.create("Users", person("ann"));
    await source.create("Users", person("eve"));
    const second = await page(cursorOf(first, "nextCursor"));
    assert.deepEqual([shown(second), second.body["totalResults"]], ["eve frida", 6]);
    assert.equal(shown(await page(cursorOf(second, "nextCursor"))), "hana");
    const back = await page(cursorOf(second, "previousCursor"));
    assert.equal(shown(back), "bob dora");
    const beginning = await page(cursorOf(back, "previousCursor"));
    assert.deepEqual([shown(beginning), "previousCursor" in beginning.body], ["ann", false]);
  });
});

describe("pages by index while resources come and go", () => {
  test("a page that begins where another ended goes on after its last resource; any other is counted", async () => {
    const source = await (await own.organization()).source();
    const users: AnsweredResource[] = [];
    for (const name of [...names, "frida", "gina"]) users.push(await source.create("Users", person(name)));
    const page = (parameters: string) => source.send("GET", `/Users?${parameters}`);
    assert.equal(shown(await page("count=3")), "ann bob cem");
    await source.delete("Users", users[0]?.id ?? "");
    await source.delete("Users", users[2]?.id ?? "");
    const second = await page("startIndex=4&count=2");
    const { startIndex, itemsPerPage, totalResults } = second.body;
    assert.deepEqual([shown(second), startIndex, itemsPerPage, totalResults], ["dora eve", 4, 2, 5]);
    assert.equal(shown(await page("startIndex=6&count=2")), "frida gina");
    assert.equal(shown(await page("startIndex=5&count=2")), "gina");
    assert.equal(shown(await page("startIndex=4&count=2&sortBy=userName")), "frida gina");
    assert.equal(shown(await page("startIndex=8")), "");
    assert.equal(shown(await page("startIndex=1&count=3")), "bob dora eve");
    assert.equal(shown(await page("startIndex=4&count=3")), "frida gina");
  });

  test("after the last page of a walk nothing comes twice, whatever was created before its end", async () => {
    const source = await (await own.organization()).source();
    for (const name of ["bob", "cem", "dora"]) await source.create("Users", person(name));
    const page = (startIndex: number) => source.send("GET", `/Users?sortBy=userName&count=2&startIndex=${startIndex}`);
    assert.deepEqual([shown(await page(1)), shown(await page(3))], ["bob cem", "dora"]);
    await source.create("Users", person("ann"));
    const { body } = await page(4);
    assert.deepEqual([body["totalResults"], body["startIndex"], body["Resources"]], [4, 4, []]);
  });

  test("an application goes on by its own pages alone", async () => {
    const organization = await own.organization();
    const [one, other] = [await organization.source("One"), await organization.source("Other")];
    const gone = await one.create("Users", person("ann"));
    for (const source of [one, other])
      for (const name of ["bob", "cem", "dora"]) await source.create("Users", person(name));
    await one.send("GET", "/Users?count=1");
    await one.delete("Users", gone.id);
    assert.equal(shown(await one.send("GET", "/Users?startIndex=2&count=1")), "bob");
    assert.equal(shown(await other.send("GET", "/Users?startIndex=2&count=1")), "cem");
  });
});
