import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { FeedEvent } from "@rollcall/admin-api/provisioning-events.ts";
import type { Webhook, WebhookDelivery, WebhookWithSecret } from "@rollcall/admin-api/webhooks.ts";
import { Webhook as Verifier } from "standardwebhooks";
import { unnamedStatement } from "../../src/storage/database.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { person } from "../support/source.ts";

/** Of ten chances to fail three times of ten one in 170,000 uses all up. */
const own = withServer({ retrySeconds: Array.from({ length: 9 }, () => 0.05) });

const receivers: Receiver[] = [];
after(() => Promise.all(receivers.map((one) => one.close())));

async function receiver(...how: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...how);
  receivers.push(started);
  return started;
}

async function hook(organization: TestOrganization, url: string, more: object = {}): Promise<WebhookWithSecret> {
  return organization.call("POST", `/organizations/${organization.id}/webhooks`, { name: "Receiver", url, ...more });
}

const pathOf = (organization: TestOrganization, id: string) => `/organizations/${organization.id}/webhooks/${id}`;

async function deliveries(organization: TestOrganization, id: string, query = ""): Promise<WebhookDelivery[]> {
  const path = `${pathOf(organization, id)}/deliveries${query}`;
  return (await organization.call<{ items: WebhookDelivery[] }>("GET", path)).items;
}

/** Waits until a webhook has no delivery left to make. */
async function settled(organization: TestOrganization, id: string): Promise<Webhook> {
  await organization.events();
  const behind = unnamedStatement(
    `select 1 from webhooks w join provisioning_event_feeds f on f.organization_id = w.organization_id
      where w.id = $1 and w.position < f.last_position`,
  );
  for (let count = 0; count < 400; count += 1) {
    if ((await own.server.database.pool.query(behind, [id])).length === 0) {
      const webhook = await organization.call<Webhook>("GET", pathOf(organization, id));
      if (webhook.waiting === 0) return webhook;
    }
    await sleep(25);
  }
  throw new Error("deliveries still wait after ten seconds");
}

const eventOf = ({ body }: { readonly body: string }) =>
  JSON.parse(body) as { type: string; timestamp: string; data: FeedEvent };

describe("deliveries", () => {
  test("carry the event as the feed shows it, signed as Standard Webhooks says", async () => {
    const organization = await own.organization();
    const target = await receiver();
    const { id, secret } = await hook(organization, target.url);
    const source = await organization.source();
    await source.create("Users", person("ann"));
    await target.got(1);
    const [got] = target.received;
    assert.ok(got);
    const headers = Object.fromEntries(Object.entries(got.headers).map(([name, value]) => [name, String(value)]));
    new Verifier(secret).verify(got.body, headers);
    const [event] = await organization.events();
    assert.deepEqual(JSON.parse(got.body), { type: event?.type, timestamp: event?.occurredAt, data: event });
    await settled(organization, id);
    const [delivery] = await deliveries(organization, id);
    assert.deepEqual(
      [delivery?.state, delivery?.attempts, delivery?.status, delivery?.id, delivery?.event?.id],
      ["delivered", 1, 204, got.headers["webhook-id"], event?.id],
    );
  });

  test("tell of what happens after the webhook was made, and of the types that it wants", async () => {
    const organization = await own.organization();
    const target = await receiver();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    await organization.events();
    const { id } = await hook(organization, target.url, { eventTypes: ["user.disabled", "group.*"] });
    await source.patch("Users", ann.id, { op: "replace", path: "title", value: "Clerk" });
    await source.setActive(ann.id, false);
    await source.create("Groups", { displayName: "Lab" });
    await target.got(2);
    await settled(organization, id);
    assert.deepEqual(target.received.map((one) => eventOf(one).type).sort(), ["group.created", "user.disabled"]);
  });

  test("a receiver that fails three times of ten misses nothing, and each person's events come in their order", async () => {
    const organization = await own.organization();
    const accepted: FeedEvent[] = [];
    let chance = 7;
    const target = await receiver((response, _number, request) => {
      chance = (chance * 1_103_515_245 + 12_345) % 2_147_483_648;
      const fails = chance % 10 < 3;
      if (!fails) accepted.push(eventOf(request).data);
      response.writeHead(fails ? 500 : 200).end("noted");
    });
    const { id } = await hook(organization, target.url);
    const source = await organization.source();
    const people = await Promise.all(Array.from({ length: 20 }, (_, n) => source.create("Users", person(`p${n}`))));
    for (const title of ["one", "two", "three"]) {
      await Promise.all(
        people.map(({ id: user }) => source.patch("Users", user, { op: "replace", path: "title", value: title })),
      );
    }
    assert.equal((await settled(organization, id)).dead, 0);
    const events = await organization.events();
    assert.deepEqual(new Set(accepted.map((event) => event.id)), new Set(events.map((event) => event.id)));
    for (const { directoryUserId } of events.filter(({ type }) => type === "user.created")) {
      const of = (list: readonly FeedEvent[]) =>
        list.filter((event) => event.directoryUserId === directoryUserId).map((event) => event.id);
      assert.deepEqual(of(accepted), of(events));
      const positions = accepted.filter((event) => event.directoryUserId === directoryUserId).map((e) => e.position);
      assert.deepEqual(
        positions,
        positions.toSorted((a, b) => a - b),
      );
    }
  });

  test("are given up after the last attempt, stay in the log with what was answered, and are made again when asked", async () => {
    const organization = await own.organization();
    let broken = true;
    const target = await receiver((response) => {
      response.writeHead(broken ? 503 : 200).end(broken ? "try later" : "thanks");
    });
    const { id } = await hook(organization, target.url);
    const source = await organization.source();
    await source.create("Users", person("ann"));
    assert.equal((await settled(organization, id)).dead, 1);
    const [dead] = await deliveries(organization, id, "?state=dead");
    assert.deepEqual(
      [dead?.attempts, dead?.status, dead?.error, dead?.answer],
      [10, 503, "the receiver answered 503, expected 2xx", "try later"],
    );
    broken = false;
    const replay = { deliveryIds: [dead?.id] };
    assert.deepEqual(await organization.call("POST", `${pathOf(organization, id)}/replay`, replay), { replayed: 1 });
    assert.equal((await settled(organization, id)).dead, 0);
    const range = { from: "2020-01-01T00:00:00.000Z", until: "2100-01-01T00:00:00.000Z" };
    const path = `${pathOf(organization, id)}/replay`;
    assert.deepEqual(await organization.call("POST", path, range), { replayed: 0 });
    assert.deepEqual(await organization.call("POST", path, { ...range, delivered: true }), { replayed: 1 });
    assert.equal(new Set(target.received.map(({ headers }) => headers["webhook-id"])).size, 1);
  });

  test("a receiver that stalls delays no SCIM write and no other receiver", async () => {
    const organization = await own.organization();
    const stalled = await receiver(() => undefined);
    const quick = await receiver();
    await hook(organization, stalled.url);
    const { id } = await hook(organization, quick.url);
    const source = await organization.source();
    await source.create("Users", person("ann"));
    await stalled.got(1);
    await source.create("Users", person("bob"));
    await quick.got(2);
    await settled(organization, id);
  });

  test("two receivers of one host do not delay each other: one that stalls takes no connection of the other", async () => {
    const organization = await own.organization();
    const host = await receiver((response, _number, { path }) => {
      if (path.endsWith("/quick")) response.writeHead(204).end();
    });
    await hook(organization, `${host.url}/stalled`);
    const source = await organization.source();
    const create = (n: number) => source.create("Users", person(`p${n}`));
    await Promise.all(Array.from({ length: 40 }, (_, n) => create(n)));
    // Everything that may be under way at once is.
    await host.got(32);
    const { id } = await hook(organization, `${host.url}/quick`);
    await create(40);
    await host.got(33);
    assert.equal((await settled(organization, id)).failingSince, null);
  });

  test("the log is newest first, and shows what was sent where", async () => {
    const organization = await own.organization();
    const target = await receiver();
    const { id } = await hook(organization, target.url);
    const source = await organization.source();
    for (let n = 0; n < 12; n += 1) await source.create("Users", person(`p${n}`));
    await settled(organization, id);
    const log = await deliveries(organization, id);
    const positions = log.map(({ event }) => event?.position);
    assert.deepEqual(
      positions,
      positions.toSorted((a, b) => (b ?? 0) - (a ?? 0)),
    );
    const byId = new Map(target.received.map((one) => [one.headers["webhook-id"], one]));
    for (const { id: delivery, request } of log) {
      const got = byId.get(delivery);
      assert.deepEqual(request, {
        url: target.url,
        headers: { "webhook-id": delivery, "webhook-timestamp": got?.headers["webhook-timestamp"] },
        body: got?.body,
      });
    }
  });

  test("a redirect is not followed, and an endless answer is not read", async () => {
    const organization = await own.organization();
    const elsewhere = await receiver();
    const target = await receiver((response, number) => {
      if (number === 0) {
        response.writeHead(302, { location: elsewhere.url }).end();
        return;
      }
      response.writeHead(200);
      const pour = (): void => {
        while (response.writable && response.write("x".repeat(65_536)));
        if (response.writable) response.once("drain", pour);
      };
      pour();
    });
    const { id } = await hook(organization, target.url);
    const first = await organization.call<WebhookDelivery>("POST", `${pathOf(organization, id)}/test`);
    assert.deepEqual([first.status, first.error], [302, "the receiver answered 302: redirects are not followed"]);
    const second = await organization.call<WebhookDelivery>("POST", `${pathOf(organization, id)}/test`);
    assert.deepEqual([second.status, second.error, second.answer?.length], [200, null, 2_000]);
    assert.equal(elsewhere.received.length, 0);
  });
});

describe("a webhook", () => {
  test("paused keeps its place, and resumed tells of what happened meanwhile", async () => {
    const organization = await own.organization();
    const target = await receiver();
    const { id } = await hook(organization, target.url);
    await organization.call("PATCH", pathOf(organization, id), { state: "paused" });
    const source = await organization.source();
    await source.create("Users", person("ann"));
    await organization.events();
    await sleep(300);
    assert.equal(target.received.length, 0);
    await organization.call("PATCH", pathOf(organization, id), { state: "active" });
    await target.got(1);
  });

  test("whose receiver answers 410 is stopped, and says why", async () => {
    const organization = await own.organization();
    const target = await receiver((response) => response.writeHead(410).end());
    const { id } = await hook(organization, target.url);
    const source = await organization.source();
    await source.create("Users", person("ann"));
    await target.got(1);
    for (let count = 0; count < 100; count += 1) {
      const { state, stateReason } = await organization.call<Webhook>("GET", pathOf(organization, id));
      if (state === "active") await sleep(20);
      else return assert.match(`${state}: ${stateReason}`, /^broken: the receiver answered 410/);
    }
    assert.fail("the webhook is still active");
  });

  test("gets a new secret, and the older one signs as well for a day", async () => {
    const organization = await own.organization();
    const target = await receiver();
    const { id, secret } = await hook(organization, target.url);
    const second = await organization.call<WebhookWithSecret>("POST", `${pathOf(organization, id)}/rotate-secret`);
    await organization.call("POST", `${pathOf(organization, id)}/test`);
    const [got] = target.received;
    assert.ok(got);
    const headers = Object.fromEntries(Object.entries(got.headers).map(([name, value]) => [name, String(value)]));
    for (const one of [secret, second.secret]) new Verifier(one).verify(got.body, headers);
    assert.throws(() => new Verifier(`whsec_${Buffer.alloc(32).toString("base64")}`).verify(got.body, headers));
    assert.deepEqual(
      second.secrets.map(({ hint, expiresAt }) => [hint, expiresAt === null]),
      [
        [second.secret.slice(-4), true],
        [secret.slice(-4), false],
      ],
    );
  });

  test("never shows its secret again, and keeps it sealed", async () => {
    const organization = await own.organization();
    const target = await receiver();
    const { id, secret } = await hook(organization, target.url);
    const shown = JSON.stringify(await organization.call("GET", pathOf(organization, id)));
    assert.ok(!shown.includes(secret));
    const rows = await own.server.database.pool.query(
      unnamedStatement("select secrets::text as text from webhooks where id = $1"),
      [id],
    );
    assert.ok(!JSON.stringify(rows).includes(secret.slice(6)));
  });

  test("is not replayed without a word about which deliveries", async () => {
    const organization = await own.organization();
    const target = await receiver();
    const { id } = await hook(organization, target.url);
    for (const body of [{}, { from: "2026-01-01T00:00:00.000Z" }]) {
      const answer = await own.server.api<{ code: string }>("POST", `${pathOf(organization, id)}/replay`, body);
      assert.deepEqual([answer.status, answer.body.code], [400, "webhook.replay_of_nothing"]);
    }
  });

  test("of a type that no event has is refused", async () => {
    const organization = await own.organization();
    const path = `/organizations/${organization.id}/webhooks`;
    const body = { name: "Receiver", url: "https://hooks.example.com/", eventTypes: ["user.*", "user.delete"] };
    const answer = await own.server.api<{ code: string }>("POST", path, body);
    assert.deepEqual([answer.status, answer.body.code], [400, "webhook.unknown_event_type"]);
  });

  for (const url of ["ftp://example.com/", "example.com", "https://ann:secret@example.com/"]) {
    test(`of the URL ${url} is refused`, async () => {
      const organization = await own.organization();
      const path = `/organizations/${organization.id}/webhooks`;
      const answer = await own.server.api<{ code: string }>("POST", path, { name: "Receiver", url });
      assert.deepEqual([answer.status, answer.body.code], [400, "webhook.url_not_usable"]);
    });
  }
});

describe("private addresses", () => {
  const guarded = withServer({ privateReceivers: false });
  for (const host of [
    "127.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "2130706433",
    "0x7f.1",
    "0",
    "10.1.2.3",
    "169.254.169.254",
    "localhost",
  ]) {
    test(`${host} is not called unless a setting allows it`, async () => {
      const organization = await guarded.organization();
      const target = await receiver();
      const url = target.url.replace("127.0.0.1", host);
      const { id } = await hook(organization, url);
      const attempt = await organization.call<WebhookDelivery>("POST", `${pathOf(organization, id)}/test`);
      assert.match(attempt.error ?? "", /is not an address of the internet/);
      assert.equal(target.received.length, 0);
    });
  }
});
