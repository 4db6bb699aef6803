import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type CreatedApplication, startTestServer, type TestServer } from "../support/server.ts";

describe("query by POST (RFC 7644 section 3.4.3)", () => {
  let server: TestServer;
  let application: CreatedApplication;
  before(async () => {
    server = await startTestServer();
    application = await server.createSourceApplication("Search");
    for (const name of ["ann", "bo", "cy"]) {
      await call("POST", "/Users", { userName: `${name}@example.com`, displayName: name, title: "Lead" });
    }
  });
  after(() => server.close());

  async function call(method: string, path: string, body?: unknown) {
    const response = await fetch(application.scimBaseUrl + path, {
      method,
      headers: { authorization: `Bearer ${application.bearerToken}`, "content-type": "application/scim+json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as Record<string, unknown> };
  }
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"];

  const cases: readonly [string, object, string][] = [
    ["everything", {}, ""],
    ["a filter", { filter: 'userName sw "a"' }, "filter=userName%20sw%20%22a%22"],
    ["paging", { startIndex: 2, count: 1 }, "startIndex=2&count=1"],
    ["totals alone", { count: 0 }, "count=0"],
    ["attributes", { attributes: ["userName", "meta.version"] }, "attributes=userName,meta.version"],
    ["excluded attributes", { excludedAttributes: ["title"] }, "excludedAttributes=title"],
  ];
  for (const [name, body, parameters] of cases) {
    test(`R7644-3.4.3-03: ${name} answers what the GET query answers`, async () => {
      const searched = await call("POST", "/Users/.search", { schemas, ...body });
      assert.deepEqual(searched, await call("GET", `/Users?${parameters}`));
      assert.equal(searched.status, 200);
    });
  }

  test("ROWN-11-01: the query string is ignored", async () => {
    const { body } = await call("POST", "/Users/.search?count=0", { schemas, count: 1 });
    assert.equal(body["itemsPerPage"], 1);
  });

  const refused: readonly [string, unknown, string][] = [
    ["a filter that is none", { schemas, filter: "userName eq" }, "invalidFilter"],
    ["a count that is no number", { schemas, count: "two" }, "invalidSyntax"],
    ["no object", [], "invalidSyntax"],
  ];
  for (const [name, body, scimType] of refused) {
    test(`R7644-3.4.3-04: ${name} answers 400 ${scimType}`, async () => {
      const answer = await call("POST", "/Users/.search", body);
      assert.deepEqual([answer.status, answer.body["scimType"]], [400, scimType]);
    });
  }

  test("other methods at .search answer as for a resource that is not there, or 405 (AMB-79)", async () => {
    assert.equal((await call("GET", "/Users/.search")).status, 405);
    assert.equal((await call("POST", "/Users/7f1c/.search", {})).status, 404);
  });
});
