import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { DeprovisioningPolicy } from "@rollcall/admin-api/deprovisioning-policies.ts";
import type { DirectoryUser } from "@rollcall/admin-api/directory-users.ts";
import type { Guard } from "@rollcall/admin-api/guards.ts";
import type { HeldChange } from "@rollcall/admin-api/held-changes.ts";
import type { Mapping } from "@rollcall/admin-api/mappings.ts";
import type { NoticeSettings } from "@rollcall/admin-api/notices.ts";
import type { Webhook, WebhookDelivery, WebhookWithSecret } from "@rollcall/admin-api/webhooks.ts";
import { openCommandLine } from "../support/command-line.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";

let server: TestServer;
let receiver: Receiver;
let folder: string;
before(async () => {
  [server, receiver] = await Promise.all([startTestServer(), startReceiver()]);
  folder = await mkdtemp(join(tmpdir(), "rollcall-cli-"));
});
after(async () => {
  await Promise.all([server.close(), receiver.close(), rm(folder, { recursive: true, force: true })]);
});
const { rollcall, json } = openCommandLine(() => server);

async function fileOf(name: string, content: object): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify(content));
  return file;
}

/** What a verb that must be refused says. */
async function refused(code: number, ...args: string[]): Promise<string> {
  const ended = await rollcall(args);
  assert.deepEqual([ended.code, ended.out], [code, ""], args.join(" "));
  return ended.err;
}

async function said(...args: string[]): Promise<string> {
  const ended = await rollcall(args);
  assert.deepEqual([ended.code, ended.err], [0, ""], args.join(" "));
  return ended.out;
}

test("what the guard holds is listed and decided about, some and all of it", async () => {
  const created = await server.createSourceApplication("Held");
  const { id } = created;
  assert.match(await refused(2, "guard", "set", id), /^nothing to change/);
  assert.match(
    await refused(2, "guard", "set", id, "--percent", "5.5"),
    /^--percent: expected a whole number, found 5.5/,
  );
  assert.match(await refused(1, "guard", "set", id, "--percent", "101"), /percent/);
  const set = await said("guard", "set", id, "--at-least", "0", "--percent", "0");
  assert.match(set, /^guard +on\n/);
  assert.match(set, /\nlet through per hour +0\nor of its enabled people +0 %\ndepartures this hour +0 of 0\n/);
  const source = new Source(created);
  const names = ["ann", "bo", "cy"];
  const resources = await Promise.all(names.map((name) => source.create("Users", person(name))));
  for (const { id: scimId } of resources) {
    await source.patch("Users", scimId, { op: "replace", path: "active", value: false });
  }
  assert.equal((await json<Guard>("guard", "show", id)).held, 3);

  const listed = await said("held", "list", "--app", id);
  assert.match(listed, /^application +resource +who +what waits +because +since +decided\n/);
  assert.equal(listed.match(/ +disable +limit +20/g)?.length, 3);
  const [ann] = resources;
  assert.match(await refused(2, "held", "approve", id, "--reason", "They left."), /^which of them\?/);
  const approved = await said("held", "approve", id, ann?.id ?? "", "--reason", "She left.");
  assert.equal(approved, "Decided about 1; carried out within a second or so.\n");
  await server.finishing.run();
  assert.equal((await json<{ decided: number }>("held", "reject", id, "--all", "--reason", "A mistake.")).decided, 2);
  await server.finishing.run();
  assert.deepEqual((await json<{ items: HeldChange[] }>("held", "list", "--app", id)).items, []);
  const people = await json<{ items: DirectoryUser[] }>("users", "list", "--app", id);
  assert.deepEqual(people.items.map(({ userName, status }) => `${userName} ${status}`).sort(), [
    "ann@example.com disabled",
    "bo@example.com enabled",
    "cy@example.com enabled",
  ]);
  assert.match(await said("guard", "set", id, "--state", "off"), /^guard +off\n/);
});

test("a policy is shown in sentences, and replaced from what was shown", async () => {
  const { id } = await server.createSourceApplication("Policy");
  const present = await json<DeprovisioningPolicy>("policy", "show", id);
  const ladder = { name: "Leavers", when: null, groupsAfterDays: 7, binAfterDays: 30, eraseAfterDays: null };
  const file = await fileOf("policy.json", { ...present, binRetentionDays: 45, ladders: [ladder] });
  assert.equal(await said("policy", "set", id, file), "Saved.\n");
  const shown = await said("policy", "show", id);
  assert.match(
    shown,
    /\nThe recycle bin keeps people for 45 days\.\nLeavers: .+\nOn their way: 0 to leave their groups, /,
  );
  assert.equal(await said("policy", "apply-ladders", id), "0 people are on a ladder from now on.\n");
  const wrong = await fileOf("wrong.json", { ...present, binRetentionDays: 0 });
  assert.match(await refused(1, "policy", "set", id, wrong), /binRetentionDays/);
  assert.equal((await json<DeprovisioningPolicy>("policy", "show", id)).binRetentionDays, 45);
});

test("what nothing keeps is listed and kept, and versions of a mapping are compared and named", async () => {
  const created = await server.createSourceApplication("Received");
  const { id } = created;
  await new Source(created).create("Users", { ...person("eve"), badge: "B-17" });
  await server.recorder.flush();
  assert.match(await said("received", "list", id), /\nbadge +1 +string +\S+ +20\S+ +yes\n/);
  const kept = await json<{ path: string }>("received", "keep", id, "badge");
  assert.match(kept.path, /:badge$/);
  assert.match(await refused(1, "received", "keep", id, "no-such"), /received_attribute\.not_found/);

  const { users, groups } = await json<Mapping>("mapping", "show", id);
  const titled = { attribute: "title", source: { constant: "Chemist" } };
  const without = users.filter(({ attribute }) => attribute !== "title");
  await said("mapping", "save", id, await fileOf("mapping.json", { users: [...without, titled], groups }));
  assert.equal(await said("mapping", "compare", id, "2"), "Version 2 has the rules of the mapping in force.\n");
  assert.match(await said("mapping", "compare", id, "1"), /[Tt]itle/);
  assert.match(await refused(2, "mapping", "compare", id, "first"), /^version: expected a whole number, found first/);
  assert.equal(await said("mapping", "name", id, "1", "As it began"), "Version 1 is called As it began.\n");
  assert.match(await said("mapping", "versions", id), /\n1 .* As it began/);
  assert.equal(await said("mapping", "name", id, "1"), "Version 1 has no name.\n");
});

test("a webhook is created, tried, changed, replayed and deleted", async () => {
  const created = await json<WebhookWithSecret>("webhooks", "create", "Audit", receiver.url, "--types", "user.*");
  const { id, secret } = created;
  assert.match(secret, /^whsec_/);
  assert.match(await said("webhooks", "list"), new RegExp(`\\n${id} +Audit +\\S+ +user\\.\\* +active +0 +0\\n`));
  assert.match(await said("webhooks", "test", id), /^The receiver answered 2\d\d in \d+ ms\.\n$/);
  await new Source(await server.createSourceApplication("Told")).create("Users", person("dee"));
  let delivered: WebhookDelivery[] = [];
  while (delivered.length === 0) {
    delivered = (await json<{ items: WebhookDelivery[] }>("webhooks", "deliveries", id, "--state", "delivered")).items;
  }
  assert.match(await said("webhooks", "deliveries", id), /\n\S+ +user\.created +delivered +1 +2\d\d +20/);
  assert.match(await refused(2, "webhooks", "replay", id), /^which of them\?/);
  assert.equal(await said("webhooks", "replay", id, delivered[0]?.id ?? ""), "1 are sent once more.\n");
  assert.equal(await said("webhooks", "replay", id, "--from", new Date().toISOString()), "0 are sent once more.\n");
  assert.match(await refused(2, "webhooks", "change", id), /^nothing to change/);
  assert.equal(await said("webhooks", "change", id, "--state", "paused", "--types", "*"), "Audit is paused.\n");
  const [changed] = (await json<{ items: Webhook[] }>("webhooks", "list")).items;
  assert.deepEqual([changed?.state, changed?.eventTypes], ["paused", []]);
  const rotated = await json<WebhookWithSecret>("webhooks", "rotate-secret", id);
  assert.notEqual(rotated.secret, secret);
  assert.equal(await said("webhooks", "delete", id), "Deleted.\n");
  assert.equal(await said("webhooks", "list"), "(none)\n");
});

test("who is told of what is shown and replaced, and a test that cannot be sent says why", async () => {
  const settings: NoticeSettings = {
    quietDays: 3,
    recipients: [{ address: "ola.nordby@example.com", kinds: ["held", "token-expiring"] }],
  };
  assert.equal(await said("notices", "set", await fileOf("notices.json", settings)), "Saved; 1 are told by e-mail.\n");
  const shown = await said("notices", "show");
  assert.match(shown, /\nola\.nordby@example\.com +held, token-expiring\n/);
  assert.match(
    shown,
    /\nA source has gone quiet after 3 days without a call\.\nNo mail server is named: ROLLCALL_SMTP_URL\.\n/,
  );
  assert.match(await refused(1, "notices", "test", "ola.nordby@example.com"), /mail server|e-mail/i);
  assert.match(await said("notices", "list"), /^(since|\(none\))/);
});
