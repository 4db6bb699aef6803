import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Reconciliation } from "@rollcall/admin-api/reconciliations.ts";
import { withServer } from "../support/organization.ts";
import { Reconciling } from "../support/reconciliation.ts";
import { person } from "../support/source.ts";

const own = withServer();
const people = 100_000;
const mebibyte = 1024 * 1024;
const padding = "x".repeat(2_000);

/** An export of 200 MB, made as it is sent. */
function* madeUp(): Generator<string> {
  yield "userName;active;notes\n";
  for (let at = 0; at < people; at += 100) {
    yield Array.from({ length: 100 }, (_, index) => `p${at + index}@example.com;true;${padding}\n`).join("");
  }
}

/** Sends it no faster than it is read: what waits to be sent would count as well. */
async function upload(path: string): Promise<Reconciliation> {
  const sent = request(`${own.server.origin}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${own.server.apiKey}`, "content-type": "application/octet-stream" },
  });
  const answered = once(sent, "response") as Promise<[IncomingMessage]>;
  await pipeline(Readable.from(madeUp()), sent);
  const [answer] = await answered;
  return (await json(answer)) as Reconciliation;
}

test("an export of 100,000 people and 200 MB is taken in and compared without being held in memory", async (t) => {
  const organization = await own.organization();
  const source = await organization.source();
  await source.create("Users", person("p7"));
  const reconciling = new Reconciling(organization, source);
  // What nobody holds any more does not count.
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const inUse = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = inUse();
  let most = 0;
  const sampler = setInterval(() => (most = Math.max(most, inUse() - before)), 500);
  const { id } = await upload(reconciling.path);
  await own.server.jobs.run();
  clearInterval(sampler);
  t.diagnostic(`${Math.round(most / mebibyte)} MiB more were in use at most`);
  assert.ok(most < 100 * mebibyte, `${Math.round(most / mebibyte)} MiB`);

  const { job, counts } = await reconciling.read(id);
  assert.deepEqual([job.state, job.done, counts.missing, counts.same], ["done", people + 1, people - 1, 1]);
  const lines = (await reconciling.exported(id, "?kinds=missing")).trimEnd().split("\r\n");
  assert.equal(new Set(lines).size, people);
});
