import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { httpLane } from "./lane.ts";
import { isSupported, measureScenario } from "./measure-scenario.ts";
import { Population } from "./population.ts";
import { readUser } from "./scim-call.ts";
import type { Scenario } from "./scenarios/scenario.ts";

/** A server that says the same to everybody; returns it as a lane, with how often it was asked. */
async function lane(t: TestContext, name: string, status: number, answer: (id: string) => string) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const id = request.url?.split("/").at(-1) ?? "";
    asked.push(id);
    const body = answer(id);
    response.writeHead(status, { "content-length": Buffer.byteLength(body) }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const people = Array.from({ length: 4 }, (_, number) => ({ id: `u${number}`, number }));
  const target = { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`, token: "t" };
  const population = new Population({ people, groups: [] }, { of: 1, index: 0 });
  return { asked, lane: httpLane({ name, population, pids: {}, target }) };
}

const reading: Scenario = {
  name: "read",
  concurrencies: [2],
  size: 20,
  calls: ({ random, sample }, count) => Array.from({ length: count }, () => readUser(random.pick(sample).id)),
};
const asExpected = (id: string): string => JSON.stringify({ id, userName: "a" });

test("every answer is checked: what a peer does not do is told, and what Rollcall does not do ends the bench", async (t) => {
  const right = await lane(t, "right", 200, asExpected);
  const refusing = await lane(t, "refusing", 501, () => "not here");
  const wrong = await lane(t, "wrong", 200, () => JSON.stringify({ id: "somebody else", userName: "b" }));
  const measured = await measureScenario([right.lane, refusing.lane, wrong.lane], reading, 2, 2);
  const own = measured.lanes["right"];
  assert.ok(isSupported(own) && own.windows === 2 && own.perSecond > 0);
  assert.deepEqual(measured.lanes["refusing"], { notSupported: "501: not here" });
  assert.match(JSON.stringify(measured.lanes["wrong"]), /200 without .*somebody else/);
  assert.deepEqual(Object.keys(measured.ratios), []);
  await assert.rejects(measureScenario([wrong.lane, right.lane], reading, 2, 1), { name: "UnexpectedAnswer" });
});

test("lanes take as many windows, in turn, and their ratio is that of neighbours", async (t) => {
  const [one, other] = [await lane(t, "one", 200, asExpected), await lane(t, "other", 200, asExpected)];
  const measured = await measureScenario([one.lane, other.lane], reading, 2, 3);
  const [own, beside] = [measured.lanes["one"], measured.lanes["other"]];
  assert.ok(isSupported(own) && isSupported(beside));
  assert.deepEqual([own.windows, beside.windows], [3, 3]);
  const ratio = measured.ratios["other"];
  assert.ok(ratio !== undefined && ratio.least <= ratio.median && ratio.median <= ratio.most);
});

test("what a scenario needs beforehand is not counted as slowness of its calls", async (t) => {
  const { lane: one } = await lane(t, "one", 200, asExpected);
  const now = performance.now.bind(performance);
  let passed = 0;
  t.mock.method(performance, "now", () => now() + passed);
  const prepared: Scenario = { ...reading, prepare: async () => void (passed ||= 60_000) };
  const own = (await measureScenario([one], prepared, 2, 3)).lanes["one"];
  assert.ok(isSupported(own));
  assert.equal(own.windows, 3);
});
