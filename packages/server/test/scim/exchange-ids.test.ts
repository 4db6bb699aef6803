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
