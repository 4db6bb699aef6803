import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { before, describe, test } from "node:test";
import { errorUrn } from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import type { Source } from "../support/source.ts";

describe("methods that SCIM does not have", () => {
  const server = withServer();
  let source: Source;

  before(async () => {
    source = await (await server.organization()).source();
  });

  const cases: readonly (readonly [method: string, path: string, status: number, allow: string | undefined])[] = [
    ["OPTIONS", "/Users", 405, "POST, GET, HEAD"],
    ["OPTIONS", "/ServiceProviderConfig", 405, "GET, HEAD"],
    ["OPTIONS", "/Users/x", 405, "GET, PUT, PATCH, DELETE, HEAD"],
    ["TRACE", "/Bulk", 405, "POST"],
    ["OPTIONS", "/Nothing/at/all", 404, undefined],
    ["PROPFIND", "/Users", 501, undefined],
  ];

  for (const [method, path, status, allow] of cases) {
    test(`${method} ${path} is answered ${status} as a SCIM error`, async () => {
      const answer = await send(method, source.baseUrl + path, source.token);
      const { schemas, status: said } = JSON.parse(answer.text) as { schemas: unknown; status: unknown };
      assert.deepEqual(
        { ...answer, connection: undefined, text: undefined, schemas, said },
        {
          status,
          allow,
          contentType: "application/scim+json",
          connection: undefined,
          text: undefined,
          schemas: [errorUrn],
          said: String(status),
        },
      );
    });
  }

  test("a URL of more than 16 KB is answered 431 with what to do instead, and the connection ends", async () => {
    const answer = await send("GET", `${source.baseUrl}/Users?filter=${"a".repeat(20_000)}`, source.token);
    assert.deepEqual([answer.status, answer.contentType, answer.connection], [431, "application/scim+json", "close"]);
    assert.deepEqual(JSON.parse(answer.text), {
      schemas: [errorUrn],
      status: "431",
      detail: "The URL and the headers are larger than 16384 bytes: send a long filter by POST to /.search",
    });
  });

  test("an address outside every face is answered as a problem", async () => {
    const answer = await send("GET", `${server.server.origin}/nothing-here`, source.token);
    assert.deepEqual([answer.status, answer.contentType], [404, "application/problem+json; charset=utf-8"]);
    assert.equal((JSON.parse(answer.text) as { code: unknown }).code, "route.not_found");
  });
});

/** Sends by node:http, because fetch refuses some methods. */
async function send(method: string, url: string, token: string) {
  return new Promise<{
    status: number | undefined;
    allow: string | undefined;
    contentType: string | undefined;
    connection: string | undefined;
    text: string;
  }>((resolve, reject) => {
    const sent = httpRequest(url, { method, headers: { Authorization: `Bearer ${token}` } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        text += chunk;
      });
      answer.on("end", () =>
        resolve({
          status: answer.statusCode,
          allow: answer.headers.allow,
          connection: answer.headers.connection,
          contentType: answer.headers["content-type"],
          text,
        }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}
