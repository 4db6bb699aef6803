import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { QueryOf } from "@rollcall/admin-api/route.ts";
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
after(() => server.close());

let made = 0;
async function organization() {
  const { id } = await owner.call(adminRoutes.createOrganization, { body: { name: `Customer ${++made}` } });
  const params = { organizationId: id };
  const groups = (query: { search?: string; status?: "active" | "binned"; limit?: number; cursor?: string } = {}) =>
    owner.call(adminRoutes.listDirectoryGroups, { params, query });
  const groupId = async (name: string) => {
    const found = (await groups()).items.find(({ displayName }) => displayName === name);
    assert.ok(found !== undefined, `no group ${name}`);
    return found.id;
  };
  return {
    params,
    source: async (name: string) => new Source(await server.createSourceApplication(name, id)),
    groups,
    groupId,
    details: async (name: string) =>
      owner.call(adminRoutes.getDirectoryGroup, { params: { ...params, directoryGroupId: await groupId(name) } }),
    members: async (name: string, query: { all?: boolean; limit?: number; cursor?: string } = {}) =>
      owner.call(adminRoutes.listDirectoryGroupMembers, {
        params: { ...params, directoryGroupId: await groupId(name) },
        query,
      }),
    user: async (userName: string) => {
      const { items } = await owner.call(adminRoutes.listDirectoryUsers, { params, query: { search: userName } });
      assert.ok(items[0] !== undefined, `no person ${userName}`);
      return items[0];
    },
  };
}

/** Rows in the order of their first cell. */
const rowsOf = <Row extends readonly unknown[]>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));

const namesOf = ({ items }: { items: readonly { userName: string | null; displayName: string | null }[] }) =>
  items.map(({ userName, displayName }) => userName ?? displayName ?? "").sort();

test("groups list with their counts, by search, status and page", async () => {
  const { source, groups } = await organization();
  const entra = await source("Entra ID");
  const ann = await entra.create("Users", person("ann"));
  const sales = await entra.create("Groups", { displayName: "Sales Berlin", members: [{ value: ann.id }] });
  await entra.create("Groups", { displayName: "Sales Paris" });
  await entra.create("Groups", { displayName: "Everybody" });
  const listed = await groups();
  assert.deepEqual(
    listed.items.map(({ displayName, status, provisionedMembers }) => [displayName, status, provisionedMembers]),
    [
      ["Sales Berlin", "active", 1],
      ["Sales Paris", "active", 0],
      ["Everybody", "active", 0],
    ],
  );
  assert.deepEqual(namesOf2(await groups({ search: "sales BERLIN" })), ["Sales Berlin"]);
  const first = await groups({ limit: 2 });
  const second = await groups({ limit: 2, cursor: first.nextCursor ?? "" });
  assert.deepEqual([...first.items, ...second.items], listed.items);
  await entra.delete("Groups", sales.id);
  assert.deepEqual(namesOf2(await groups({ status: "binned" })), ["Sales Berlin"]);
});

const namesOf2 = ({ items }: { items: readonly { displayName: string | null }[] }) =>
  items.map(({ displayName }) => displayName);

test("a member whom the source or an administrator disables is provisioned and not effective, and comes back", async () => {
  const { params, source, members, details, user } = await organization();
  const entra = await source("Entra ID");
  const [ann, bob, cleo] = await Promise.all(["ann", "bob", "cleo"].map((name) => entra.create("Users", person(name))));
  assert.ok(ann !== undefined && bob !== undefined && cleo !== undefined);
  const sales = await entra.create("Groups", { displayName: "Sales" });
  await entra.addMembers(sales.id, ann.id, bob.id, cleo.id);
  assert.deepEqual(namesOf(await members("Sales")), ["ann@example.com", "bob@example.com", "cleo@example.com"]);

  await entra.setActive(ann.id, false);
  const { id } = await user("bob@example.com");
  await owner.call(adminRoutes.disableDirectoryUser, {
    params: { ...params, directoryUserId: id },
    body: { reason: "lost laptop" },
  });
  assert.deepEqual(namesOf(await members("Sales")), ["cleo@example.com"]);
  const all = await members("Sales", { all: true });
  assert.deepEqual(
    rowsOf(all.items.map(({ userName, status, provisioned, effective }) => [userName, status, provisioned, effective])),
    [
      ["ann@example.com", "disabled", true, false],
      ["bob@example.com", "disabled", true, false],
      ["cleo@example.com", "enabled", true, true],
    ],
  );
  const { provisionedMembers, effectiveMembers } = await details("Sales");
  assert.deepEqual([provisionedMembers, effectiveMembers], [3, 1]);
  assert.deepEqual((await entra.memberIds(sales.id)).length, 3);

  await entra.setActive(ann.id, true);
  await owner.call(adminRoutes.enableDirectoryUser, {
    params: { ...params, directoryUserId: id },
    body: { reason: "found again" },
  });
  assert.deepEqual(namesOf(await members("Sales")), ["ann@example.com", "bob@example.com", "cleo@example.com"]);
});

test("a nested group is a member as a group, and is none once it is in the bin", async () => {
  const { source, members, groupId } = await organization();
  const entra = await source("Entra ID");
  const inner = await entra.create("Groups", { displayName: "Inner" });
  const outer = await entra.create("Groups", { displayName: "Outer" });
  await entra.addMembers(outer.id, inner.id);
  const { items } = await members("Outer");
  assert.deepEqual(
    items.map(({ type, id, displayName, status, scimId }) => [type, id, displayName, status, scimId]),
    [["Group", await groupId("Inner"), "Inner", "active", inner.id]],
  );
});

test("pages of members follow each other, and those who are not effective leave no gap", async () => {
  const { source, members } = await organization();
  const entra = await source("Entra ID");
  const ids: string[] = [];
  for (let number = 10; number < 30; number += 1) {
    ids.push((await entra.create("Users", person(`user${number}`, { active: number % 3 === 0 }))).id);
  }
  const everybody = await entra.create("Groups", { displayName: "Everybody" });
  await entra.addMembers(everybody.id, ...ids);
  const walked: (string | null)[] = [];
  let cursor: string | undefined;
  do {
    const page = await members("Everybody", { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    assert.ok(page.items.length <= 2);
    walked.push(...page.items.map(({ userName }) => userName));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const expected = [12, 15, 18, 21, 24, 27].map((number) => `user${number}@example.com`);
  assert.deepEqual(walked, expected);
  assert.deepEqual((await members("Everybody", { all: true, limit: 1000 })).items.length, 20);
});

test("the members of a group whose resource is gone stand without a source, as long as they are enabled", async () => {
  const { source, members, groupId, details } = await organization();
  const entra = await source("Entra ID");
  const [ann, bob] = [await entra.create("Users", person("ann")), await entra.create("Users", person("bob"))];
  const sales = await entra.create("Groups", { displayName: "Sales" });
  await entra.addMembers(sales.id, ann.id, bob.id);
  const id = await groupId("Sales");
  await entra.delete("Groups", sales.id);
  await entra.setActive(bob.id, false);
  assert.equal(await groupId("Sales"), id);
  const all = await members("Sales", { all: true });
  assert.deepEqual(
    rowsOf(all.items.map(({ userName, provisioned, effective, scimId }) => [userName, provisioned, effective, scimId])),
    [
      ["ann@example.com", false, true, null],
      ["bob@example.com", false, false, null],
    ],
  );
  const [first, second] = [await members("Sales", { all: true, limit: 1 }), all];
  const next = await members("Sales", { all: true, limit: 1, cursor: first.nextCursor ?? "" });
  assert.deepEqual([...first.items, ...next.items], second.items);
  assert.deepEqual((await details("Sales")).effectiveMembers, 1);
});

test("a person's groups are those in which the person is effective", async () => {
  const { params, source, user } = await organization();
  const entra = await source("Entra ID");
  const ann = await entra.create("Users", person("ann"));
  const [sales, staff] = [
    await entra.create("Groups", { displayName: "Sales" }),
    await entra.create("Groups", { displayName: "Staff" }),
  ];
  await entra.create("Groups", { displayName: "Others" });
  await entra.addMembers(sales.id, ann.id);
  await entra.addMembers(staff.id, ann.id);
  const { id } = await user("ann@example.com");
  const groups = async () => {
    const { items } = await owner.call(adminRoutes.listDirectoryUserGroups, {
      params: { ...params, directoryUserId: id },
    });
    return items.map(({ displayName, sourceApplicationId }) => [displayName, sourceApplicationId]);
  };
  const both = [
    ["Sales", entra.applicationId],
    ["Staff", entra.applicationId],
  ];
  assert.deepEqual(await groups(), both);
  await entra.setActive(ann.id, false);
  assert.deepEqual(await groups(), []);
  await entra.setActive(ann.id, true);
  assert.deepEqual(await groups(), both);
  await entra.removeMembers(sales.id, ann.id);
  assert.deepEqual(await groups(), [["Staff", entra.applicationId]]);
});

test("a membership that a paused source ends stays effective, and one that it begins is not", async () => {
  const { params, source, members, user } = await organization();
  const entra = await source("Entra ID");
  const [ann, bob] = [await entra.create("Users", person("ann")), await entra.create("Users", person("bob"))];
  const sales = await entra.create("Groups", { displayName: "Sales" });
  await entra.addMembers(sales.id, ann.id);
  await owner.call(adminRoutes.changeSourceApplication, {
    params: { sourceApplicationId: entra.applicationId },
    body: { mode: "paused" },
  });
  await entra.removeMembers(sales.id, ann.id);
  await entra.addMembers(sales.id, bob.id);
  const all = await members("Sales", { all: true });
  assert.deepEqual(
    rowsOf(all.items.map(({ userName, provisioned, effective }) => [userName, provisioned, effective])),
    [
      ["ann@example.com", false, true],
      ["bob@example.com", true, false],
    ],
  );
  assert.deepEqual(namesOf(await members("Sales")), ["ann@example.com"]);
  // Whoever is not in force is no effective member, whatever is held.
  await owner.call(adminRoutes.disableDirectoryUser, {
    params: { ...params, directoryUserId: (await user("ann@example.com")).id },
    body: { reason: "lost laptop" },
  });
  assert.deepEqual(namesOf(await members("Sales")), []);
});

test("people are listed by group as its members are: said by a source or kept, in force or not, page by page", async () => {
  const { params, source, groupId, user } = await organization();
  const entra = await source("Entra ID");
  const [ann, bob, cleo] = await Promise.all(["ann", "bob", "cleo"].map((name) => entra.create("Users", person(name))));
  assert.ok(ann !== undefined && bob !== undefined && cleo !== undefined);
  const inner = await entra.create("Groups", { displayName: "Inner" });
  const sales = await entra.create("Groups", { displayName: "Sales" });
  await entra.addMembers(inner.id, cleo.id);
  await entra.addMembers(sales.id, bob.id, ann.id, inner.id);
  await entra.setActive(bob.id, false);
  const directoryGroupId = await groupId("Sales");
  const listed = async (query: QueryOf<typeof adminRoutes.listDirectoryUsers> = {}) =>
    owner.call(adminRoutes.listDirectoryUsers, { params, query: { directoryGroupId, sort: "userName", ...query } });
  assert.deepEqual(namesOf(await listed()), ["ann@example.com", "bob@example.com"]);
  assert.deepEqual(namesOf(await listed({ status: "enabled" })), ["ann@example.com"]);
  const first = await listed({ limit: 1 });
  assert.deepEqual(namesOf(first), ["ann@example.com"]);
  assert.deepEqual(namesOf(await listed({ limit: 1, cursor: first.nextCursor ?? "" })), ["bob@example.com"]);
  const csv = await owner.call(adminRoutes.exportDirectoryUsers, { params, query: { directoryGroupId } });
  assert.equal(csv.trimEnd().split("\r\n").length, 3);
  const { id } = await user("ann@example.com");
  const events = await owner.call(adminRoutes.listLatestProvisioningEvents, { params, query: { directoryGroupId } });
  assert.deepEqual(
    events.items.map(({ type, directoryUserId }) => [type, directoryUserId === id]).filter(([, anns]) => anns),
    [["group.member-added", true]],
  );
  assert.equal(events.items.at(-1)?.type, "group.created");
  assert.ok(events.items.every((event) => event.directoryGroupId === directoryGroupId));

  await entra.delete("Groups", sales.id);
  assert.deepEqual(namesOf(await listed()), ["ann@example.com", "bob@example.com"]);
  const other = await organization();
  assert.deepEqual(
    namesOf(await owner.call(adminRoutes.listDirectoryUsers, { params: other.params, query: { directoryGroupId } })),
    [],
  );
});

test("people of a dense group of more than five thousand are the same as those of a small one", async () => {
  const { params, source, groupId } = await organization();
  const entra = await source("Entra ID");
  const [ann, bob] = await Promise.all(["ann", "bob"].map((name) => entra.create("Users", person(name))));
  assert.ok(ann !== undefined && bob !== undefined);
  const sales = await entra.create("Groups", { displayName: "Sales" });
  await entra.addMembers(sales.id, ann.id);
  const directoryGroupId = await groupId("Sales");
  const listed = async () =>
    namesOf(await owner.call(adminRoutes.listDirectoryUsers, { params, query: { directoryGroupId } }));
  const small = await listed();
  // The counters say that there are many: then people are walked through.
  await server.database.pool.execute(
    unnamedStatement("update slot_counters set amount = 5001 where organization_id = $1 and kind = 'members'"),
    [params.organizationId],
  );
  assert.deepEqual([await listed(), small], [["ann@example.com"], ["ann@example.com"]]);
});
