import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { Exchange } from "@rollcall/admin-api/exchanges.ts";
import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { bulkRequestUrn, coreUserUrn, enterpriseUserUrn, patchOpUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { assertRefused } from "../requirements/assert-refused.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { schemasAreRead } from "../support/snapshot.ts";
import { person, type Source, type SourceAnswer, versionOf } from "../support/source.ts";
import { badgeUrn, extensionUrn, gadgetUrn, testResource, testSource, testUrn } from "./test-resources.ts";

const own = withServer();
let organization: TestOrganization;
let source: Source;

type Resource = JsonObject & { readonly id: string; readonly meta: JsonObject };

async function create(body: JsonObject, query = ""): Promise<Resource> {
  const answer = await source.send("POST", `/TestResources${query}`, body);
  assert.equal(answer.status, 201, answer.text);
  return answer.body as Resource;
}

async function read(id: string, query = ""): Promise<Resource> {
  const answer = await source.send("GET", `/TestResources/${id}${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body as Resource;
}

const tryPatch = (id: string, ...Operations: JsonObject[]): Promise<SourceAnswer> =>
  source.send("PATCH", `/TestResources/${id}`, { schemas: [patchOpUrn], Operations });

async function patch(id: string, ...operations: JsonObject[]): Promise<Resource> {
  const answer = await tryPatch(id, ...operations);
  assert.equal(answer.status, 200, answer.text);
  return answer.body as Resource;
}

/** A resource without what every resource has and the service provider gave it. */
function plain(resource: JsonObject): JsonObject {
  const { id: _id, meta: _meta, schemas: _schemas, ...rest } = resource;
  return rest;
}

async function labelsOf(filter: string, endpoint = "/TestResources"): Promise<string[]> {
  const answer = await source.send("GET", `${endpoint}?count=1000&filter=${encodeURIComponent(filter)}`);
  assert.equal(answer.status, 200, `${filter}: ${answer.text}`);
  const found = answer.body["Resources"] as JsonObject[];
  assert.equal(answer.body["totalResults"], found.length);
  return found.map((resource) => String(resource["label"])).sort();
}

describe("resource types of an application's own", () => {
  before(async () => {
    organization = await own.organization();
    source = await testSource(organization);
  });

  describe("discovery (RFC 7643 sections 6 and 7)", () => {
    test("an application's own types and schemas are among those that discovery lists, and no other's", async () => {
      const stranger = await organization.source("Stranger");
      const listed = async (of: Source, path: string) => {
        const answer = await of.send("GET", path);
        return (answer.body["Resources"] as JsonObject[]).map(({ id }) => id);
      };
      assert.deepEqual(await listed(source, "/ResourceTypes"), ["User", "Group", "TestResource", "Gadget"]);
      assert.deepEqual(await listed(stranger, "/ResourceTypes"), ["User", "Group"]);
      const ownUrns = [badgeUrn, testUrn, extensionUrn, gadgetUrn];
      const all = await listed(source, "/Schemas");
      assert.deepEqual(
        ownUrns.filter((urn) => all.includes(urn)),
        ownUrns,
      );
      assert.equal(new Set(all).size, all.length);
      const others = await listed(stranger, "/Schemas");
      assert.deepEqual(
        ownUrns.filter((urn) => others.includes(urn)),
        [],
      );
      for (const path of ["/ResourceTypes/TestResource", `/Schemas/${testUrn}`, "/TestResources", "/TestResources/x"]) {
        assert.equal((await stranger.send("GET", path)).status, 404, path);
      }
    });

    test("a resource type and a schema of one's own are read by id", async () => {
      const type = await source.send("GET", "/ResourceTypes/TestResource");
      assert.deepEqual(type.body, {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        id: "TestResource",
        name: "TestResource",
        description: "Test resources.",
        endpoint: "/TestResources",
        schema: testUrn,
        schemaExtensions: [{ schema: extensionUrn, required: true }],
        meta: { resourceType: "ResourceType", location: `${source.baseUrl}/ResourceTypes/TestResource` },
      });
      const users = await source.send("GET", "/ResourceTypes/User");
      assert.deepEqual(users.body["schemaExtensions"], [
        { schema: enterpriseUserUrn, required: false },
        { schema: badgeUrn, required: false },
      ]);
      const schema = await source.send("GET", `/Schemas/${gadgetUrn.toUpperCase()}`);
      assert.deepEqual(schema.body, {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        id: gadgetUrn,
        name: "Gadget",
        description: "",
        attributes: [
          {
            name: "label",
            type: "string",
            multiValued: false,
            description: "",
            required: false,
            caseExact: false,
            mutability: "readWrite",
            returned: "default",
            uniqueness: "none",
          },
        ],
        meta: { resourceType: "Schema", location: `${source.baseUrl}/Schemas/${gadgetUrn}` },
      });
    });

    test("methods and addresses that there are not are refused as for users", async () => {
      const wrongMethod = await source.send("PUT", "/TestResources", testResource("x"));
      assertRefused(wrongMethod, { status: 405, detail: "PUT is not for this address; it answers to POST, GET, HEAD" });
      assert.equal(wrongMethod.headers.get("allow"), "POST, GET, HEAD");
      for (const [method, path] of [
        ["GET", "/Nothing"],
        ["PUT", "/Nothing"],
        ["GET", "/Nothing/7f1c"],
        ["POST", "/testresources"],
        ["POST", "/Nothing/.search"],
      ] as const) {
        const answer = await source.send(method, path, method === "GET" ? undefined : {});
        assertRefused(answer, { status: 404, detail: `There is nothing at "${path}" below the SCIM base URL` });
      }
      assert.equal((await source.send("HEAD", "/TestResources")).status, 200);
      assertRefused(await source.send("GET", "/TestResources/7f1c"), {
        status: 404,
        detail: 'TestResource "7f1c" was not found in this application',
      });
    });
  });

  describe("create, read, replace, delete", () => {
    const values: JsonObject = {
      text: "Ann",
      exact: "Ann",
      grade: "middling",
      flag: false,
      amount: 1.5,
      count: -7,
      at: "2026-02-03T05:05:06.5+01:00",
      bytes: "AQIDBA==",
      link: "https://example.com/a?b=c#d",
      peer: "TestResources/7f1c",
      active: "sometimes",
      place: { street: "Main", floor: 3 },
      tags: ["a", "A"],
      levels: [1, 2],
      visits: ["2026-01-01T00:00:00Z"],
      contacts: [{ value: "a@example.com", type: "work", primary: true, since: "2026-01-01T00:00:00Z", key: "k" }],
    };

    test("a resource of every data type is read back as it was sent, with location, version and type", async () => {
      const sent = testResource("whole", { ...values, externalId: "E-1" });
      const answer = await source.send("POST", "/TestResources", sent);
      assert.equal(answer.status, 201, answer.text);
      const { id, meta } = answer.body as Resource;
      const location = `${source.baseUrl}/TestResources/${id}`;
      const { created, lastModified, ...facts } = meta;
      assert.deepEqual(answer.body, { ...sent, id, meta });
      assert.deepEqual(facts, { resourceType: "TestResource", location, version: 'W/"1"' });
      assert.equal(created, lastModified);
      assert.equal(answer.headers.get("location"), location);
      assert.equal(answer.headers.get("etag"), 'W/"1"');
      assert.deepEqual(await read(id), answer.body);
    });

    test("names are understood in any case, null and nothing are no value, what is read-only is ignored", async () => {
      const made = await create({
        SCHEMAS: [testUrn],
        LABEL: "folded",
        TEXT: "",
        tags: [],
        place: { STREET: "Main", floor: null },
        computed: "mine",
        id: "mine",
        meta: { version: "mine" },
        [extensionUrn.toUpperCase()]: { REGION: "north" },
      });
      const { id, meta } = made;
      const expected = testResource("folded", { place: { street: "Main" } });
      assert.deepEqual(made, { ...expected, id, meta });
      assert.notEqual(id, "mine");
    });

    const wrong: readonly (readonly [JsonObject, string])[] = [
      [{ text: 7 }, "text: expected a string, found a number"],
      [{ flag: "yes" }, "flag: expected true or false, found other text"],
      [{ amount: "1.5" }, "amount: expected a number, found other text"],
      [{ count: 1.5 }, "count: expected a whole number, found a number"],
      [{ at: "2026-02-03" }, "at: expected a date and time such as 2026-02-03T04:05:06Z, found other text"],
      [{ bytes: "a b" }, "bytes: expected base64, found other text"],
      [{ link: "a b" }, "link: expected a URI, found other text"],
      [{ place: 7 }, "place: expected an object, found a number"],
      [{ place: { floor: "3" } }, "place.floor: expected a whole number, found other text"],
      [{ tags: ["a", 7] }, "tags[1]: expected a string, found a number"],
      [{ levels: ["1"] }, "levels[0]: expected a whole number, found other text"],
      [{ visits: ["today"] }, "visits[0]: expected a date and time such as 2026-02-03T04:05:06Z, found other text"],
      [{ secret: 7 }, "secret: expected a string, found a number"],
      [
        {
          contacts: [
            { value: "a", primary: true },
            { value: "b", primary: true },
          ],
        },
        "contacts: 2 values are marked primary, at most one may be",
      ],
      [{ label: "" }, "label: a value is required, found empty text"],
      [{ label: null }, "label: a value is required and was not given"],
      [{ [extensionUrn]: null }, `${extensionUrn}: the extension is required and was not given`],
      [{ [extensionUrn]: { cost: 1 } }, `${extensionUrn}:region: a value is required and was not given`],
      [{ [extensionUrn]: { region: 7 } }, `${extensionUrn}:region: expected a string, found a number`],
      [{ schemas: [coreUserUrn] }, `schemas: ${testUrn} is missing`],
    ];
    test("a value of a wrong type, and a required one that is missing, is refused with its path on create and replace", async () => {
      const made = await create(testResource("held", { text: "stays" }));
      for (const [more, detail] of wrong) {
        const body = testResource("wrong", more);
        const scimType = detail.startsWith("schemas") ? "invalidSyntax" : "invalidValue";
        for (const [method, path] of [
          ["POST", "/TestResources"],
          ["PUT", `/TestResources/${made.id}`],
        ] as const) {
          assertRefused(
            await source.send(method, path, body),
            { status: 400, scimType, detail },
            `${method} ${detail}`,
          );
        }
      }
      assert.deepEqual(await read(made.id), made);
      assert.deepEqual(await labelsOf('label eq "wrong"'), []);
    });

    test("values that say the same are one, and canonical values are only hints", async () => {
      const contacts = [
        { value: "a@example.com", type: "work" },
        { value: "a@example.com", type: "work", primary: true },
        { value: "a@example.com", type: "boat" },
      ];
      const made = await create(testResource("pairs", { contacts, tags: ["x", "x", "y"], levels: [1, 1] }));
      assert.deepEqual(plain(made), {
        label: "pairs",
        [extensionUrn]: { region: "north" },
        contacts: [
          { value: "a@example.com", type: "work", primary: true },
          { value: "a@example.com", type: "boat" },
        ],
        tags: ["x", "y"],
        levels: [1],
      });
    });

    test("a replace clears what was not sent, and one that changes nothing changes neither version nor time", async () => {
      const made = await create(testResource("before", { ...values, active: "once" }));
      const same = await source.send("PUT", `/TestResources/${made.id}`, { ...made });
      assert.deepEqual([same.status, same.body], [200, made]);
      const replaced = await source.send("PUT", `/TestResources/${made.id}`, testResource("after", { text: "Bob" }));
      assert.equal(replaced.status, 200, replaced.text);
      assert.deepEqual(plain(replaced.body), { label: "after", text: "Bob", [extensionUrn]: { region: "north" } });
      assert.equal(versionOf(replaced.body), 2);
      assert.deepEqual(await read(made.id), replaced.body);
    });

    test("a deleted resource is 404 to every method, and no list has it", async () => {
      const made = await create(testResource("gone"));
      assert.equal((await source.send("DELETE", `/TestResources/${made.id}`)).status, 204);
      for (const method of ["GET", "DELETE", "PUT", "PATCH"]) {
        const body = method === "PUT" ? testResource("gone") : { Operations: [] };
        const sent = method === "PUT" || method === "PATCH" ? body : undefined;
        assert.equal((await source.send(method, `/TestResources/${made.id}`, sent)).status, 404, method);
      }
      assert.deepEqual(await labelsOf('label eq "gone"'), []);
    });

    test("versions are preconditions", async () => {
      const made = await create(testResource("versions"));
      const path = `/TestResources/${made.id}`;
      const notModified = await source.send("GET", path, undefined, { "if-none-match": 'W/"1"' });
      assert.deepEqual([notModified.status, notModified.text], [304, ""]);
      for (const [method, body] of [
        ["PUT", testResource("versions", { text: "x" })],
        ["PATCH", { Operations: [{ op: "add", path: "text", value: "x" }] }],
        ["DELETE", undefined],
      ] as const) {
        const answer = await source.send(method, path, body as JsonValue | undefined, { "if-match": 'W/"7"' });
        assert.equal(answer.status, 412, method);
      }
      assert.deepEqual(await read(made.id), made);
      const changed = await source.send("PUT", path, testResource("versions", { text: "x" }), { "if-match": 'W/"1"' });
      assert.deepEqual([changed.status, changed.headers.get("etag")], [200, 'W/"2"']);
    });

    test("resources of one's own have no effect on the directory: no link, no event, and their exchange says so", async () => {
      const alone = await own.organization();
      const other = await testSource(alone);
      const made = await other.send("POST", "/TestResources", testResource("quiet"));
      await other.send("PATCH", `/TestResources/${String(made.body["id"])}`, { Operations: [] });
      await other.send("DELETE", `/TestResources/${String(made.body["id"])}`);
      assert.deepEqual(await alone.events(), []);
      await own.server.recorder.flush();
      const path = `/source-applications/${other.applicationId}/exchanges`;
      const { items } = await alone.call<{ items: Exchange[] }>("GET", path);
      assert.deepEqual(
        items.map(({ method, status, outcome, reason }) => [method, status, outcome, reason]),
        [
          ["DELETE", 204, "applied", "no directory effect"],
          ["PATCH", 200, "unchanged", "the resource is already like this"],
          ["POST", 201, "applied", "no directory effect"],
        ],
      );
    });

    test("a resource of one's own is no member of a group", async () => {
      const made = await create(testResource("no member"));
      const answer = await source.send("POST", "/Groups", { displayName: "Lab", members: [{ value: made.id }] });
      assertRefused(answer, {
        status: 400,
        scimType: "invalidValue",
        detail: `members: "${made.id}" is not the id of a user or group of this application`,
      });
    });
  });

  describe("returned (RFC 7643 section 7, R7643-7-10)", () => {
    const sent = testResource("shown", {
      text: "t",
      onDemand: "r",
      secret: "s",
      password: "p",
      hidden: "h",
      place: { street: "Main", pin: "1234" },
      contacts: [{ value: "a", note: "n" }],
    });
    const usual = testResource("shown", { text: "t", place: { street: "Main" }, contacts: [{ value: "a" }] });
    const supplied = {
      ...usual,
      onDemand: "r",
      place: { street: "Main", pin: "1234" },
      contacts: [{ value: "a", note: "n" }],
    };
    const schemas = usual["schemas"] as JsonValue;
    let made: Resource;
    before(async () => {
      made = await create(sent);
    });

    test("AMB-72: a write answers with what is returned on request when it supplied it", async () => {
      const { id, meta } = made;
      assert.deepEqual(made, { ...supplied, id, meta });
      const put = await source.send("PUT", `/TestResources/${id}`, sent);
      assert.deepEqual(put.body, { ...supplied, id, meta });
      const cases: readonly (readonly [JsonObject, JsonObject])[] = [
        [{ op: "replace", path: "text", value: "t" }, usual],
        [
          { op: "replace", path: "onDemand", value: "r" },
          { ...usual, onDemand: "r" },
        ],
        [
          { op: "replace", value: { ONDEMAND: "r", text: "t" } },
          { ...usual, onDemand: "r" },
        ],
        [
          { op: "replace", path: "place.pin", value: "1234" },
          { ...usual, place: supplied.place },
        ],
        [
          { op: "replace", value: { "place.pin": "1234" } },
          { ...usual, place: supplied.place },
        ],
        [{ op: "replace", path: "place", value: { street: "Main" } }, usual],
        [
          { op: "replace", path: 'contacts[value eq "a"].note', value: "n" },
          { ...usual, contacts: supplied.contacts },
        ],
        [{ op: "replace", path: "hidden", value: "h" }, usual],
      ];
      for (const [operation, expected] of cases) {
        assert.deepEqual(await patch(id, operation), { ...expected, id, meta }, JSON.stringify(operation));
      }
    });

    test("without a write it is shown only when it is named; what is never returned is never shown", async () => {
      const { id, meta } = made;
      const cases: readonly (readonly [string, JsonObject])[] = [
        ["", { ...usual, meta }],
        ["?attributes=onDemand", { schemas, label: "shown", onDemand: "r" }],
        ["?attributes=text", { schemas, label: "shown", text: "t" }],
        ["?attributes=place", { schemas, label: "shown", place: { street: "Main" } }],
        ["?attributes=place.pin,PLACE.street", { schemas, label: "shown", place: { street: "Main", pin: "1234" } }],
        ["?attributes=contacts.note", { schemas, label: "shown", contacts: [{ note: "n" }] }],
        ["?attributes=secret,password,hidden", { schemas, label: "shown" }],
        [`?attributes=${extensionUrn}:region`, { schemas, label: "shown", [extensionUrn]: { region: "north" } }],
        [
          `?excludedAttributes=label,text,place,${extensionUrn}`,
          { schemas, label: "shown", contacts: [{ value: "a" }], meta },
        ],
      ];
      for (const [query, expected] of cases) {
        const about = decodeURIComponent(query);
        assert.deepEqual(await read(id, query), { ...expected, id }, about);
        const listed = await source.send(
          "GET",
          `/TestResources${query}${query === "" ? "?" : "&"}filter=id+eq+"${id}"`,
        );
        assert.deepEqual(listed.body["Resources"], [{ ...expected, id }], about);
      }
      const search = { schemas: [searchRequestUrn], filter: `id eq "${id}"`, attributes: ["onDemand"] };
      const found = await source.send("POST", "/TestResources/.search", search);
      assert.deepEqual(found.body["Resources"], [{ schemas, label: "shown", onDemand: "r", id }]);
    });

    test("a projection has its way on writes too", async () => {
      const created = await create(testResource("asked", { onDemand: "r", text: "t" }), "?attributes=text");
      assert.deepEqual(created, { schemas, label: "asked", text: "t", id: created.id });
      const path = `/TestResources/${created.id}`;
      const body = testResource("asked", { onDemand: "r", text: "u" });
      const put = await source.send("PUT", `${path}?excludedAttributes=onDemand,meta`, body);
      assert.deepEqual(put.body, { ...testResource("asked", { text: "u" }), id: created.id });
    });

    test("what may only be written is stored and survives a replace without it; a password is dropped", async () => {
      const { id } = made;
      await source.send("PUT", `/TestResources/${id}`, { ...sent, secret: null, password: null, hidden: null });
      const stored = unnamedStatement(
        "select document, searchable::text, search_text from provisioned_resources where id = $1",
      );
      const [row] = await own.server.database.pool.query<{ document: string; searchable: string; search_text: string }>(
        stored,
        [id],
      );
      const { secret, hidden, password } = JSON.parse(row?.document ?? "{}") as JsonObject;
      assert.deepEqual({ secret, hidden, password }, { secret: "s", hidden: "h", password: undefined });
      const searchable = JSON.parse(row?.searchable ?? "{}") as JsonObject;
      assert.deepEqual([searchable["secret"], searchable["hidden"]], [undefined, undefined]);
    });

    test("AMB-42: what is never returned cannot be found out by a filter", async () => {
      for (const name of ["secret", "hidden", "password"]) {
        for (const filter of [`${name} eq "s"`, `${name} pr`, `not (${name} sw "s")`]) {
          const answer = await source.send("GET", `/TestResources?filter=${encodeURIComponent(filter)}`);
          const detail = `${name} is never returned, cannot be filtered by, and must not stand in a URL`;
          assertRefused(answer, { status: 403, scimType: "sensitive", detail }, filter);
        }
      }
    });
  });

  describe("mutability (RFC 7643 section 7)", () => {
    test("an immutable value is set once, and may be sent again however it is spelled", async () => {
      const made = await create(testResource("born", { bornAt: "2026-02-03T04:05:06Z" }));
      const set = await patch(made.id, { op: "add", path: "born", value: "Here" });
      assert.equal(set["born"], "Here");
      const again = { born: "HERE", bornAt: "2026-02-03T05:05:06+01:00" };
      const put = await source.send("PUT", `/TestResources/${made.id}`, testResource("born", again));
      assert.deepEqual([put.status, put.body], [200, set]);
      assert.deepEqual(await patch(made.id, { op: "replace", value: again }), set);
      const omitted = await source.send("PUT", `/TestResources/${made.id}`, testResource("born"));
      assert.deepEqual(omitted.body, set);
    });

    test("an immutable value is neither changed nor removed, and what is read-only is not written by name", async () => {
      const made = await create(
        testResource("fixed", { born: "Here", bornAt: "2026-02-03T04:05:06Z", contacts: [{ value: "a", key: "k" }] }),
      );
      const fixed = "the value cannot be changed once it is set";
      const cases: readonly (readonly [JsonObject, string])[] = [
        [{ op: "replace", path: "born", value: "There" }, `born: ${fixed}`],
        [{ op: "add", path: "born", value: "There" }, `born: ${fixed}`],
        [{ op: "remove", path: "born" }, `born: ${fixed}`],
        [{ op: "replace", value: { bornAt: "2026-02-03T04:05:07Z" } }, `bornAt: ${fixed}`],
        [{ op: "replace", path: 'contacts[value eq "a"].key', value: "l" }, `contacts[value eq "a"].key: ${fixed}`],
        [
          { op: "replace", path: "computed", value: "mine" },
          "computed: the value is the service provider's and cannot be changed",
        ],
        [{ op: "remove", path: "label" }, "label: a value is required and cannot be removed"],
        [
          { op: "remove", path: `${extensionUrn}:region` },
          `${extensionUrn}:region: a value is required and cannot be removed`,
        ],
        [{ op: "remove", path: extensionUrn }, `${extensionUrn}: the extension is required and cannot be removed`],
      ];
      for (const [operation, detail] of cases) {
        const answer = await tryPatch(made.id, { op: "add", path: "text", value: "lost" }, operation);
        assertRefused(answer, { status: 400, scimType: "mutability", detail: `operation 2: ${detail}` });
      }
      const put = await source.send("PUT", `/TestResources/${made.id}`, testResource("fixed", { born: "There" }));
      assertRefused(put, { status: 400, scimType: "mutability", detail: `born: ${fixed}` });
      assert.deepEqual(await read(made.id), made);
      assert.deepEqual(await patch(made.id, { op: "replace", value: { computed: "mine" } }), made);
    });
  });

  describe("uniqueness (RFC 7643 section 7, R7643-7-02)", () => {
    const taken = (path: string) => ({
      status: 409,
      scimType: "uniqueness",
      detail: `${path}: the value is taken by another resource of this application`,
    });
    const asset = `${extensionUrn}:asset`;

    test("a value that only one may have is refused to others on create, replace and patch, as its type compares", async () => {
      const cases: readonly (readonly [string, JsonObject, JsonObject])[] = [
        ["code", { code: "A-1" }, { code: "a-1" }],
        ["exactCode", { exactCode: "A-1" }, { exactCode: "A-1" }],
        ["serial", { serial: 7 }, { serial: 7 }],
        ["slot", { slot: "2026-02-03T04:05:06Z" }, { slot: "2026-02-03T05:05:06.000+01:00" }],
        ["names", { names: ["first", "second"] }, { names: ["third", "Second"] }],
        ["ports.value", { ports: [{ value: "p1", type: "a" }] }, { ports: [{ value: "P1", type: "b" }] }],
        [asset, { [extensionUrn]: { region: "n", asset: "x" } }, { [extensionUrn]: { region: "n", asset: "X" } }],
      ];
      const other = await create(testResource("other"));
      for (const [path, first, second] of cases) {
        await create(testResource(`has ${path}`, first));
        assertRefused(await source.send("POST", "/TestResources", testResource("late", second)), taken(path));
        const put = await source.send("PUT", `/TestResources/${other.id}`, testResource("late", second));
        assertRefused(put, taken(path));
        assertRefused(await tryPatch(other.id, { op: "replace", value: second }), taken(path));
      }
      assert.deepEqual(await read(other.id), other);
      assert.deepEqual(await labelsOf('label eq "late"'), []);
      await create(testResource("exact in another case", { exactCode: "a-1" }));
    });

    test("a value is free again when it was changed, cleared or deleted, and a resource may keep its own", async () => {
      const first = await create(testResource("first", { code: "free-1", names: ["n1", "n2"] }));
      assert.equal((await patch(first.id, { op: "replace", path: "text", value: "kept" }))["code"], "free-1");
      await patch(first.id, { op: "replace", path: "code", value: "FREE-1" });
      await patch(first.id, { op: "replace", path: "names", value: ["n2", "n3"] });
      const second = await create(testResource("second", { names: ["n1"] }));
      assertRefused(await tryPatch(second.id, { op: "add", path: "names", value: ["n3"] }), taken("names"));
      await patch(first.id, { op: "remove", path: "code" });
      await patch(second.id, { op: "add", path: "code", value: "free-1" });
      await source.send("DELETE", `/TestResources/${second.id}`);
      await create(testResource("third", { code: "free-1", names: ["n1"] }));
    });

    test("a globally unique value is one of all the application's resources, and of no other application's", async () => {
      const body = (value: string) => ({
        schemas: [gadgetUrn],
        label: "g",
        [extensionUrn]: { region: "n", asset: value },
      });
      await create(testResource("asset", { [extensionUrn]: { region: "n", asset: "global-1" } }));
      assertRefused(await source.send("POST", "/Gadgets", body("global-1")), taken(asset));
      assert.equal((await source.send("POST", "/Gadgets", body("global-2"))).status, 201);
      const stranger = await testSource(organization, "Stranger");
      assert.equal((await stranger.send("POST", "/Gadgets", body("global-1"))).status, 201);
    });

    test("of many who ask for one value at once, one has it", async () => {
      const asked = Array.from({ length: 20 }, (_, index) =>
        source.send("POST", "/TestResources", testResource(`race ${index}`, { code: "race", serial: 1_000 + index })),
      );
      const statuses = (await Promise.all(asked)).map(({ status }) => status).sort((a, b) => a - b);
      assert.deepEqual(statuses, [201, ...Array.from({ length: 19 }, () => 409)]);
      assert.equal((await labelsOf('code eq "race"')).length, 1);
    });
  });

  describe("filters", () => {
    const marked = (label: string, more: JsonObject) => testResource(label, { grade: "filtered", ...more });
    before(async () => {
      await create(
        marked("one", {
          externalId: "F-1",
          text: "Straße",
          exact: "Ann",
          flag: true,
          amount: 1.5,
          count: 9,
          at: "2026-02-03T04:05:06Z",
          bytes: "AQIDBA==",
          link: "https://example.com/A",
          active: "sometimes",
          place: { street: "Main", floor: 3, pin: "1" },
          tags: ["red", "Blue"],
          levels: [1, 20],
          visits: ["2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"],
          contacts: [
            { value: "a", type: "work" },
            { value: "b", type: "home", since: "2026-01-01T01:00:00+01:00" },
          ],
          onDemand: "asked",
          [extensionUrn]: { region: "North", cost: 10.25, box: { value: "b1", colour: "red" } },
        }),
      );
      await create(
        marked("two", { exact: "ann", flag: false, amount: -2, count: 10, active: "always", tags: ["green"] }),
      );
      await create(marked("three", { at: "2026-02-03T05:05:06.001+01:00", onDemand: "other" }));
    });

    const all = ["one", "three", "two"];
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['text eq "STRASSE"', ["one"]],
      ['text co "ASS"', ["one"]],
      ['exact eq "Ann"', ["one"]],
      ['exact ne "Ann"', ["three", "two"]],
      ['exact sw "a"', ["two"]],
      ["flag eq true", ["one"]],
      ["flag eq false", ["two"]],
      ["amount gt -2", ["one"]],
      ["amount le 1.5", ["one", "two"]],
      ["count lt 10", ["one"]],
      ["count ge 9 and count le 10", ["one", "two"]],
      ['at eq "2026-02-03T05:05:06+01:00"', ["one"]],
      ['at gt "2026-02-03T04:05:06Z"', ["three"]],
      ['bytes eq "AQIDBA"', ["one"]],
      ['link eq "https://example.com/A"', ["one"]],
      ['link sw "https://example.com/a"', []],
      ['active eq "ALWAYS"', ["two"]],
      ['active sw "s"', ["one"]],
      ['place.street eq "main" and place.floor gt 2', ["one"]],
      ["place[floor eq 3]", ["one"]],
      ["place pr", ["one"]],
      ['tags eq "blue"', ["one"]],
      ['tags ne "green"', ["one", "three"]],
      ["levels gt 15", ["one"]],
      ['visits lt "2026-02-01T00:00:00Z"', ["one"]],
      ['contacts eq "b"', ["one"]],
      ['contacts[type eq "work" and value eq "b"]', []],
      ['contacts[type eq "home" and since le "2026-01-01T00:00:00Z"]', ["one"]],
      ['onDemand eq "asked"', ["one"]],
      ["computed pr", []],
      [`${extensionUrn}:region eq "NORTH" and text pr`, ["one"]],
      [`${extensionUrn}:cost eq 10.25`, ["one"]],
      ['region eq "north" and cost gt 10', ["one"]],
      [`${extensionUrn}:box.colour eq "red"`, ["one"]],
      [`${extensionUrn}:box eq "b1"`, ["one"]],
      ['externalId eq "F-1"', ["one"]],
      ['externalId eq "f-1"', []],
      [`schemas eq "${extensionUrn}"`, all],
      ['meta.resourceType eq "TestResource"', all],
      ['meta.resourceType eq "User"', []],
      ['meta.version eq "W/\\"1\\""', all],
      ['meta.created gt "2020-01-01T00:00:00Z"', all],
      ["not (text pr) and not (amount pr)", ["three"]],
      [`${testUrn}:exact eq "Ann" or ${testUrn.toUpperCase()}:EXACT eq "ann"`, ["one", "two"]],
    ];
    test("every data type is compared as its schema says, in the database as in memory", async () => {
      for (const [filter, labels] of cases) {
        assert.deepEqual(await labelsOf(`(${filter}) and grade eq "filtered"`), labels, filter);
      }
    });

    test("operators and literals that do not suit a type are refused", async () => {
      const refused: readonly (readonly [string, string])[] = [
        ["flag gt true", "flag has the type boolean, which knows eq, ne and pr, not gt"],
        ['bytes lt "AQ"', "bytes has the type binary, which knows eq, ne and pr, not lt"],
        ["count co 1", "count has the type integer, which knows eq, ne, gt, ge, lt, le and pr, not co"],
        ['count eq "9"', 'count expected a number, found "9"'],
        ['at eq "today"', 'at expected a date with time such as "2026-02-03T04:05:06Z", found "today"'],
        ['place eq "x"', "place is complex: name one of its sub-attributes"],
        ['nothing eq "x"', "nothing is no attribute of TestResource"],
        ['userName eq "x"', "userName is no attribute of TestResource"],
        [`${extensionUrn}:nothing pr`, `${extensionUrn}:nothing is no attribute of ${extensionUrn}`],
      ];
      for (const [filter, detail] of refused) {
        const answer = await source.send("GET", `/TestResources?filter=${encodeURIComponent(filter)}`);
        assertRefused(answer, { status: 400, scimType: "invalidFilter", detail }, filter);
      }
    });

    test("lists are in the order of any attribute that is ever returned, and walked by cursor", async () => {
      const alone = await testSource(organization, "Orders");
      const counts = [
        ["a", 10],
        ["b", 9],
        ["c", null],
        ["d", -1],
      ] as const;
      for (const [label, count] of counts) {
        const answer = await alone.send("POST", "/TestResources", testResource(label, { count, secret: label }));
        assert.equal(answer.status, 201, answer.text);
      }
      const labels: unknown[] = [];
      for (let cursor = ""; ; ) {
        const page = await alone.send("GET", `/TestResources?sortBy=count&count=3&cursor=${cursor}`);
        assert.equal(page.status, 200, page.text);
        labels.push(...(page.body["Resources"] as JsonObject[]).map(({ label }) => label));
        if (page.body["nextCursor"] === undefined) break;
        cursor = String(page.body["nextCursor"]);
      }
      assert.deepEqual(labels, ["d", "b", "a", "c"]);
      assertRefused(await alone.send("GET", "/TestResources?sortBy=secret"), {
        status: 400,
        scimType: "invalidValue",
        detail: "sortBy: secret is never returned and cannot be sorted by",
      });
    });

    test("a query of all types finds them, each shown as its own schemas say", async () => {
      const alone = await testSource(organization, "Everything");
      await alone.create("Users", { ...person("root"), [badgeUrn]: { number: 1, puk: "1" } });
      await alone.send("POST", "/TestResources", testResource("root", { text: "t", secret: "s", onDemand: "r" }));
      await alone.send("POST", "/Gadgets", { schemas: [gadgetUrn], label: "root" });
      const query = async (filter: string) => {
        const answer = await alone.send("GET", `?filter=${encodeURIComponent(filter)}`);
        assert.equal(answer.status, 200, answer.text);
        const found = answer.body["Resources"] as Resource[];
        return found.map((resource) => [resource.meta["resourceType"], plain(resource)]);
      };
      const test = { label: "root", text: "t", [extensionUrn]: { region: "north" } };
      assert.deepEqual(await query('label eq "ROOT" and meta.resourceType ne "Gadget"'), [["TestResource", test]]);
      assert.deepEqual(await query('label eq "root" and not (text pr)'), [["Gadget", { label: "root" }]]);
      const [[type, user] = []] = await query('userName sw "root"');
      assert.deepEqual([type, (user as JsonObject)[badgeUrn]], ["User", { number: 1 }]);
    });

    test("pages and totals count the resources of the type alone", async () => {
      const alone = await testSource(organization, "Pages");
      for (const label of ["a", "b", "c"]) await alone.send("POST", "/TestResources", testResource(label));
      await alone.send("POST", "/Gadgets", { schemas: [gadgetUrn], label: "g" });
      await alone.create("Users", person("ann"));
      const page = await alone.send("GET", "/TestResources?startIndex=3&count=2&attributes=label");
      const { Resources, ...facts } = page.body;
      assert.deepEqual(
        { ...facts, labels: (Resources as JsonObject[]).map(({ label }) => label) },
        {
          schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
          totalResults: 3,
          startIndex: 3,
          itemsPerPage: 1,
          labels: ["c"],
        },
      );
      assert.equal((await alone.send("GET", "/Gadgets?count=0")).body["totalResults"], 1);
    });
  });

  describe("PATCH", () => {
    const start = {
      text: "t",
      tags: ["a", "b"],
      levels: [1, 2],
      place: { street: "Main", floor: 3 },
      contacts: [
        { value: "a", type: "work", primary: true },
        { value: "b", type: "home" },
      ],
      [extensionUrn]: { region: "north", cost: 1 },
    };
    /** What is left of the beginning; `undefined` for what is gone. */
    const cases: readonly (readonly [JsonObject, { readonly [name: string]: JsonValue | undefined }])[] = [
      [{ op: "replace", path: "text", value: "u" }, { text: "u" }],
      [{ op: "remove", path: "text" }, { text: undefined }],
      [{ op: "add", path: "amount", value: 2.5 }, { amount: 2.5 }],
      [{ op: "add", path: "flag", value: "True" }, { flag: true }],
      [{ op: "add", path: "tags", value: ["b", "c"] }, { tags: ["a", "b", "c"] }],
      [{ op: "remove", path: 'tags[value eq "a"]' }, { tags: ["b"] }],
      [{ op: "remove", path: "levels[value gt 1]" }, { levels: [1] }],
      [{ op: "replace", path: "levels", value: [3] }, { levels: [3] }],
      [{ op: "replace", path: "place.floor", value: 4 }, { place: { street: "Main", floor: 4 } }],
      [{ op: "replace", path: "place", value: { floor: 4 } }, { place: { street: "Main", floor: 4 } }],
      [{ op: "remove", path: "place" }, { place: undefined }],
      [
        { op: "add", path: "contacts", value: [{ value: "c", primary: true }] },
        {
          contacts: [
            { value: "a", type: "work", primary: false },
            { value: "b", type: "home" },
            { value: "c", primary: true },
          ],
        },
      ],
      [
        { op: "replace", path: 'contacts[type eq "work"].value', value: "z" },
        {
          contacts: [
            { value: "z", type: "work", primary: true },
            { value: "b", type: "home" },
          ],
        },
      ],
      [{ op: "remove", path: 'contacts[type eq "home"]' }, { contacts: [{ value: "a", type: "work", primary: true }] }],
      [{ op: "replace", path: `${extensionUrn}:cost`, value: 2 }, { [extensionUrn]: { region: "north", cost: 2 } }],
      [{ op: "remove", path: `${extensionUrn}:cost` }, { [extensionUrn]: { region: "north" } }],
      [
        { op: "add", path: "asset", value: "patched" },
        { [extensionUrn]: { region: "north", cost: 1, asset: "patched" } },
      ],
      [
        { op: "replace", path: extensionUrn, value: { region: "south" } },
        { [extensionUrn]: { region: "south", cost: 1 } },
      ],
      [
        { op: "add", value: { count: 5, "place.floor": 5, [extensionUrn]: { box: { colour: "red" } } } },
        {
          count: 5,
          place: { street: "Main", floor: 5 },
          [extensionUrn]: { region: "north", cost: 1, box: { colour: "red" } },
        },
      ],
    ];
    test("every shape of path works on every data type, and what is read is what was answered", async () => {
      for (const [operation, change] of cases) {
        const made = await create(testResource("patched", start));
        const patched = await patch(made.id, operation);
        const { id, meta } = patched;
        const expected = Object.entries({ ...made, ...change, id, meta }).filter(([, value]) => value !== undefined);
        assert.deepEqual(patched, Object.fromEntries(expected), JSON.stringify(operation));
        assert.equal(versionOf(patched), 2, JSON.stringify(operation));
        assert.deepEqual(await read(id), patched);
        await source.send("DELETE", `/TestResources/${id}`);
      }
    });

    test("an operation that is refused changes nothing, whatever came before it", async () => {
      const made = await create(testResource("whole", start));
      const refused: readonly (readonly [JsonObject, string, string])[] = [
        [{ op: "add", path: "count", value: "5" }, "invalidValue", "count: expected a whole number, found other text"],
        [{ op: "add", path: "nothing", value: 1 }, "invalidPath", "nothing is no attribute of TestResource"],
        [{ op: "add", path: "place[floor", value: 1 }, "invalidPath", ""],
        [
          { op: "replace", path: "place[floor eq 9].street", value: "x" },
          "noTarget",
          "place[floor eq 9].street: no value is selected by the filter",
        ],
      ];
      for (const [operation, scimType, detail] of refused) {
        const answer = await tryPatch(made.id, { op: "replace", path: "text", value: "lost" }, operation);
        assert.equal(answer.status, 400, answer.text);
        if (detail !== "") assertRefused(answer, { status: 400, scimType, detail: `operation 2: ${detail}` });
      }
      assert.deepEqual(await read(made.id), made);
    });

    test("no change is no version: equal values, members that are there, nothing at all", async () => {
      const made = await create(testResource("same", start));
      for (const operations of [
        [],
        [{ op: "replace", path: "text", value: "t" }],
        [{ op: "add", path: "tags", value: ["a"] }],
        [{ op: "remove", path: "amount" }],
      ]) {
        assert.deepEqual(await patch(made.id, ...operations), made);
      }
    });
  });

  describe("bulk and extensions of users", () => {
    test("a bulk job creates, replaces, patches and deletes them, and may refer to what it creates", async () => {
      const gone = await create(testResource("bulk gone", { code: "bulk-code" }));
      const kept = await create(testResource("bulk kept"));
      const job = {
        schemas: [bulkRequestUrn],
        Operations: [
          { method: "POST", path: "/TestResources", bulkId: "b", data: testResource("bulk b", { peer: "bulkId:a" }) },
          { method: "POST", path: "/TestResources", bulkId: "a", data: testResource("bulk a", { serial: 4711 }) },
          { method: "DELETE", path: `/TestResources/${gone.id}` },
          { method: "PUT", path: `/TestResources/${kept.id}`, data: testResource("bulk kept", { code: "bulk-code" }) },
          {
            method: "PATCH",
            path: `/TestResources/${kept.id}`,
            data: { Operations: [{ op: "add", path: "text", value: "x" }] },
          },
          { method: "POST", path: "/TestResources", bulkId: "c", data: testResource("bulk c", { serial: 4711 }) },
          { method: "POST", path: "/Nothing", bulkId: "d", data: {} },
        ],
      };
      const answer = await source.send("POST", "/Bulk", job);
      assert.equal(answer.status, 200, answer.text);
      const done = answer.body["Operations"] as JsonObject[];
      assert.deepEqual(
        done.map(({ status }) => status),
        ["201", "201", "204", "200", "200", "409", "404"],
      );
      const [b, a] = done.map(({ location }) => String(location).split("/").at(-1) ?? "");
      assert.equal((await read(b ?? ""))["peer"], a);
      assert.deepEqual(plain(await read(kept.id)), {
        label: "bulk kept",
        code: "bulk-code",
        text: "x",
        [extensionUrn]: { region: "north" },
      });
    });

    test("a user carries the application's extension: checked, found, unique, and shown as its schema says", async () => {
      const badge = { number: 42, colour: "Red", puk: "1234" };
      const made = await source.send("POST", "/Users", {
        schemas: [coreUserUrn, badgeUrn],
        ...person("badge"),
        [badgeUrn]: badge,
      });
      assert.equal(made.status, 201, made.text);
      const id = String(made.body["id"]);
      assert.deepEqual(made.body["schemas"], [coreUserUrn, badgeUrn]);
      assert.deepEqual(made.body[badgeUrn], badge);
      const shown = { number: 42, colour: "Red" };
      assert.deepEqual((await source.read("Users", id))[badgeUrn], shown);
      for (const filter of [`${badgeUrn}:number eq 42`, `${badgeUrn}:colour eq "Red"`, "number gt 41"]) {
        assert.deepEqual(
          (await source.find("Users", filter)).map((user) => user.id),
          [id],
          filter,
        );
      }
      assert.deepEqual(await source.find("Users", `${badgeUrn}:colour eq "red"`), []);
      const other = await source.create("Users", person("other"));
      const patched = await source.tryPatch("Users", other.id, { op: "add", path: `${badgeUrn}:number`, value: 42 });
      assertRefused(patched, {
        status: 409,
        scimType: "uniqueness",
        detail: `${badgeUrn}:number: the value is taken by another resource of this application`,
      });
      await source.patch("Users", id, { op: "remove", path: badgeUrn });
      await source.patch("Users", other.id, { op: "add", path: `${badgeUrn}:number`, value: 42 });
      const wrong = await source.tryPatch("Users", id, { op: "add", path: `${badgeUrn}:number`, value: "7" });
      assertRefused(wrong, {
        status: 400,
        scimType: "invalidValue",
        detail: `operation 1: ${badgeUrn}:number: expected a whole number, found other text`,
      });
      assert.equal((await source.read("Users", id))["active"], true);
    });
  });

  describe("schemas that change while there are resources", () => {
    const urn = "urn:example:params:scim:schemas:extension:car:1.0:User";
    const kept = (number: JsonValue) => ({ [urn]: { NUMBER: number, doors: 4 } });
    const save = (of: Source, attributes: JsonObject[]) =>
      organization.call("PUT", `/source-applications/${of.applicationId}/schemas`, {
        schemas: [{ id: urn, attributes }],
      });

    test("what was an unknown extension is read by its schema: found by its attributes, unique by whoever had it first", async () => {
      const other = await organization.source("Cars");
      const ann = await other.create("Users", { ...person("ann-car"), ...kept("M-1") });
      const bob = await other.create("Users", { ...person("bob-car"), ...kept("m-1") });
      await save(other, [{ name: "number", caseExact: true, uniqueness: "server" }]);
      await organization.call("PUT", `/source-applications/${other.applicationId}/resource-types`, {
        resourceTypes: [
          {
            name: "User",
            endpoint: "/Users",
            schema: coreUserUrn,
            schemaExtensions: [{ schema: urn, required: false }],
          },
        ],
      });
      await schemasAreRead(own.server.database);
      const read = await other.read("Users", ann.id);
      assert.deepEqual(read[urn], { number: "M-1", doors: 4 });
      assert.equal(versionOf(read), 2);
      assert.deepEqual(
        (await other.find("Users", `${urn}:number eq "M-1"`)).map(({ id }) => id),
        [ann.id],
      );
      await save(other, [{ name: "number", uniqueness: "server" }]);
      await schemasAreRead(own.server.database);
      assert.equal((await other.find("Users", `${urn}:number eq "M-1"`)).length, 2);
      const late = await other.send("POST", "/Users", {
        schemas: [coreUserUrn],
        ...person("cy-car"),
        [urn]: { number: "M-1" },
      });
      assert.equal(late.status, 409, late.text);
      await other.patch("Users", bob.id, { op: "replace", path: "title", value: "Driver" });
      await other.delete("Users", ann.id);
      await other.patch("Users", bob.id, { op: "replace", path: `${urn}:number`, value: "M-2" });
      await other.patch("Users", bob.id, { op: "replace", path: `${urn}:number`, value: "M-1" });
    });
  });
});
