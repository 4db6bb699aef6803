import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
let source: Source;
let params: { organizationId: string };
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
  params = { organizationId: server.organizationId };
  source = new Source(await server.createSourceApplication("Okta"));
  for (const name of ["dora", "ann", "cem", "bea"]) await source.create("Users", person(name));
  for (const displayName of ["Staff", "=cmd|calc", "Lab"]) await source.create("Groups", { displayName });
  await source.create("Users", person("nameless"));
  // As a mapping leaves somebody behind to whom it gives no user name.
  await server.database.pool.execute(
    unnamedStatement(
      `update directory_users set user_name_key = null, attributes = attributes - 'userName'
        where organization_id = $1 and user_name_key = 'nameless@example.com'`,
    ),
    [server.organizationId],
  );
});
after(() => server.close());

/** Reads all pages of two. */
async function pages<Item>(
  read: (query: { limit: number; cursor?: string }) => Promise<{ items: readonly Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await read({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

test("people come by user name, page after page, and those without one come last", async () => {
  const people = await pages((query) =>
    owner.call(adminRoutes.listDirectoryUsers, { params, query: { sort: "userName", ...query } }),
  );
  assert.deepEqual(
    people.map(({ userName }) => userName?.split("@", 1)[0] ?? null),
    ["ann", "bea", "cem", "dora", null],
  );
});

test("people come by what they are called and by e-mail, whoever lacks one last", async () => {
  const { id } = await owner.call(adminRoutes.createOrganization, { body: { name: "Sorted Corp" } });
  const made = [
    { userName: "u1", displayName: "Zoë", email: "b@example.com" },
    { userName: "u2", givenName: "Ämil", familyName: "Straße", email: "C@example.com" },
    { userName: "u3", displayName: "anna" },
    { userName: "Bert", email: "a@example.com" },
  ];
  const into = { organizationId: id };
  for (const attributes of made) {
    await owner.call(adminRoutes.createDirectoryUser, { params: into, body: { attributes } });
  }
  const sorted = async (sort: "name" | "email") => {
    const people = await pages((query) =>
      owner.call(adminRoutes.listDirectoryUsers, { params: into, query: { sort, ...query } }),
    );
    return people.map(({ userName }) => userName);
  };
  assert.deepEqual(await sorted("name"), ["u3", "Bert", "u1", "u2"]);
  assert.deepEqual(await sorted("email"), ["Bert", "u1", "u2", "u3"]);
});

test("people come by their last change, the newest first, whatever happened to their groups since", async () => {
  const { id } = await owner.call(adminRoutes.createOrganization, { body: { name: "Changing Corp" } });
  const okta = new Source(await server.createSourceApplication("Okta", id));
  const made = [];
  for (const name of ["ann", "bob", "cleo", "dan", "eve"]) made.push(await okta.create("Users", person(name)));
  const [ann, bob, cleo] = made;
  await okta.patch("Users", cleo?.id ?? "", { op: "replace", path: "title", value: "Chemist" });
  await okta.patch("Users", ann?.id ?? "", { op: "replace", path: "title", value: "Physicist" });
  await okta.patch("Users", ann?.id ?? "", { op: "replace", path: "title", value: "Chemist" });
  await okta.create("Groups", { displayName: "Staff", members: [{ value: bob?.id ?? "" }] });
  const people = await pages((query) =>
    owner.call(adminRoutes.listDirectoryUsers, {
      params: { organizationId: id },
      query: { sort: "modified", ...query },
    }),
  );
  assert.deepEqual(
    people.map(({ userName }) => userName?.split("@", 1)[0]),
    ["ann", "cleo", "eve", "dan", "bob"],
  );
  const instants = people.map(({ modifiedAt }) => modifiedAt);
  assert.deepEqual(instants, instants.toSorted().toReversed());
});

test("a cursor of one order is refused in another", async () => {
  const page = await owner.call(adminRoutes.listDirectoryUsers, { params, query: { sort: "userName", limit: 2 } });
  const refusal = await owner.refused(adminRoutes.listDirectoryUsers, {
    params,
    query: { cursor: page.nextCursor ?? "" },
  });
  assert.equal(refusal.code, "cursor.invalid");
});

test("groups come by name, with the number of their members", async () => {
  const groups = await pages((query) =>
    owner.call(adminRoutes.listDirectoryGroups, { params, query: { sort: "name", ...query } }),
  );
  assert.deepEqual(
    groups.map(({ displayName, provisionedMembers }) => [displayName, provisionedMembers]),
    [
      ["=cmd|calc", 0],
      ["Lab", 0],
      ["Staff", 0],
    ],
  );
});

test("people whom an administrator should look at are found by their flag", async () => {
  const second = new Source(await server.createSourceApplication("Entra ID"));
  const eve = await second.create("Users", person("eve"));
  await second.patch("Users", eve.id, { op: "replace", path: "userName", value: "ann@example.com" });
  const { items } = await owner.call(adminRoutes.listDirectoryUsers, { params, query: { flagged: true } });
  assert.deepEqual(
    items.map(({ flags }) => flags),
    [["name-collision"], ["name-collision"]],
  );
});

test("groups and members are exported as CSV, and no cell is run by a spreadsheet", async () => {
  const csv = await owner.call(adminRoutes.exportDirectoryGroups, { params, query: {} });
  assert.deepEqual(
    csv
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(",").slice(1).join(",")),
    ["status,displayName,provisionedMembers", "active,Staff,0", "active,'=cmd|calc,0", "active,Lab,0"],
  );
  const [ann] = await source.find("Users", 'userName sw "bea"');
  const team = await source.create("Groups", { displayName: "Team", members: [{ value: String(ann?.id) }] });
  assert.ok(team.id);
  const found = await owner.call(adminRoutes.listDirectoryGroups, { params, query: { search: "team" } });
  const members = await owner.call(adminRoutes.exportDirectoryGroupMembers, {
    params: { ...params, directoryGroupId: found.items[0]?.id ?? "" },
  });
  assert.match(members, /^type,id,userName.*\r\nUser,[^,]+,bea@example\.com,.*,enabled,true,true\r\n$/);
});
