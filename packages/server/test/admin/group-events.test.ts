import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
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
/** An organization with a source, a group of two people, and what happened to that group, newest first. */
async function organization() {
  const { id } = await owner.call(adminRoutes.createOrganization, { body: { name: `Customer ${++made}` } });
  const params = { organizationId: id };
  const okta = new Source(await server.createSourceApplication("Okta", id));
  const ann = await okta.create("Users", person("ann"));
  const bob = await okta.create("Users", person("bob"));
  const staff = await okta.create("Groups", { displayName: "Staff", members: [{ value: ann.id }, { value: bob.id }] });
  const [group] = (await owner.call(adminRoutes.listDirectoryGroups, { params, query: {} })).items;
  const directoryGroupId = group?.id ?? "";
  const events = async () => {
    const query = { directoryGroupId, since: new Date(Date.now() - 600_000).toISOString() };
    return (await owner.call(adminRoutes.listLatestProvisioningEvents, { params, query })).items;
  };
  const rename = (displayName: string) =>
    okta.patch("Groups", staff.id, { op: "replace", path: "displayName", value: displayName });
  return { okta, ann, bob, staff, events, rename };
}

test("whom a group loses as they leave stands in the order of time", async () => {
  const { okta, ann, events, rename } = await organization();
  await okta.delete("Users", ann.id);
  await rename("All staff");
  const types = (await events()).map(({ type }) => type);
  assert.deepEqual(types.slice(0, 2), ["group.changed", "group.member-removed"]);
  assert.equal(types.at(-1), "group.created");
});

test("whom a group loses as its members are replaced stands in the order of time", async () => {
  const { okta, bob, staff, events, rename } = await organization();
  await okta.replace("Groups", staff.id, { displayName: "Staff", members: [{ value: bob.id }] });
  await rename("All staff");
  const types = (await events()).map(({ type }) => type);
  assert.deepEqual(types.slice(0, 2), ["group.changed", "group.member-removed"]);
});

test("a group that joins a group is no person", async () => {
  const { okta, staff, events } = await organization();
  const lab = await okta.create("Groups", { displayName: "Lab" });
  await okta.addMembers(staff.id, lab.id);
  const [joined] = await events();
  assert.deepEqual([joined?.type, joined?.scimId, joined?.directoryUserId], ["group.member-added", lab.id, null]);
});
