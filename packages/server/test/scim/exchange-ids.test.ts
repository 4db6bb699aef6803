import assert from "node:assert/strict";
import { test } from "node:test";
import { withServer } from "../support/organization.ts";
import { person } from "../support/source.ts";

const own = withServer();

test("the request id of an answer is the id of its exchange, and of the exchange in its events", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  const created = await source.send("POST", "/Users", person("ann"));
  const missing = await source.send("GET", "/Users/01999999-0000-7000-8000-000000000000");
  const refused = await source.send("POST", "/Users", {});
  const answered = [created, missing, refused].map((answer) => answer.headers.get("x-request-id"));
  const exchanges = await organization.exchanges(source);
  assert.deepEqual(
    exchanges.map(({ id, status, outcome }) => [id, status, outcome]),
    [
      [answered[0], 201, "applied"],
      [answered[1], 404, "refused"],
      [answered[2], 400, "refused"],
    ],
  );
  const [event] = await organization.events();
  assert.equal(event?.exchangeId, answered[0]);
});

test("a request that comes with a name keeps it: in the answer, in its exchange, and in the log when something fails", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  const named = { "x-request-id": "proxy-7f3a:01" };
  const created = await source.send("POST", "/Users", person("ann"), named);
  const read = await source.send("GET", "/Users?count=1", undefined, named);
  const refused = await source.send("POST", "/Users", {}, named);
  const answers = [created, read, refused];
  for (const { headers } of answers) assert.equal(headers.get("x-request-id"), "proxy-7f3a:01");
  assert.deepEqual(
    (await organization.exchanges(source)).map(({ id, requestId }) => [id, requestId]),
    answers.map(({ headers }) => [headers.get("rollcall-exchange-id"), "proxy-7f3a:01"]),
  );
  const headers = { ...named, authorization: "Bearer wrong" };
  const problem = await fetch(`${own.server.origin}/api/v1/organizations`, { headers });
  assert.equal(problem.headers.get("x-request-id"), "proxy-7f3a:01");
  assert.equal(((await problem.json()) as { requestId: string }).requestId, "proxy-7f3a:01");
});

test("a name that does not fit a line of a log is not taken", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  for (const name of ["two words", 'a"quote', "x".repeat(101), "<script>"]) {
    const { headers } = await source.send("GET", "/Users?count=1", undefined, { "x-request-id": name });
    assert.match(headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
    assert.equal(headers.get("rollcall-exchange-id"), null);
  }
  assert.deepEqual([...new Set((await organization.exchanges(source)).map(({ requestId }) => requestId))], [null]);
});
