import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import {
  coreGroupUrn,
  coreUserUrn,
  enterpriseUserUrn,
  listResponseUrn,
  resourceTypeUrn,
  schemaUrn,
  serviceProviderConfigUrn,
} from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";
import { assertRefused } from "./assert-refused.ts";

// RFC 7644 section 4, RFC 7643 sections 5, 6, 7 and 8.7.

const own = withServer();
const newSource = async (): Promise<Source> => (await own.organization()).source();
const resources = ({ body }: { body: JsonObject }) => body["Resources"] as JsonObject[];

const schemaIds = [coreUserUrn, enterpriseUserUrn, coreGroupUrn, serviceProviderConfigUrn, resourceTypeUrn, schemaUrn];

describe("discovery", () => {
  test("R7644-4-01, R7643-5-01: the configuration is one object that says what is on, with every member", async () => {
    const source = await newSource();
    const answer = await source.send("GET", "/ServiceProviderConfig");
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, {
      schemas: [serviceProviderConfigUrn],
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1_000, maxPayloadSize: 1_048_576 },
      filter: { supported: true, maxResults: 1_000 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      pagination: {
        cursor: true,
        index: true,
        defaultPaginationMethod: "index",
        defaultPageSize: 100,
        maxPageSize: 1_000,
        cursorTimeout: 3_600,
      },
      authenticationSchemes: [
        {
          type: "oauthbearertoken",
          name: "Bearer token",
          description: "A token in the Authorization header, with the scheme Bearer.",
          specUri: "https://www.rfc-editor.org/rfc/rfc6750",
          primary: true,
        },
      ],
      meta: { resourceType: "ServiceProviderConfig", location: `${source.baseUrl}/ServiceProviderConfig` },
    });
  });

  test("R7644-4-02: all schemas are one list, and each is read by its URN in any case", async () => {
    const source = await newSource();
    const answer = await source.send("GET", "/Schemas");
    const { Resources: _, ...page } = answer.body;
    const size = schemaIds.length;
    assert.deepEqual(page, { schemas: [listResponseUrn], totalResults: size, startIndex: 1, itemsPerPage: size });
    assert.deepEqual(
      resources(answer).map(({ id }) => id),
      schemaIds,
    );
    for (const schema of resources(answer)) {
      const id = schema["id"] as string;
      for (const path of [id, id.toUpperCase(), encodeURIComponent(id)]) {
        const one = await source.send("GET", `/Schemas/${path}`);
        assert.deepEqual([one.status, one.body], [200, schema], path);
      }
    }
    assertRefused(await source.send("GET", "/Schemas/urn:example:nope"), {
      status: 404,
      detail: 'There is no schema "urn:example:nope"',
    });
  });

  test("R7644-4-03, R7643-6-01: the resource types are one list, each is read by its name, and says where it is", async () => {
    const source = await newSource();
    const answer = await source.send("GET", "/ResourceTypes");
    const type = (name: string, more: JsonObject) => ({
      schemas: [resourceTypeUrn],
      id: name,
      name,
      endpoint: `/${name}s`,
      ...more,
      meta: { resourceType: "ResourceType", location: `${source.baseUrl}/ResourceTypes/${name}` },
    });
    assert.deepEqual(answer.body, {
      schemas: [listResponseUrn],
      totalResults: 2,
      startIndex: 1,
      itemsPerPage: 2,
      Resources: [
        type("User", {
          description: "People, and programs that sign in like them.",
          schema: coreUserUrn,
          schemaExtensions: [{ schema: enterpriseUserUrn, required: false }],
        }),
        type("Group", { description: "Groups and their members.", schema: coreGroupUrn, schemaExtensions: [] }),
      ],
    });
    for (const one of resources(answer)) {
      assert.deepEqual((await source.send("GET", `/ResourceTypes/${one["name"] as string}`)).body, one);
      assert.equal((await source.send("GET", one["endpoint"] as string)).status, 200);
    }
    assertRefused(await source.send("GET", "/ResourceTypes/Robot"), {
      status: 404,
      detail: 'There is no resource type "Robot"',
    });
  });

  test("R7644-4-04: order, page and projection are ignored", async () => {
    const source = await newSource();
    for (const path of ["/ServiceProviderConfig", "/Schemas", "/ResourceTypes", "/ResourceTypes/User"]) {
      const plain = await source.send("GET", path);
      const asked = await source.send(
        "GET",
        `${path}?sortBy=id&sortOrder=descending&startIndex=2&count=1&attributes=id`,
      );
      assert.deepEqual(asked.body, plain.body, path);
    }
  });

  test("R7644-4-05: a filter is refused with 403", async () => {
    const source = await newSource();
    for (const path of [
      "/Schemas",
      "/ResourceTypes",
      "/ServiceProviderConfig",
      "/ResourceTypes/User",
      `/Schemas/${coreUserUrn}`,
    ]) {
      const answer = await source.send("GET", `${path}?filter=name%20eq%20%22User%22`);
      assertRefused(answer, { status: 403, detail: "Discovery is not filtered: leave the filter out" }, path);
    }
  });

  test("R7643-7-05: every schema that a resource type or a resource names can be read", async () => {
    const source = await newSource();
    const user = await source.create("Users", person("ann", { [enterpriseUserUrn]: { department: "Lab" } }));
    const group = await source.create("Groups", { displayName: "Lab" });
    const described = resources(await source.send("GET", "/Schemas"));
    const named = [user, group, ...described].flatMap((resource) => resource["schemas"] as string[]);
    for (const type of resources(await source.send("GET", "/ResourceTypes"))) {
      named.push(...(type["schemas"] as string[]), type["schema"] as string);
      named.push(...(type["schemaExtensions"] as { schema: string }[]).map(({ schema }) => schema));
    }
    const ids = described.map(({ id }) => id);
    for (const urn of new Set(named)) assert.ok(ids.includes(urn), urn);
  });

  test("R7643-7-05, R7643-7-06: an attribute is described by all its characteristics, a complex one by its parts", async () => {
    const source = await newSource();
    const characteristics = [
      "caseExact",
      "description",
      "multiValued",
      "mutability",
      "name",
      "required",
      "returned",
      "type",
      "uniqueness",
    ];
    const optional = new Set(["canonicalValues", "referenceTypes", "subAttributes"]);
    const checkAttributes = (attributes: JsonObject[]): number => {
      let count = 0;
      for (const attribute of attributes) {
        const names = Object.keys(attribute).filter((name) => !optional.has(name));
        assert.deepEqual(names.sort(), characteristics, JSON.stringify(attribute));
        assert.equal(Object.hasOwn(attribute, "subAttributes"), attribute["type"] === "complex");
        count += 1 + checkAttributes((attribute["subAttributes"] ?? []) as JsonObject[]);
      }
      return count;
    };
    const schemas = resources(await source.send("GET", "/Schemas"));
    const counts = schemas.map((schema) => [schema["name"], checkAttributes(schema["attributes"] as JsonObject[])]);
    // As many as RFC 7643 section 8.7 has with its errata, and the paging of RFC 9865.
    assert.deepEqual(counts, [
      ["User", 67],
      ["EnterpriseUser", 9],
      ["Group", 6],
      ["ServiceProviderConfig", 30],
      ["ResourceType", 8],
      ["Schema", 27],
    ]);
  });

  test("RERR-8417: a schema names its own schema, its type and its location", async () => {
    const source = await newSource();
    for (const schema of resources(await source.send("GET", "/Schemas"))) {
      assert.deepEqual(schema["schemas"], [schemaUrn]);
      const location = `${source.baseUrl}/Schemas/${schema["id"] as string}`;
      assert.deepEqual(schema["meta"], { resourceType: "Schema", location });
    }
  });

  test("ROWN-17-01: no message schema is listed, and no document has a null", async () => {
    const source = await newSource();
    const hasNull = (value: JsonValue): boolean =>
      value === null || (typeof value === "object" && Object.values(value).some(hasNull));
    for (const path of ["/ServiceProviderConfig", "/Schemas", "/ResourceTypes"]) {
      const answer = await source.send("GET", path);
      assert.equal(hasNull(answer.body), false, path);
      for (const { id } of resources(answer) ?? []) assert.doesNotMatch(id as string, /:api:messages:/);
    }
  });

  test("ROWN-17-02: a write is 405 and says what is allowed", async () => {
    const source = await newSource();
    for (const path of ["/ServiceProviderConfig", "/Schemas", `/Schemas/${coreUserUrn}`, "/ResourceTypes"]) {
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const answer = await source.send(method, path, method === "DELETE" ? undefined : {});
        assertRefused(answer, { status: 405, detail: `${method} is not for this address; it answers to GET, HEAD` });
        assert.equal(answer.headers.get("allow"), "GET, HEAD");
      }
      const head = await source.send("HEAD", path);
      assert.deepEqual([head.status, head.text], [200, ""]);
    }
  });

  test("ROWN-17-03: locations are absolute and each application's own", async () => {
    const organization = await own.organization();
    const sources = [await organization.source("One"), await organization.source("Other")];
    for (const source of sources) {
      const listed = [
        ...resources(await source.send("GET", "/Schemas")),
        ...resources(await source.send("GET", "/ResourceTypes")),
      ];
      for (const { meta } of listed) {
        const { location } = meta as { location: string };
        assert.ok(location.startsWith(`${source.baseUrl}/`), location);
        const answer = await fetch(location, { headers: { authorization: `Bearer ${source.token}` } });
        assert.equal(answer.status, 200);
      }
    }
  });

  test("ROWN-17-03: each document has an ETag and Cache-Control, and is answered 304 to who has it", async () => {
    const source = await newSource();
    const documents = ["/ServiceProviderConfig", "/Schemas", `/Schemas/${coreUserUrn}`, "/ResourceTypes"];
    const etags = new Set<string>();
    for (const path of [...documents, "/ResourceTypes/User"]) {
      const answer = await source.send("GET", path);
      const etag = answer.headers.get("etag") ?? "";
      assert.match(etag, /^W\/"[\w-]{22}"$/, path);
      assert.equal(answer.headers.get("cache-control"), "private, no-cache", path);
      const known = await source.send("GET", path, undefined, { "if-none-match": `W/"other", ${etag}` });
      assert.deepEqual([known.status, known.text, known.headers.get("etag")], [304, "", etag], path);
      const other = await source.send("GET", path, undefined, { "if-none-match": 'W/"other"' });
      assert.deepEqual([other.status, other.body], [200, answer.body], path);
      etags.add(etag);
    }
    assert.equal(etags.size, documents.length + 1);
  });

  test("ROWN-17-03: what is turned on gives the configuration another ETag", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const before = await source.send("GET", "/ServiceProviderConfig");
    await organization.call("PATCH", `/source-applications/${source.applicationId}`, { basicAllowed: true });
    const etag = before.headers.get("etag") ?? "";
    const later = await source.send("GET", "/ServiceProviderConfig", undefined, { "if-none-match": etag });
    assert.equal(later.status, 200);
    assert.notEqual(later.headers.get("etag"), etag);
  });

  test("AMB-50: the plural of SCIM 1.1 is 404 and names the singular", async () => {
    const source = await newSource();
    assertRefused(await source.send("GET", "/ServiceProviderConfigs"), {
      status: 404,
      detail: "This is a SCIM 2.0 service: its discovery document is at /ServiceProviderConfig",
    });
  });

  test("AMB-51: the configuration is read without a token, the rest only with one", async () => {
    const { baseUrl, send } = await newSource();
    assert.ok(send);
    for (const [path, status] of [
      ["/ServiceProviderConfig", 200],
      ["/Schemas", 401],
      ["/ResourceTypes", 401],
      ["/Users", 401],
    ] as const) {
      const answer = await fetch(baseUrl + path);
      assert.equal(answer.status, status, path);
      assert.equal(answer.headers.get("www-authenticate"), status === 401 ? 'Bearer realm="rollcall"' : null);
    }
  });

  test("AMB-75: another application's token is 403 at discovery and 404 at resources", async () => {
    const organization = await own.organization();
    const [one, other] = [await organization.source("One"), await organization.source("Other")];
    const { id } = await one.create("Users", person("ann"));
    const authorization = `Bearer ${other.token}`;
    for (const [path, status] of [
      ["/Schemas", 403],
      ["/ResourceTypes", 403],
      ["/Users", 404],
      [`/Users/${id}`, 404],
      ["/Groups", 404],
    ] as const) {
      assert.equal((await one.send("GET", path, undefined, { authorization })).status, status, path);
    }
  });
});
