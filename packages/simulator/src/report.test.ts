import assert from "node:assert/strict";
import { test } from "node:test";
import { Tally } from "./report.ts";

test("a report counts answers by status and by method, keeps refusals and tells the latency of the slow", () => {
  const tally = new Tally();
  for (let number = 1; number <= 200; number += 1) tally.count("GET", 200, number);
  tally.count("POST", 201, 0);
  tally.count("POST", 409, 0);
  const refusal = { method: "POST", path: "/Users", status: 409, scimType: "uniqueness", detail: "userName is taken" };
  tally.refuse(refusal);
  const ids = { people: { a: "1" }, groups: {} };
  assert.deepEqual(tally.report("test", ids), {
    client: "test",
    requests: 202,
    byStatus: { 200: 200, 201: 1, 409: 1 },
    byMethod: { GET: { 200: 200 }, POST: { 201: 1, 409: 1 } },
    refused: [refusal],
    latency: { p50: 100, p99: 198 },
    ids,
  });
});

test("a report of nothing has no latency and no refusals", () => {
  assert.deepEqual(new Tally().report("test", { people: {}, groups: {} }), {
    client: "test",
    requests: 0,
    byStatus: {},
    byMethod: {},
    refused: [],
    latency: { p50: 0, p99: 0 },
    ids: { people: {}, groups: {} },
  });
});

test("a report keeps at most 1,000 refusals", () => {
  const tally = new Tally();
  for (let number = 0; number < 1_001; number += 1) {
    tally.refuse({ method: "GET", path: `/${number}`, status: 400, scimType: undefined, detail: "" });
  }
  assert.equal(tally.report("test", { people: {}, groups: {} }).refused.length, 1_000);
});
