import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
});
afterAll(() => server.close());

let made = 0;
async function organization() {
  const { id } = await owner.call(adminRoutes.createOrganization, { body: { name: `Customer ${++made}` } });
  const params = { organizationId: id };
  const read = (
    query: { after?: string; limit?: number; wait?: number; types?: string; directoryUserId?: string } = {},
  ) => owner.call(adminRoutes.listProvisioningEvents, { params, query });
  return { id, params, read, source: async () => new Source(await server.createSourceApplication("Entra ID", id)) };
}

type Read = Awaited<ReturnType<typeof organization>>["read"];

/** Follows the feed from its beginning until it holds so many events. */
async function follow(read: Read, count: number) {
  const items = [];
  let after: string | undefined;
  while (items.length < count) {
    const page = await read({ limit: 7, ...(after === undefined ? {} : { after }) });
    items.push(...page.items);
    after = page.nextCursor;
    if (page.items.length === 0) await sleep(20);
  }
  return { items, after: after ?? "" };
}

test("an empty feed gives a cursor that the first event comes after", async () => {
  const { read, source } = await organization();
  const empty = await read();
  assert.deepEqual(empty.items, []);
  const entra = await source();
  const ann = await entra.create("Users", person("ann", { externalId: "A-1" }));
  await follow(read, 1);
  const { items } = await read({ after: empty.nextCursor });
  const [event] = items;
  assert.deepEqual(items, [
    {
      id: event?.id,
      type: "user.created",
      outcome: "applied",
      reason: null,
      actor: "source",
      sourceApplicationId: entra.applicationId,
      directoryUserId: event?.directoryUserId,
      directoryGroupId: null,
      scimId: ann.id,
      externalId: "A-1",
      exchangeId: event?.exchangeId,
      changes: [
        { attribute: "displayName", from: null, to: "Ann Example" },
        { attribute: "email", from: null, to: "ann@example.com" },
        { attribute: "familyName", from: null, to: "Example" },
        { attribute: "givenName", from: null, to: "Ann" },
        { attribute: "userName", from: null, to: "ann@example.com" },
        { attribute: "status", from: null, to: "enabled" },
      ],
      occurredAt: event?.occurredAt,
      position: 1,
    },
  ]);
});

test("a reader that polls while writers write misses no event and sees none twice", async () => {
  const { read, source } = await organization();
  const entra = await source();
  const writers = Promise.all(
    Array.from({ length: 4 }, async (_, writer) => {
      for (let number = 0; number < 10; number += 1) {
        const { id } = await entra.create("Users", person(`w${writer}n${number}`));
        await entra.setActive(id, false);
      }
    }),
  );
  const [{ items, after }] = await Promise.all([follow(read, 80), writers]);
  assert.equal(new Set(items.map(({ id }) => id)).size, 80);
  const disabledBefore = new Set<string | null>();
  for (const { type, directoryUserId } of items.toReversed()) {
    if (type === "user.disabled") disabledBefore.add(directoryUserId);
    // From the end backwards: who was created was disabled later.
    else assert.ok(disabledBefore.has(directoryUserId));
  }
  assert.deepEqual((await read({ after })).items, []);
});

test("a reader that waits is answered when something it wants happens", { timeout: 60_000 }, async () => {
  const { read, source } = await organization();
  const entra = await source();
  const ann = await entra.create("Users", person("ann"));
  const { after } = await follow(read, 1);
  // Were it answered at once, it would be empty.
  const waiting = read({ after, wait: 30, types: "user.disabled" });
  await entra.patch("Users", ann.id, { op: "replace", path: "title", value: "Clerk" });
  await entra.setActive(ann.id, false);
  assert.deepEqual(
    (await waiting).items.map(({ type, position }) => [type, position]),
    [["user.disabled", 3]],
  );
});

test("a reader that waits for nothing is answered with where the feed stands", async () => {
  const { read, source } = await organization();
  await (await source()).create("Users", person("ann"));
  const { after } = await follow(read, 1);
  const { items, nextCursor, more } = await read({ after, wait: 1, types: "group.*" });
  assert.deepEqual([items, nextCursor, more], [[], after, false]);
});

test("a feed is narrowed to types and to one person, in its order, page by page", async () => {
  const { read, source, params } = await organization();
  const entra = await source();
  const people = [];
  for (const name of ["ann", "bob", "cal"]) people.push(await entra.create("Users", person(name)));
  for (const { id } of people) await entra.setActive(id, false);
  for (const { id } of people) await entra.setActive(id, true);
  const all = (await follow(read, 9)).items;
  const [, bob] = all;
  const ofBob = await read({ directoryUserId: bob?.directoryUserId ?? "" });
  assert.deepEqual(
    ofBob.items,
    all.filter(({ directoryUserId }) => directoryUserId === bob?.directoryUserId),
  );
  assert.equal(ofBob.more, false);
  const first = await read({ types: "user.disabled,user.enabled", limit: 4 });
  const second = await read({ types: "user.disabled,user.enabled", limit: 4, after: first.nextCursor });
  assert.deepEqual([first.more, second.more], [true, false]);
  assert.deepEqual([...first.items, ...second.items], all.slice(3));
  const refused = await owner.refused(adminRoutes.listProvisioningEvents, { params, query: { types: "user.fired" } });
  assert.deepEqual([refused.status, refused.code], [400, "feed.unknown_event_type"]);
});

test("events of one organization are in no other's feed, and its cursor leads nowhere there", async () => {
  const [ours, theirs] = [await organization(), await organization()];
  await (await ours.source()).create("Users", person("ann"));
  const { after } = await follow(ours.read, 1);
  assert.deepEqual((await theirs.read()).items, []);
  const refused = await owner.refused(adminRoutes.listProvisioningEvents, { params: theirs.params, query: { after } });
  assert.deepEqual([refused.status, refused.code], [410, "cursor.expired_epoch"]);
});

test("a cursor of an earlier epoch is 410: the feed has begun anew", async () => {
  const { id, params, read, source } = await organization();
  await (await source()).create("Users", person("ann"));
  const { after } = await follow(read, 1);
  const statement = unnamedStatement(
    "update provisioning_event_feeds set epoch = gen_random_uuid() where organization_id = $1",
  );
  await server.database.pool.execute(statement, [id]);
  const refused = await owner.refused(adminRoutes.listProvisioningEvents, { params, query: { after } });
  assert.deepEqual([refused.status, refused.code], [410, "cursor.expired_epoch"]);
  assert.equal((await read()).items.length, 1);
});

test("exchanges are listed newest first, by outcome, page by page", async () => {
  const { source } = await organization();
  const entra = await source();
  const ann = await entra.create("Users", person("ann"));
  await entra.replace("Users", ann.id, person("ann"));
  await entra.send("POST", "/Users", person("ann"));
  await server.recorder.flush();
  const params = { sourceApplicationId: entra.applicationId };
  const list = (query: { outcome?: "applied" | "refused" | "unchanged"; limit?: number; cursor?: string } = {}) =>
    owner.call(adminRoutes.listExchanges, { params, query });
  const all = await list();
  assert.deepEqual(
    all.items.map(({ method, path, status, outcome }) => [method, path, status, outcome]),
    [
      ["POST", "/Users", 409, "refused"],
      ["PUT", `/Users/${ann.id}`, 200, "unchanged"],
      ["POST", "/Users", 201, "applied"],
    ],
  );
  assert.deepEqual((await list({ outcome: "refused" })).items, all.items.slice(0, 1));
  const first = await list({ limit: 2 });
  const second = await list({ limit: 2, cursor: first.nextCursor ?? "" });
  assert.deepEqual([...first.items, ...second.items], all.items);
});

test("a conflict shows whom it concerns and who the candidates are", async () => {
  const { params, source } = await organization();
  const body = { attributes: { userName: "ann", email: "ann@example.com", displayName: "Ann" } };
  const ann = await owner.call(adminRoutes.createDirectoryUser, { params, body });
  const entra = await source();
  const resource = await entra.create("Users", person("ann", { externalId: "A-1" }));
  const { items, nextCursor } = await owner.call(adminRoutes.listConflicts, { params });
  assert.deepEqual(items, [
    {
      id: resource.id,
      sourceApplicationId: entra.applicationId,
      sourceApplicationName: "Entra ID",
      resourceType: "User",
      scimId: resource.id,
      externalId: "A-1",
      userName: "ann@example.com",
      displayName: "Ann Example",
      email: "ann@example.com",
      reason: "candidate-not-allowed",
      candidates: [
        {
          id: ann.id,
          userName: "ann",
          displayName: "Ann",
          email: "ann@example.com",
          status: "enabled",
          foundBy: [{ name: "email", label: "Email" }],
          differences: items[0]?.candidates[0]?.differences,
        },
      ],
      createdAt: items[0]?.createdAt,
    },
  ]);
  assert.equal(nextCursor, null);
  await entra.create("Users", person("bob", { emails: [{ value: "ann@example.com", type: "work" }] }));
  const query = { sourceApplicationId: entra.applicationId, limit: 1 };
  const first = await owner.call(adminRoutes.listConflicts, { params, query });
  const second = await owner.call(adminRoutes.listConflicts, {
    params,
    query: { ...query, cursor: first.nextCursor ?? "" },
  });
  assert.deepEqual(
    [...first.items, ...second.items].map(({ userName }) => userName),
    ["ann@example.com", "bob@example.com"],
  );
});

test("conflicts of several applications are listed oldest first, page by page", async () => {
  const { params, source } = await organization();
  const [entra, okta] = [await source(), await source()];
  for (const name of ["ann", "bob", "cal"]) {
    const body = { attributes: { userName: name, email: `${name}@example.com`, displayName: name } };
    await owner.call(adminRoutes.createDirectoryUser, { params, body });
  }
  await okta.create("Users", person("ann"));
  await entra.create("Users", person("bob"));
  await okta.create("Users", person("cal"));
  const list = (query: { limit: number; cursor?: string }) => owner.call(adminRoutes.listConflicts, { params, query });
  const first = await list({ limit: 1 });
  const rest = await list({ limit: 2, cursor: first.nextCursor ?? "" });
  const listed = [...first.items, ...rest.items].map(({ userName }) => userName);
  assert.deepEqual(listed, ["ann@example.com", "bob@example.com", "cal@example.com"]);
});
