import assert from "node:assert/strict";
import { test } from "node:test";
import type { Reconciliation } from "@rollcall/admin-api/reconciliations.ts";
import { withServer } from "../support/organization.ts";
import { Reconciling } from "../support/reconciliation.ts";
import { person } from "../support/source.ts";

const own = withServer();
const people = 100_000;
const mebibyte = 1024 * 1024;
const padding = "x".repeat(2_000);

/** An export of 200 MB, made as it is sent. */
function madeUp(): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let at = -1;
  return new ReadableStream({
    pull(controller) {
      if (at >= people) return controller.close();
      const lines = at < 0 ? ["userName;active;notes"] : [];
      for (const until = at + 100; at < until; ) {
        at += 1;
        if (at < people) lines.push(`p${at}@example.com;true;${padding}`);
      }
      controller.enqueue(encoder.encode(`${lines.join("\n")}\n`));
    },
  });
}

test("an export of 100,000 people and 200 MB is taken in and compared without being held in memory", async (t) => {
  const organization = await own.organization();
  const source = await organization.source();
  await source.create("Users", person("p7"));
  const reconciling = new Reconciling(organization, source);
  const inUse = () => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  global.gc?.();
  const before = inUse();
  let most = 0;
  const sampler = setInterval(() => (most = Math.max(most, inUse() - before)), 20);
  const response = await fetch(`${own.server.origin}/api/v1${reconciling.path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${own.server.apiKey}`, "content-type": "application/octet-stream" },
    body: madeUp(),
    duplex: "half",
  });
  const { id } = (await response.json()) as Reconciliation;
  assert.equal(response.status, 201);
  await own.server.jobs.run();
  clearInterval(sampler);
  t.diagnostic(`${Math.round(most / mebibyte)} MiB more were in use at most`);
  assert.ok(most < 120 * mebibyte, `${Math.round(most / mebibyte)} MiB`);

  const { job, counts } = await reconciling.read(id);
  assert.deepEqual([job.state, job.done, counts.missing, counts.same], ["done", people + 1, people - 1, 1]);
  const lines = (await reconciling.exported(id, "?kinds=missing")).trimEnd().split("\r\n");
  assert.equal(new Set(lines).size, people);
});
