import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { startMailServer, type TestMailServer } from "../support/mail-server.ts";
import { TestOrganization } from "../support/organization.ts";
import { startReceiver } from "../support/receiver.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

const hour = 3_600_000;
const day = 24 * hour;
const allKinds = [
  "held",
  "conflict",
  "source-failing",
  "source-quiet",
  "token-expiring",
  "webhook-broken",
  "domain-lost",
] as const;

let mail: TestMailServer;
let server: TestServer;
let owner: AdminCaller;
/** The clock of the server runs on by itself, ahead by this. */
let ahead = 0;
before(async () => {
  mail = await startMailServer();
  const now = () => new Date(Date.now() + ahead).toISOString();
  server = await startTestServer({ mailServer: mail.settings, now, retrySeconds: [0.05] });
  owner = adminCaller(server);
});
after(async () => {
  await server?.close();
  await mail?.close();
});

let made = 0;
async function organization(recipients: { address: string; kinds: (typeof allKinds)[number][] }[] = []) {
  const { id } = await owner.call(adminRoutes.createOrganization, { body: { name: `Customer ${++made}` } });
  const params = { organizationId: id };
  await owner.call(adminRoutes.putNoticeSettings, { params, body: { quietDays: 3, recipients } });
  const kinds = async () => (await owner.call(adminRoutes.listNotices, { params })).items.map(({ kind }) => kind);
  const to = (address: string) => mail.received.filter((one) => one.to.includes(address));
  return { id, params, kinds, to, pages: new TestOrganization(server, id) };
}

async function holdSomething({ pages }: Awaited<ReturnType<typeof organization>>) {
  const source = await pages.source("Okta");
  const { id } = await source.create("Users", person("ann"));
  const path = `/source-applications/${source.applicationId}/guard`;
  await pages.call("PUT", path, { enabled: true, atLeast: 0, percent: 0 });
  await source.setActive(id, false);
  return { source, id };
}

describe("a notice", () => {
  test("is raised once for a cause, goes to whom it concerns in one e-mail, and ends with its cause", async () => {
    const made = await organization([
      { address: "ola@example.com", kinds: ["held", "conflict"] },
      { address: "kim@example.com", kinds: ["conflict"] },
      { address: "lee@example.com", kinds: ["source-quiet"] },
    ]);
    const { params, pages, kinds, to } = made;
    const { source, id } = await holdSomething(made);
    const body = { attributes: { userName: "bob", email: "bob@example.com", displayName: "Bob" } };
    await owner.call(adminRoutes.createDirectoryUser, { params, body });
    await source.create("Users", person("bob"));
    await server.notices.run();
    assert.deepEqual((await kinds()).sort(), ["conflict", "held"]);
    // The same look again, as another node or a restart has it.
    await Promise.all([server.notices.run(), server.notices.run()]);
    assert.deepEqual((await kinds()).length, 2);
    assert.deepEqual(
      [to("ola@example.com").length, to("kim@example.com").length, to("lee@example.com").length],
      [1, 1, 0],
    );
    const [told] = to("ola@example.com");
    assert.match(told?.content ?? "", /1 change of "Okta" is held: approve or reject/);
    assert.match(told?.content ?? "", /1 conflict of "Okta" waits/);
    assert.doesNotMatch(to("kim@example.com")[0]?.content ?? "", /approve or reject/);
    assert.equal(told?.from, "rollcall@example.com");
    const [shown] = (await owner.call(adminRoutes.listNotices, { params })).items.filter(({ kind }) => kind === "held");
    assert.deepEqual(
      [shown?.sourceApplicationId, shown?.endedAt, shown?.mails.map(({ address, state }) => [address, state])],
      [source.applicationId, null, [["ola@example.com", "sent"]]],
    );
    // The source takes it back: nothing is held any more.
    await source.setActive(id, true);
    await server.notices.run();
    const ended = (await owner.call(adminRoutes.listNotices, { params })).items.filter(
      ({ endedAt }) => endedAt !== null,
    );
    assert.deepEqual(
      ended.map(({ kind }) => kind),
      ["held"],
    );
    // What comes back within the hour is not told again; later it is.
    await source.setActive(id, false);
    await server.notices.run();
    assert.equal(to("ola@example.com").length, 1);
    ahead += 2 * hour;
    await server.notices.run();
    assert.equal(to("ola@example.com").length, 2);
    assert.deepEqual((await pages.eventTypes()).filter((type) => type.startsWith("notice.")).sort(), [
      "notice.conflict",
      "notice.held",
      "notice.held",
    ]);
  });

  test("says that a token expires 30, 7 and 1 days before, each once, and not when it was replaced", async () => {
    const { params, pages, kinds, to } = await organization([{ address: "tok@example.com", kinds: [...allKinds] }]);
    const source = await pages.source("Entra ID");
    const expiresAt = new Date(Date.now() + ahead + 40 * day).toISOString();
    const sourceApplicationId = source.applicationId;
    const body = { name: "next", expiresAt };
    await owner.call(adminRoutes.createBearerToken, { params: { sourceApplicationId }, body });
    const raised: number[] = [];
    for (const days of [5, 11, 1, 16, 1, 5, 1]) {
      ahead += days * day;
      await server.notices.run();
      raised.push((await kinds()).filter((kind) => kind === "token-expiring").length);
    }
    // 35, 24, 23, 7, 6, 1 and 0 days are left.
    assert.deepEqual(raised, [0, 1, 1, 2, 2, 3, 4]);
    assert.match(to("tok@example.com").at(-1)?.content ?? "", /has expired/);
    assert.deepEqual((await owner.call(adminRoutes.listNotices, { params })).items[1]?.endedAt === null, false);
  });

  test("says that a source has gone quiet, that one fails, and that a webhook is broken", async () => {
    const { pages, kinds, params, to } = await organization([{ address: "sam@example.com", kinds: [...allKinds] }]);
    const quiet = await pages.source("Quiet");
    await quiet.create("Users", person("ann"));
    await server.recorder.flush();
    await server.notices.run();
    assert.deepEqual(await kinds(), []);
    ahead += 4 * day;
    const failing = await pages.source("Failing");
    for (let count = 0; count < 6; count += 1) await failing.send("GET", "/Users/0000");
    await server.recorder.flush();
    const receiver = await startReceiver((response) => response.writeHead(410).end());
    const webhook = { name: "Tickets", url: receiver.url };
    const { id: webhookId } = await owner.call(adminRoutes.createWebhook, { params, body: webhook });
    await failing.create("Users", person("bob"));
    for (let state = "active"; state === "active"; await sleep(20)) {
      state = (await owner.call(adminRoutes.getWebhook, { params: { ...params, webhookId } })).state;
    }
    await receiver.close();
    await server.notices.run();
    assert.deepEqual((await kinds()).sort(), ["source-failing", "source-quiet", "webhook-broken"]);
    const content = to("sam@example.com").at(-1)?.content ?? "";
    assert.match(content, /"Quiet" has not called for 4 days/);
    assert.match(content, /The webhook "Tickets" is stopped: the receiver answered 410/);
  });

  test("is tried again while the mail server refuses it, and is sent once", async () => {
    const made = await organization([{ address: "rio@example.com", kinds: ["held"] }]);
    await holdSomething(made);
    mail.answer = "451 try again later";
    await server.notices.run();
    const state = async () => (await owner.call(adminRoutes.listNotices, { params: made.params })).items[0]?.mails[0];
    const refused = await state();
    assert.equal(refused?.state, "waiting");
    assert.match(refused?.error ?? "", /451 try again later/);
    mail.answer = "250 taken";
    await server.notices.run();
    assert.equal(made.to("rio@example.com").length, 0, "it is not due yet");
    ahead += hour;
    await server.notices.run();
    await server.notices.run();
    assert.equal(made.to("rio@example.com").length, 1);
    assert.equal((await state())?.state, "sent");
  });

  test("reaches webhooks that want it, signed like every event", async () => {
    const made = await organization();
    const receiver = await startReceiver();
    const body = { name: "Pager", url: receiver.url, eventTypes: ["notice.*"] };
    await owner.call(adminRoutes.createWebhook, { params: made.params, body });
    const { source } = await holdSomething(made);
    await server.notices.run();
    await receiver.got(1);
    const { type, data } = JSON.parse(receiver.received[0]?.body ?? "") as {
      type: string;
      data: { sourceApplicationId: string; reason: string };
    };
    assert.deepEqual(
      [type, data.sourceApplicationId, data.reason],
      ["notice.held", source.applicationId, '1 change of "Okta" is held: approve or reject.'],
    );
    await receiver.close();
  });
});

describe("who is told", () => {
  test("is a setting of the organization, and each address stands there once", async () => {
    const { params } = await organization();
    const body = { quietDays: 5, recipients: [{ address: "ola@example.com", kinds: ["held" as const] }] };
    assert.deepEqual(await owner.call(adminRoutes.putNoticeSettings, { params, body }), body);
    assert.deepEqual(await owner.call(adminRoutes.getNoticeSettings, { params }), {
      ...body,
      from: "Rollcall <rollcall@example.com>",
    });
    const twice = {
      quietDays: 5,
      recipients: ["ola@example.com", "Ola@example.com"].map((address) => ({ address, kinds: [] })),
    };
    const refused = await owner.refused(adminRoutes.putNoticeSettings, { params, body: twice });
    assert.deepEqual([refused.status, refused.code], [400, "notice.same_address"]);
  });

  test("can be tried: the test says what the mail server answered", async () => {
    const { params, to } = await organization();
    const body = { address: "try@example.com" };
    assert.deepEqual(await owner.call(adminRoutes.testNotice, { params, body }), { error: null });
    assert.equal(to("try@example.com").length, 1);
    mail.answer = "550 nobody here";
    const { error } = await owner.call(adminRoutes.testNotice, { params, body });
    mail.answer = "250 taken";
    assert.match(error ?? "", /550 nobody here/);
  });

  test("without a mail server is told by webhooks alone, and a test says what to set", async () => {
    const without = await startTestServer({ beside: server });
    const { params } = await organization();
    const caller = adminCaller(without);
    const refused = await caller.refused(adminRoutes.testNotice, { params, body: { address: "try@example.com" } });
    assert.deepEqual([refused.status, refused.code], [409, "notice.no_mail_server"]);
    assert.equal((await caller.call(adminRoutes.getNoticeSettings, { params })).from, null);
    await without.close();
  });
});
