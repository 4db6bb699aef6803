import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Source } from "../support/source.ts";
import { type CreatedApplication, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

const flagsOf = async ({ id }: CreatedApplication) =>
  (await server.api<{ flags: string[] }>("GET", `/source-applications/${id}`)).body.flags;
const people = async (search: string) => {
  const path = `/organizations/${server.organizationId}/directory-users?search=${search}`;
  return (await server.api<{ items: { id: string; userName: string }[] }>("GET", path)).body.items;
};

test("an externalId that two users have is accepted and flags the application, on create and on change", async () => {
  const onCreate = await server.createSourceApplication("Duplicate on create");
  const first = new Source(onCreate);
  await first.create("Users", { userName: "one@dup.example", externalId: "same" });
  assert.deepEqual(await flagsOf(onCreate), []);
  await first.create("Users", { userName: "two@dup.example", externalId: "same" });
  assert.deepEqual(await flagsOf(onCreate), ["duplicate-external-id"]);

  const onChange = await server.createSourceApplication("Duplicate on change");
  const second = new Source(onChange);
  await second.create("Users", { userName: "three@dup.example", externalId: "a" });
  const four = await second.create("Users", { userName: "four@dup.example", externalId: "b" });
  assert.deepEqual(await flagsOf(onChange), []);
  await second.patch("Users", four.id, { op: "replace", path: "externalId", value: "a" });
  assert.deepEqual(await flagsOf(onChange), ["duplicate-external-id"]);
});

test("an externalId that two users have is not used for matching a leaver's return", async () => {
  const application = await server.createSourceApplication("Duplicate return");
  const source = new Source(application);
  const leaver = await source.create("Users", { userName: "leaver@ret.example", externalId: "x" });
  await source.create("Users", { userName: "holder@ret.example", externalId: "x" });
  await source.delete("Users", leaver.id);
  await source.create("Users", { userName: "newcomer@ret.example", externalId: "x" });
  assert.equal((await people("ret.example")).length, 3);
});
