import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { Dialects } from "@rollcall/admin-api/dialects.ts";
import type { Dialect, DialectFixture } from "@rollcall/scim/dialects/dialect.ts";
import { knownDialects } from "@rollcall/scim/dialects/known-dialects.ts";
import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { bulkRequestUrn, coreUserUrn, patchOpUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import { assertRefused } from "../requirements/assert-refused.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source, type SourceAnswer } from "../support/source.ts";

const own = withServer();

/** A source with a user and a group, at which fixtures are played. */
interface Stage {
  readonly source: Source;
  readonly user: AnsweredResource;
  readonly group: AnsweredResource;
  readonly dialects: () => Promise<Dialects>;
  readonly save: (body: object) => Promise<Dialects>;
}

let organization: TestOrganization;
let people = 0;

async function stage(): Promise<Stage> {
  const source = await organization.source();
  const path = `/source-applications/${source.applicationId}/dialects`;
  people += 1;
  return {
    source,
    user: await source.create("Users", person(`ann-${people}`)),
    group: await source.create("Groups", { displayName: "Lab" }),
    dialects: async () => {
      await own.server.recorder.flush();
      return organization.call<Dialects>("GET", path);
    },
    save: (body) => organization.call<Dialects>("PUT", path, body),
  };
}

/** Sends what makes use of a dialect as its client would. */
async function play({ source, user, group }: Stage, { name, fixture }: Dialect): Promise<SourceAnswer> {
  if ("filter" in fixture) return source.send("GET", `/Users?filter=${encodeURIComponent(fixture.filter)}`);
  if ("path" in fixture) {
    const value = fixture.path === "manager" ? { value: user.id } : "new@example.com";
    const Operations = [{ op: "replace", path: fixture.path, value }];
    return source.send("PATCH", `/Users/${user.id}`, { schemas: [patchOpUrn], Operations });
  }
  if ("create" in fixture) {
    people += 1;
    return source.send("POST", "/Users", { ...(fixture.create as JsonObject), userName: `new-${people}` });
  }
  if (fixture.resourceType === "Group") {
    return source.send("PATCH", `/Groups/${group.id}`, withIds(name, fixture, user, group));
  }
  // A new user each time, who has none of the values that were set before.
  people += 1;
  const { id } = await source.create("Users", { userName: `new-${people}` });
  return source.send("PATCH", `/Users/${id}`, withIds(name, fixture, user, group));
}

/** The fixture's body with an id that there is: of a member, or of the group itself. */
function withIds(
  name: string,
  fixture: Extract<DialectFixture, { readonly patch: unknown }>,
  user: AnsweredResource,
  group: AnsweredResource,
): JsonValue {
  const id = name === "patch.read-only-ignored" ? group.id : user.id;
  return JSON.parse(JSON.stringify(fixture.patch).replaceAll("7f1c", id)) as JsonValue;
}

const firedIn = ({ dialects }: Dialects) => dialects.filter(({ fired }) => fired > 0).map(({ name }) => name);

describe("dialects of a source application", () => {
  before(async () => {
    organization = await own.organization();
  });

  test("every dialect is listed and tolerated, and none has fired", async () => {
    const { dialects } = await stage();
    assert.deepEqual(await dialects(), {
      strict: false,
      dialects: [...knownDialects.values()].map(({ name, description }) => ({
        name,
        description,
        fired: 0,
        lastFiredAt: null,
        strict: false,
      })),
    });
  });

  for (const dialect of knownDialects.values()) {
    const { name, also = [], refusal } = dialect;

    test(`${name} is tolerated and counted; where it is strict it is refused, names itself, and nothing has changed`, async () => {
      const at = await stage();
      const tolerated = await play(at, dialect);
      assert.ok(tolerated.status < 300, tolerated.text);
      const counted = await at.dialects();
      assert.deepEqual(firedIn(counted).sort(), [name, ...also].sort());
      const { fired, lastFiredAt } = counted.dialects.find((one) => one.name === name) ?? {};
      assert.equal(fired, 1);
      assert.ok(Date.now() - Date.parse(lastFiredAt ?? "") < 60_000, String(lastFiredAt));

      const saved = await at.save({ dialects: [{ name, strict: true }] });
      assert.deepEqual(
        saved.dialects.filter(({ strict }) => strict).map((one) => one.name),
        [name],
      );
      const events = (await organization.events()).length;
      const refused = await play(at, dialect);
      const tail = `: expected ${refusal.expected} (this source application refuses ${name})`;
      assert.ok(String(refused.body["detail"]).endsWith(tail), refused.text);
      assertRefused(refused, { status: 400, scimType: refusal.scimType, detail: String(refused.body["detail"]) });
      const since = (await organization.events()).slice(events).map(({ type }) => type);
      const ofUser = "patch" in dialect.fixture && dialect.fixture.resourceType === "User";
      // The user whom the fixture is played with is made before.
      assert.deepEqual(since, ofUser ? ["user.created"] : []);
      const after = await at.dialects();
      assert.equal(after.dialects.find((one) => one.name === name)?.fired, 1, "a refused request is not counted");

      await at.save({});
      assert.ok((await play(at, dialect)).status < 300);
    });
  }

  test("a request that is refused for a dialect in its last operation changes nothing", async () => {
    const { source, group, user, save } = await stage();
    await save({ dialects: [{ name: "members.bare-id", strict: true }] });
    const answer = await source.tryPatch(
      "Groups",
      group.id,
      { op: "replace", path: "displayName", value: "Lost" },
      { op: "add", path: "members", value: [{ value: user.id }] },
      { op: "add", path: "members", value: [user.id] },
    );
    assertRefused(answer, {
      status: 400,
      scimType: "invalidValue",
      detail:
        "operation 3: members[0]: expected an object with the member's value, found text (this source application refuses members.bare-id)",
    });
    assert.deepEqual(await source.read("Groups", group.id), group);
  });

  test("an application that is strict altogether refuses every dialect and what its schemas do not know", async () => {
    const at = await stage();
    const { source, user } = at;
    const saved = await at.save({ strict: true });
    assert.equal(saved.strict, true);
    for (const dialect of knownDialects.values()) {
      const refused = await play(at, dialect);
      assert.equal(refused.status, 400, `${dialect.name}: ${refused.text}`);
    }
    const schemas = [coreUserUrn];
    const unknown: readonly (readonly [JsonObject, string, string])[] = [
      [{ schemas, userName: "x", colour: "red" }, "invalidSyntax", "Not an attribute of User: colour"],
      [
        { schemas, userName: "x", "urn:example:a": { b: 1 } },
        "invalidSyntax",
        "Not an attribute of User: urn:example:a",
      ],
      [{ userName: "x" }, "invalidSyntax", `schemas: ${coreUserUrn} is missing`],
    ];
    for (const [body, scimType, detail] of unknown) {
      assertRefused(await source.send("POST", "/Users", body), { status: 400, scimType, detail });
    }
    const both = "attributes and excludedAttributes exclude each other";
    const query = "attributes=userName&excludedAttributes=name";
    assertRefused(await source.send("GET", `/Users/${user.id}?${query}`), {
      status: 400,
      scimType: "invalidValue",
      detail: both,
    });
    const search = { schemas: [searchRequestUrn], attributes: ["userName"], excludedAttributes: ["name"] };
    assertRefused(await source.send("POST", "/Users/.search", search), {
      status: 400,
      scimType: "invalidValue",
      detail: both,
    });
    assertRefused(await source.send("POST", "/Users/.search", {}), {
      status: 400,
      scimType: "invalidSyntax",
      detail: `schemas: ${searchRequestUrn} is missing`,
    });
    assertRefused(await source.send("POST", "/Bulk", { Operations: [] }), {
      status: 400,
      scimType: "invalidSyntax",
      detail: `schemas: ${bulkRequestUrn} is missing`,
    });
    const plain = await source.tryPatch("Users", user.id, { op: "replace", path: "title", value: "Dr" });
    assert.equal(plain.status, 200, plain.text);
  });

  test("each operation of a bulk job is counted and refused by itself", async () => {
    const { source, user, dialects, save } = await stage();
    const operation = (active: JsonValue) => ({
      method: "PATCH",
      path: `/Users/${user.id}`,
      data: { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "active", value: active }] },
    });
    const job = { schemas: [bulkRequestUrn], Operations: [operation("False"), operation("True"), operation(true)] };
    await source.send("POST", "/Bulk", job);
    assert.equal((await dialects()).dialects.find(({ name }) => name === "boolean.string")?.fired, 2);
    await save({ dialects: [{ name: "boolean.string", strict: true }] });
    const answer = await source.send("POST", "/Bulk", job);
    const statuses = (answer.body["Operations"] as JsonObject[]).map(({ status }) => status);
    assert.deepEqual(statuses, ["400", "400", "200"]);
  });

  test("what one application made use of and refuses is no other one's", async () => {
    const [one, other] = [await stage(), await stage()];
    await one.save({ strict: true, dialects: [{ name: "boolean.string", strict: true }] });
    const title = { op: "Replace", path: "title", value: "Dr" } as unknown as { op: "replace"; path: string };
    assert.equal((await other.source.tryPatch("Users", other.user.id, title)).status, 200);
    const [ofOne, ofOther] = [await one.dialects(), await other.dialects()];
    assert.deepEqual([ofOne.strict, firedIn(ofOne)], [true, []]);
    assert.deepEqual([ofOther.strict, firedIn(ofOther)], [false, ["patch.op-capitalised"]]);
  });

  test("a dialect that there is not is refused with its place, and nothing is saved", async () => {
    const { source, dialects, save } = await stage();
    await save({ dialects: [{ name: "boolean.string", strict: true }] });
    const before = await dialects();
    const body = {
      strict: true,
      dialects: [
        { name: "boolean.string", strict: false },
        { name: "nope", strict: true },
      ],
    };
    const path = `/source-applications/${source.applicationId}/dialects`;
    const answer = await own.server.api<{ code: string; problems: object[] }>("PUT", path, body);
    assert.deepEqual(
      [answer.status, answer.body.code, answer.body.problems],
      [400, "dialect.unknown", [{ where: "/dialects/1/name", detail: 'there is no dialect "nope"' }]],
    );
    assert.deepEqual(await dialects(), before);
  });
});
