import assert from "node:assert/strict";
import { after, test } from "node:test";
import { ApiError, ServerUnreachable } from "@rollcall/admin-api/api-error.ts";
import { createClient } from "@rollcall/admin-api/client.ts";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { retryingFetch } from "@rollcall/admin-api/wait-and-retry.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

const receivers: Receiver[] = [];
after(() => Promise.all(receivers.map((one) => one.close())));

/** A client of a server that answers one call after the other with these statuses, and with the last one for ever. */
async function clientOf(...statuses: readonly number[]) {
  const server = await startReceiver((response, number) => {
    const status = statuses[Math.min(number, statuses.length - 1)] ?? 500;
    const body = status === 200 ? { items: [], nextCursor: null } : { detail: "not now", code: "example" };
    response.writeHead(status, { "content-type": "application/json", "retry-after": "0" }).end(JSON.stringify(body));
  });
  receivers.push(server);
  const send = retryingFetch({ attempts: 3, firstWait: 1 });
  return { server, client: createClient({ url: server.url.replace("/hook", ""), key: "rck-example", fetch: send }) };
}

const list = organizationRoutes.listOrganizations;
const create = organizationRoutes.createOrganization;

test("a call that only reads is made again after 429, 502, 503 and 504", async () => {
  for (const status of [429, 502, 503, 504]) {
    const { client, server } = await clientOf(status, status, 200);
    assert.deepEqual(await client.call(list, {}), { items: [], nextCursor: null });
    assert.equal(server.received.length, 3);
  }
});

test("a call that may not be done twice is made again after 429 alone", async () => {
  const { client, server } = await clientOf(429, 503);
  await assert.rejects(client.call(create, { body: { name: "Example" } }), { status: 503 });
  assert.equal(server.received.length, 2);
});

test("a refusal is told at once, and so is the last of several failures", async () => {
  for (const [status, calls] of [
    [404, 1],
    [503, 3],
  ] as const) {
    const { client, server } = await clientOf(status);
    await assert.rejects(client.call(list, {}), (error) => error instanceof ApiError && error.status === status);
    assert.equal(server.received.length, calls);
  }
});

test("an abort ends the waiting", async () => {
  const { client } = await clientOf(503);
  const slow = retryingFetch({
    attempts: 100,
    firstWait: 60_000,
    fetch: async () => new Response("", { status: 503 }),
  });
  const waiting = createClient({ url: "http://rollcall.example", fetch: slow });
  const abort = new AbortController();
  const call = waiting.call(list, { signal: abort.signal });
  abort.abort();
  await assert.rejects(call, { name: "AbortError" });
  await assert.rejects(client.call(list, {}), ApiError);
});

test("a server that cannot be reached is told after the attempts", async () => {
  const { client, server } = await clientOf(200);
  await server.close();
  await assert.rejects(client.call(list, {}), ServerUnreachable);
});
