import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
});
after(() => server.close());

/** An application whose mapping was saved with these titles, one after the other. */
async function withTitles(...expressions: readonly string[]) {
  const { id } = await server.createSourceApplication("Okta");
  const params = { sourceApplicationId: id };
  const first = await owner.call(adminRoutes.getMapping, { params });
  for (const expression of expressions) {
    const users = first.users.map((rule) => (rule.attribute === "title" ? { ...rule, source: { expression } } : rule));
    await owner.call(adminRoutes.putMapping, { params, body: { users, groups: first.groups } });
  }
  return { params, first };
}

test("every saved mapping is listed, the newest first, with who saved it and what it changed", async () => {
  const { params } = await withTitles("upper(title)", "lower(title)");
  const { items, more } = await owner.call(adminRoutes.listMappingVersions, { params, query: {} });
  assert.deepEqual(
    items.map(({ version, inForce, name, changes }) => [version, inForce, name, changes]),
    [
      [
        3,
        true,
        null,
        ["Title is filled from the expression lower(title), no longer from the expression upper(title)."],
      ],
      [2, false, null, ["Title is filled from the expression upper(title), no longer from title."]],
      [1, false, null, []],
    ],
  );
  assert.deepEqual([items[2]?.savedBy, items[2]?.savedByName], [null, null]);
  assert.match(items[0]?.savedBy ?? "", /^api-key:/);
  assert.ok((items[0]?.savedByName ?? "") !== "");
  assert.equal(more, false);
  const page = await owner.call(adminRoutes.listMappingVersions, { params, query: { before: 3, limit: 1 } });
  assert.deepEqual([page.items.map(({ version }) => version), page.more], [[2], true]);
  assert.deepEqual(page.items[0]?.changes.length, 1, "what the last of a page changed is said too");
});

test("a saved mapping is restored as the next version, after saying what that changes", async () => {
  const { params, first } = await withTitles("upper(title)");
  const version = { ...params, mappingVersion: "1" };
  const read = await owner.call(adminRoutes.getMappingVersion, { params: version });
  assert.deepEqual(read.restoring, ["Title is filled from title, no longer from the expression upper(title)."]);
  assert.deepEqual(read.mapping, first);
  const restored = await owner.call(adminRoutes.restoreMappingVersion, { params: version });
  assert.deepEqual(restored, { ...first, version: 3 });
  assert.deepEqual(await owner.call(adminRoutes.getMapping, { params }), restored);
});

test("a version is given a name and loses it again", async () => {
  const { params } = await withTitles("upper(title)");
  const version = { ...params, mappingVersion: "2" };
  const name = async () => (await owner.call(adminRoutes.getMappingVersion, { params: version })).name;
  await owner.call(adminRoutes.nameMappingVersion, { params: version, body: { name: " before the merger " } });
  assert.equal(await name(), "before the merger");
  await owner.call(adminRoutes.nameMappingVersion, { params: version, body: { name: null } });
  assert.equal(await name(), null);
});

test("a version that needs an attribute which is gone is not restored, and says so", async () => {
  const organization = { organizationId: server.organizationId };
  const attribute = { name: "shoeSize", label: "Shoe size", type: "string" } as const;
  await owner.call(adminRoutes.createDirectoryAttribute, { params: organization, body: attribute });
  const { params, first } = await withTitles();
  const users = [...first.users, { attribute: "shoeSize", source: { paths: ["nickName"] } }];
  await owner.call(adminRoutes.putMapping, { params, body: { users, groups: first.groups } });
  await owner.call(adminRoutes.putMapping, { params, body: { users: first.users, groups: first.groups } });
  await owner.call(adminRoutes.deleteDirectoryAttribute, {
    params: { ...organization, directoryAttributeName: "shoeSize" },
  });
  const refusal = await owner.refused(adminRoutes.restoreMappingVersion, {
    params: { ...params, mappingVersion: "2" },
  });
  assert.equal(refusal.code, "mapping.unknown_directory_attribute");
  assert.equal((await owner.call(adminRoutes.getMapping, { params })).version, 3);
});

test("a version that there is not is not found, whatever is done with it", async () => {
  const { params } = await withTitles();
  for (const mappingVersion of ["2", "0", "-1", "1e0", "99999999999", "x"]) {
    const version = { ...params, mappingVersion };
    for (const refusal of [
      await owner.refused(adminRoutes.getMappingVersion, { params: version }),
      await owner.refused(adminRoutes.nameMappingVersion, { params: version, body: { name: "x" } }),
      await owner.refused(adminRoutes.restoreMappingVersion, { params: version }),
    ]) {
      assert.equal(refusal.code, "mapping.version_not_found", mappingVersion);
    }
  }
});
