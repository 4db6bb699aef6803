import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { PlayedSource } from "@rollcall/admin-api/played-sources.ts";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { notePlayedSource } from "../../src/storage/write/played-sources.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
let params: { readonly organizationId: string };
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
  params = { organizationId: server.organizationId };
});
after(() => server.close());

const read = async () => (await owner.call(adminRoutes.getPlayedSource, { params })).played;
async function ended(): Promise<PlayedSource> {
  for (;;) {
    const played = await read();
    if (played !== null && played.state !== "playing") return played;
    await sleep(50);
  }
}

test("a source of made-up people is played into an application of its own, one at a time", async () => {
  assert.equal(await read(), null);
  const begun = await owner.call(adminRoutes.playSource, { params });
  assert.equal(begun.state, "playing");
  const again = await owner.refused(adminRoutes.playSource, { params });
  assert.equal(again.code, "played_source.playing");
  const played = await ended();
  assert.deepEqual([played.state, played.percent, played.problem, played.refused], ["done", 100, null, 0]);
  const sourceApplicationId = played.sourceApplicationId ?? "";
  const application = await owner.call(adminRoutes.getSourceApplication, { params: { sourceApplicationId } });
  assert.equal(application.displayName, "Made-up people");
  // Some were deleted at the end, and one group.
  assert.equal(application.users > 190 && application.users <= 200, true, `${application.users} people`);
  assert.equal(application.groups >= 9 && application.groups <= 10, true, `${application.groups} groups`);
  const { items } = await owner.call(adminRoutes.listDirectoryUsers, { params, query: { limit: 200 } });
  assert.equal(items.length, 200);
  assert.equal(
    items.every(({ email }) => email?.endsWith("@made-up.example")),
    true,
  );
  const exists = await owner.refused(adminRoutes.playSource, { params });
  assert.equal(exists.code, "played_source.exists");
});

test("removed with its people, another is played that is nobody's conflict", async () => {
  const { sourceApplicationId } = await ended();
  const old = { sourceApplicationId: sourceApplicationId ?? "" };
  await owner.call(adminRoutes.deleteSourceApplication, { params: old, query: { people: "keep" } });
  assert.equal(await read(), null);
  await owner.call(adminRoutes.playSource, { params });
  const second = await ended();
  assert.equal(second.refused, 0);
  const conflicts = await owner.call(adminRoutes.listConflicts, { params });
  assert.deepEqual(conflicts.items, []);
});

test("a play of which nothing was heard for a minute has failed with its node", async () => {
  const longAgo = new Date(Date.now() - 61_000).toISOString();
  await notePlayedSource(server.database.pool, server.organizationId, 2, { state: "playing" }, longAgo);
  const played = await read();
  assert.deepEqual([played?.state, played?.problem], ["failed", "Rollcall was stopped while it played."]);
});
