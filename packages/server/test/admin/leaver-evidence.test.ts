import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Ladder } from "@rollcall/admin-api/deprovisioning-policies.ts";
import type { Departure, LeaverDelays } from "@rollcall/admin-api/leaver-evidence.ts";
import type { Webhook, WebhookWithSecret } from "@rollcall/admin-api/webhooks.ts";
import { dropOldDeliveries } from "../../src/actions/drop-old-events.ts";
import { instantOf } from "../../src/domain/id.ts";
import { MovableClock } from "../support/clock.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { person, type Source } from "../support/source.ts";

// Who left: when it was asked, when it was in force, and who downstream acknowledged it.

const clock = new MovableClock();
const own = withServer({ now: clock.now, retrySeconds: [0.05] });

const receivers: Receiver[] = [];
after(() => Promise.all(receivers.map((one) => one.close())));

async function hook(
  organization: TestOrganization,
  name: string,
  answer?: Parameters<typeof startReceiver>[0],
  more: object = {},
): Promise<string> {
  const receiver = await startReceiver(answer);
  receivers.push(receiver);
  const body = { name, url: receiver.url, ...more };
  return (await organization.call<WebhookWithSecret>("POST", `/organizations/${organization.id}/webhooks`, body)).id;
}

/** Waits until nothing is left to deliver by the webhooks that are not stopped. */
async function delivered(organization: TestOrganization): Promise<void> {
  const events = await organization.events();
  const path = `/organizations/${organization.id}/webhooks`;
  for (let turn = 0; turn < 400; turn++) {
    const { items } = await organization.call<{ items: Webhook[] }>("GET", path);
    const active = items.filter(({ state }) => state === "active");
    const logs = await Promise.all(
      active.map(({ id }) =>
        organization.call<{ items: { state: string; event: { id: string } | null }[] }>(
          "GET",
          `${path}/${id}/deliveries?limit=500`,
        ),
      ),
    );
    const last = events.findLast(({ type }) => type !== "user.left-groups")?.id;
    const done = logs.every(
      (log) => log.items.every(({ state }) => state !== "waiting") && log.items.some(({ event }) => event?.id === last),
    );
    if (done) return;
    await sleep(25);
  }
  throw new Error("deliveries still wait after ten seconds");
}

/** Waits until so many requests of a source are on record, and answers the last one. */
async function recorded(organization: TestOrganization, source: Source, count: number) {
  for (let turn = 0; turn < 400; turn++) {
    const exchanges = await organization.exchanges(source);
    if (exchanges.length >= count) return exchanges.at(-1);
    await sleep(25);
  }
  throw new Error(`${count} requests are not on record after ten seconds`);
}

interface Evidence {
  readonly directoryUserId: string;
  readonly directoryUserName: string | null;
  readonly erasedAt: string | null;
  readonly items: Departure[];
}

const evidenceOf = (organization: TestOrganization, id: string) =>
  organization.call<Evidence>("GET", `/organizations/${organization.id}/directory-users/${id}/leaver-evidence`);
const listOf = (source: Source) => `/source-applications/${source.applicationId}/leaver-evidence`;

async function scene(options: Parameters<TestOrganization["source"]>[1] = {}) {
  const organization = await own.organization();
  const source = await organization.source("HR feed", options);
  const ann = await source.create("Users", person("ann"));
  const { id } = await organization.user("ann@example.com");
  return { organization, source, scimId: ann.id, id };
}

/** An administrator decides about all that is held. */
async function decide({ organization, source }: { organization: TestOrganization; source: Source }, decision: string) {
  const path = `/source-applications/${source.applicationId}/held-changes/decide`;
  await organization.call("POST", path, { decision, reason: "asked for" });
  await organization.server.finishing.run();
}

describe("the evidence of a leaver", () => {
  test("says by which request with which token it was asked, when it was in force and who acknowledged it", async () => {
    const { organization, source, scimId, id } = await scene();
    const webhookId = await hook(organization, "Badge system");
    await source.setActive(scimId, false);
    await delivered(organization);
    const exchange = await recorded(organization, source, 2);
    const disabled = (await organization.events()).at(-1);
    assert.ok(exchange && disabled?.type === "user.disabled");
    const evidence = await evidenceOf(organization, id);
    const [departure] = evidence.items;
    const [receiver] = departure?.disabled?.receivers ?? [];
    assert.ok(departure?.disabled && receiver?.acknowledgedAt);
    const askedAt = new Date(Date.parse(exchange.occurredAt) - exchange.durationMicroseconds / 1_000).toISOString();
    const who = { eventId: disabled.id, actor: "source", actorName: "HR feed" };
    const secondsOf = (from: string, to: string) => Math.max(0, Date.parse(to) - Date.parse(from)) / 1_000;
    assert.deepEqual(evidence, {
      directoryUserId: id,
      directoryUserName: "Ann Example",
      erasedAt: null,
      items: [
        {
          directoryUserId: id,
          directoryUserName: "Ann Example",
          asked: {
            ...who,
            at: askedAt,
            sourceApplicationId: source.applicationId,
            sourceApplicationName: "HR feed",
            exchangeId: exchange.id,
            exchange: {
              method: "PATCH",
              path: `/Users/${scimId}`,
              status: 200,
              requestId: null,
              token: { kind: "bearer-token", name: departure.asked.exchange?.token?.name },
            },
          },
          held: null,
          disabled: {
            ...who,
            at: disabled.occurredAt,
            type: "user.disabled",
            reason: null,
            exchangeId: exchange.id,
            secondsAfterAsked: secondsOf(askedAt, disabled.occurredAt),
            receivers: [
              {
                webhookId,
                webhookName: "Badge system",
                state: "acknowledged",
                acknowledgedAt: receiver.acknowledgedAt,
                secondsAfterStep: secondsOf(disabled.occurredAt, receiver.acknowledgedAt),
                attempts: 1,
                status: 204,
                error: null,
                nextAttemptAt: null,
                stopped: null,
              },
            ],
          },
          steps: [],
          ended: null,
        },
      ],
    });
    assert.ok(departure.asked.exchange?.token?.name);
    assert.ok(askedAt <= disabled.occurredAt && disabled.occurredAt <= receiver.acknowledgedAt);
  });

  test("names each receiver that has not acknowledged it, and why; not those that came later or ask for other events", async () => {
    const { organization, source, scimId, id } = await scene();
    await organization.events();
    await hook(organization, "Well");
    await hook(organization, "Failing", (response) => response.writeHead(500).end());
    const stopped = await hook(organization, "Stopped");
    await hook(organization, "Groups only", undefined, { eventTypes: ["group.*"] });
    await hook(organization, "Departures", undefined, { eventTypes: ["user.disabled", "user.binned"] });
    await organization.call("PATCH", `/organizations/${organization.id}/webhooks/${stopped}`, { state: "paused" });
    await source.setActive(scimId, false);
    const told = async () =>
      (await evidenceOf(organization, id)).items[0]?.disabled?.receivers.map(
        ({ webhookName, state, attempts, status, error, acknowledgedAt, stopped: why }) =>
          [webhookName, state, attempts, status, error, acknowledgedAt !== null, why].join(" "),
      );
    // All but the one that is paused come to an end.
    const waiting = async () => (await told())?.filter((text) => text.includes(" waiting ")).length;
    for (let turn = 0; turn < 400 && (await waiting()) !== 1; turn++) await sleep(25);
    await hook(organization, "Later");
    assert.deepEqual(await told(), [
      "Well acknowledged 1 204  true ",
      "Failing dead 2 500 the receiver answered 500, expected 2xx false ",
      "Stopped waiting 0   false paused",
      "Departures acknowledged 1 204  true ",
    ]);
    const open = await organization.call<{ items: Departure[] }>("GET", `${listOf(source)}?open=true`);
    assert.deepEqual(
      open.items.map(({ directoryUserName }) => directoryUserName),
      ["Ann Example"],
    );
  });

  test("an acknowledgement that the log has dropped is neither there nor waited for", async () => {
    const { organization, source, scimId, id } = await scene();
    await hook(organization, "Badge system");
    await source.setActive(scimId, false);
    await delivered(organization);
    clock.moveDays(31);
    await dropOldDeliveries(organization.server.deps, () => true);
    const [departure] = (await evidenceOf(organization, id)).items;
    assert.deepEqual(
      departure?.disabled?.receivers.map(({ state, acknowledgedAt }) => [state, acknowledgedAt]),
      [["not-logged", null]],
    );
    const open = await organization.call<{ items: Departure[] }>("GET", `${listOf(source)}?open=true`);
    assert.deepEqual(open.items, []);
  });

  test("goes on with each step of the ladder, and outlives the person: of who is erased no name is left", async () => {
    const ladder: Ladder = { name: "All", when: null, groupsAfterDays: 1, binAfterDays: 2, eraseAfterDays: 3 };
    const { organization, source, scimId, id } = await scene({
      policy: { deleteDeactivatedUsers: false, ladders: [ladder] },
    });
    await hook(organization, "Badge system", undefined, { eventTypes: ["user.*"] });
    await source.create("Groups", { displayName: "Lab", members: [{ value: scimId }] });
    await source.setActive(scimId, false);
    await recorded(organization, source, 3);
    for (let day = 0; day < 3; day++) {
      clock.moveDays(1.1);
      await organization.server.finishing.run();
    }
    await delivered(organization);
    const { directoryUserName, erasedAt, items } = await evidenceOf(organization, id);
    assert.equal(directoryUserName, null);
    assert.ok(erasedAt);
    const [departure] = items;
    assert.deepEqual(
      [departure?.directoryUserName, departure?.asked.exchange?.method, departure?.disabled?.type],
      [null, "PATCH", "user.disabled"],
    );
    assert.deepEqual(
      departure?.steps.map(({ type, actor, secondsAfterAsked, receivers: told }) => [
        type,
        actor,
        Math.round(secondsAfterAsked / 8_640) / 10,
        told.map(({ state }) => state).join(),
      ]),
      [
        ["user.left-groups", "policy", 1.1, "acknowledged"],
        ["user.binned", "policy", 2.2, "acknowledged"],
        ["user.erased", "policy", 3.3, "acknowledged"],
      ],
    );
    assert.match(
      departure?.steps[1]?.reason ?? "",
      /^the policy of "HR feed", ladder "All": to the recycle bin 2 days/,
    );
  });

  test("a leaver who came back and left again left twice, the last time first", async () => {
    const { organization, source, scimId, id } = await scene();
    await source.setActive(scimId, false);
    await source.setActive(scimId, true);
    await organization.administer("disable", id);
    await recorded(organization, source, 3);
    const [second, first, ...more] = (await evidenceOf(organization, id)).items;
    assert.deepEqual(more, []);
    assert.deepEqual([first?.ended?.actor, first?.ended?.actorName], ["source", "HR feed"]);
    assert.deepEqual(
      [second?.asked.sourceApplicationId, second?.asked.exchange, second?.asked.actorName, second?.ended],
      [null, null, "First owner", null],
    );
    assert.equal(second?.asked.at, second?.disabled?.at);
    const { items } = await organization.call<{ items: Departure[] }>("GET", listOf(source));
    assert.deepEqual(items, [first], "what is done by hand, no application asked for");
  });

  const held = async (options: Parameters<typeof scene>[0] = {}) => {
    const all = await scene(options);
    await all.organization.administer("protect", all.id);
    await all.source.setActive(all.scimId, false);
    return all;
  };
  type Held = Awaited<ReturnType<typeof held>>;
  const decisions: readonly (readonly [
    decision: string,
    begin: () => Promise<Held>,
    expected: readonly (readonly (string | null)[])[],
  ])[] = [
    ["waits for a person", () => held(), [["protected", "waiting", null, null]]],
    [
      "is approved",
      async () => {
        const all = await held();
        await decide(all, "approve");
        return all;
      },
      [["protected", "approved", "First owner", "user.disabled"]],
    ],
    [
      "is rejected",
      async () => {
        const all = await held();
        await decide(all, "reject");
        return all;
      },
      [["protected", "rejected", "First owner", null]],
    ],
    [
      "is rejected, and asked for anew when nobody protects the person any more",
      async () => {
        const all = await held();
        await decide(all, "reject");
        await all.organization.administer("unprotect", all.id);
        await all.source.setActive(all.scimId, true);
        await all.source.setActive(all.scimId, false);
        return all;
      },
      [
        [null, null, null, "user.disabled"],
        ["protected", "rejected", "First owner", null],
      ],
    ],
    [
      "is a DELETE beyond the guard's limit, approved so that nobody is binned",
      async () => {
        const all = await scene({ policy: { deleteDeactivatedUsers: true } });
        const guard = { enabled: true, atLeast: 0, percent: 0 };
        await all.organization.call("PUT", `/source-applications/${all.source.applicationId}/guard`, guard);
        await all.source.delete("Users", all.scimId);
        await decide(all, "disable");
        return all;
      },
      [["limit", "approved", "First owner", "user.disabled"]],
    ],
    [
      "is taken back by the source, and asked for anew",
      async () => {
        const all = await held();
        await all.source.setActive(all.scimId, true);
        await all.source.setActive(all.scimId, false);
        return all;
      },
      [
        ["protected", "waiting", null, null],
        ["protected", "withdrawn", null, null],
      ],
    ],
    [
      "is overtaken by somebody who disables the person by hand",
      async () => {
        const all = await held();
        await all.organization.administer("disable", all.id);
        return all;
      },
      [["protected", "overtaken", "First owner", "user.disabled"]],
    ],
    [
      "was asked for while the application was paused, several times, and is in force when it is live again",
      async () => {
        const all = await scene();
        await all.organization.setMode(all.source, "paused");
        await all.source.setActive(all.scimId, false);
        await all.source.patch("Users", all.scimId, { op: "replace", path: "title", value: "Chemist" });
        await all.organization.resume(all.source);
        return all;
      },
      [["paused", "released", "HR feed", "user.disabled"]],
    ],
    [
      "was asked for and taken back while the application was paused, and is asked for later",
      async () => {
        const all = await scene();
        await all.organization.setMode(all.source, "paused");
        await all.source.setActive(all.scimId, false);
        await all.source.setActive(all.scimId, true);
        await all.organization.resume(all.source);
        await all.source.setActive(all.scimId, false);
        return all;
      },
      [
        [null, null, null, "user.disabled"],
        ["paused", "withdrawn", null, null],
      ],
    ],
    [
      "is observed",
      async () => {
        const all = await scene();
        await all.organization.setMode(all.source, "observe");
        await all.source.setActive(all.scimId, false);
        return all;
      },
      [["observe", "waiting", null, null]],
    ],
  ];
  for (const [decision, begin, expected] of decisions) {
    test(`of a departure that ${decision}`, async () => {
      const { organization, source, id } = await begin();
      const { items } = await evidenceOf(organization, id);
      assert.deepEqual(
        items.map(({ held: hold, disabled }) => [
          hold?.because ?? null,
          hold?.decision ?? null,
          hold?.decidedByName ?? null,
          disabled?.type ?? null,
        ]),
        expected,
      );
      for (const { asked, held: hold, disabled } of items) {
        assert.equal(asked.sourceApplicationId, source.applicationId);
        if (disabled !== null && hold !== null) assert.equal(hold.decidedAt, disabled.at);
      }
    });
  }

  test("where any source keeps a person, the one that lets go last is who asked", async () => {
    const organization = await own.organization();
    await organization.call("PUT", `/organizations/${organization.id}/status-rule`, { rule: "any" });
    clock.moveDays(0.01);
    await organization.server.jobs.run();
    const [owner, other] = [
      await organization.source("Owner", { domains: ["example.com"] }),
      await organization.source("Other", { domains: ["example.com"] }),
    ];
    const [first, second] = [await owner.create("Users", person("ann")), await other.create("Users", person("ann"))];
    const { id } = await organization.user("ann@example.com");
    await owner.setActive(first.id, false);
    assert.deepEqual((await evidenceOf(organization, id)).items, []);
    await other.setActive(second.id, false);
    await recorded(organization, other, 2);
    const { items } = await evidenceOf(organization, id);
    assert.deepEqual(
      items.map(({ asked, disabled }) => [asked.sourceApplicationName, asked.exchange?.path, disabled?.type]),
      [["Other", `/Users/${second.id}`, "user.disabled"]],
    );
    assert.deepEqual((await organization.call<{ items: Departure[] }>("GET", listOf(other))).items, items);
    assert.deepEqual((await organization.call<{ items: Departure[] }>("GET", listOf(owner))).items, []);
  });

  test("of a Bulk request it names that request", async () => {
    const { organization, source, scimId, id } = await scene();
    const Operations = [{ method: "DELETE", path: `/Users/${scimId}` }];
    await source.send("POST", "/Bulk", { schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], Operations });
    await recorded(organization, source, 2);
    const [departure] = (await evidenceOf(organization, id)).items;
    assert.deepEqual([departure?.asked.exchange?.method, departure?.asked.exchange?.path], ["POST", "/Bulk"]);
  });
});

describe("the departures of an application", () => {
  async function crowd(count: number) {
    const organization = await own.organization();
    const source = await organization.source("HR feed");
    const names = Array.from({ length: count }, (_, index) => `p${index}`);
    const people: string[] = [];
    for (const name of names) people.push((await source.create("Users", person(name))).id);
    return { organization, source, people };
  }

  test("are listed newest first, page by page, within a window", async () => {
    const { organization, source, people } = await crowd(5);
    for (const id of people) await source.setActive(id, false);
    await source.setActive(people[0] ?? "", true);
    await recorded(organization, source, 11);
    const whole = await organization.call<{ items: Departure[] }>("GET", listOf(source));
    assert.deepEqual(
      whole.items.map(({ directoryUserName }) => directoryUserName),
      ["P4 Example", "P3 Example", "P2 Example", "P1 Example", "P0 Example"],
    );
    const paged: Departure[] = [];
    for (let cursor = ""; ; ) {
      const page = await organization.call<{ items: Departure[]; nextCursor: string | null }>(
        "GET",
        `${listOf(source)}?limit=2${cursor}`,
      );
      paged.push(...page.items);
      if (page.nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    assert.deepEqual(paged, whole.items);
    // Ids say by the clock of the wall when an event was made; that of this server is ahead.
    const madeAt = (index: number) => new Date(instantOf(whole.items[index]?.asked.eventId ?? "")).toISOString();
    const [since, until] = [madeAt(3), madeAt(1)];
    const within = await organization.call<{ items: Departure[] }>(
      "GET",
      `${listOf(source)}?since=${encodeURIComponent(since)}&until=${encodeURIComponent(until)}`,
    );
    const expected = whole.items.filter((_, index) => madeAt(index) >= since && madeAt(index) < until);
    assert.deepEqual(within.items, expected);
    assert.ok(expected.length > 0 && expected.length < 5);
  });

  test("are measured: how long until they were in force and until each receiver acknowledged them", async () => {
    const { organization, source, people } = await crowd(4);
    const webhookId = await hook(organization, "Badge system", undefined, { eventTypes: ["user.disabled"] });
    const [first = "", second = "", third = "", fourth = ""] = people;
    const heldUser = (await organization.users())[2];
    const waitingUser = (await organization.users())[3];
    for (const user of [heldUser, waitingUser]) await organization.administer("protect", user?.id ?? "");
    for (const id of [first, second, third]) await source.setActive(id, false);
    clock.moveDays(0.5);
    await decide({ organization, source }, "approve");
    await source.setActive(fourth, false);
    await organization.events();
    await recorded(organization, source, 8);
    const read = () => organization.call<LeaverDelays>("GET", `${listOf(source)}/delays`);
    for (let turn = 0; turn < 400 && (await read()).receivers[0]?.count !== 3; turn++) await sleep(25);
    const delays = await read();
    const { items } = await organization.call<{ items: Departure[] }>("GET", listOf(source));
    const seconds = (wanted: boolean) =>
      items
        .flatMap(({ held, disabled }) => (disabled && (held !== null) === wanted ? disabled.secondsAfterAsked : []))
        .sort((a, b) => a - b);
    const acknowledged = items
      .flatMap(({ disabled }) => disabled?.receivers.flatMap(({ secondsAfterStep }) => secondsAfterStep ?? []) ?? [])
      .sort((a, b) => a - b);
    const [fast, slow] = seconds(false);
    const [afterHold] = seconds(true);
    assert.deepEqual(delays, {
      departures: 4,
      more: false,
      waiting: 1,
      rejected: 0,
      withdrawn: 0,
      disabled: { count: 2, p50Seconds: fast, p99Seconds: slow },
      disabledAfterHold: { count: 1, p50Seconds: afterHold, p99Seconds: afterHold },
      unacknowledged: 0,
      receivers: [
        {
          webhookId,
          webhookName: "Badge system",
          count: 3,
          p50Seconds: acknowledged[1],
          p99Seconds: acknowledged[2],
          waiting: 0,
          dead: 0,
          notLogged: 0,
        },
      ],
    });
    assert.ok((afterHold ?? 0) > 40_000);
  });

  test("are downloaded as CSV, a line for each receiver; nothing in it runs in a spreadsheet", async () => {
    const { organization, source, scimId } = await scene();
    await hook(organization, '=HYPERLINK("https://example.com")');
    await hook(organization, "Second");
    await source.patch("Users", scimId, { op: "replace", path: "displayName", value: "+1, Ann" });
    await source.setActive(scimId, false);
    await delivered(organization);
    await recorded(organization, source, 3);
    const { origin, apiKey } = organization.server;
    const answer = await fetch(`${origin}/api/v1${listOf(source)}/export.csv`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, "text/csv; charset=utf-8"]);
    const [departure] = (await organization.call<{ items: Departure[] }>("GET", listOf(source))).items;
    assert.ok(departure?.disabled);
    const { asked, disabled } = departure;
    const begin = [
      departure.directoryUserId,
      `"'+1, Ann"`,
      asked.at,
      "HR feed",
      "HR feed",
      "PATCH",
      `/Users/${scimId}`,
      asked.exchange?.token?.name,
      asked.exchangeId,
      "",
      "",
      "",
      "",
      disabled.at,
      disabled.secondsAfterAsked,
      "",
      "",
      "",
      "",
    ];
    const [first, second] = disabled.receivers;
    const end = (receiver: typeof first) => [
      "acknowledged",
      receiver?.acknowledgedAt,
      receiver?.secondsAfterStep,
      204,
      "",
    ];
    assert.deepEqual((await answer.text()).split("\r\n"), [
      "directoryUserId,name,askedAt,askedBy,application,method,path,token,exchangeId,heldBecause,decision,decidedBy," +
        "decidedAt,disabledAt,secondsUntilDisabled,outOfGroupsAt,binnedAt,erasedAt,cameBackAt,receiver," +
        "acknowledgement,acknowledgedAt,secondsUntilAcknowledged,status,error",
      [...begin, `"'=HYPERLINK(""https://example.com"")"`, ...end(first)].join(","),
      [...begin, "Second", ...end(second)].join(","),
      "",
    ]);
  });

  test("what nobody can mean is refused with what was found", async () => {
    const { organization, source } = await scene();
    const user = `/organizations/${organization.id}/directory-users/${crypto.randomUUID()}/leaver-evidence`;
    const cases = [
      [user, 404, "directory_user.not_found"],
      [user.replace(/[0-9a-f-]{36}\/leaver/, "nobody/leaver"), 404, "directory_user.not_found"],
      [`${listOf(source)}?cursor=x`, 400, "cursor.invalid"],
      [`${listOf(source)}?since=yesterday`, 400, "request.invalid"],
      [`${listOf(source)}?limit=0`, 400, "request.invalid"],
      [`${listOf(source)}?until=2026-01-01T00:00:00Z&since=2026-02-01T00:00:00Z`, 200, undefined],
      [`${listOf(source)}/delays?since=%00`, 400, "request.invalid"],
      [`${listOf(source)}/export.csv?open=perhaps`, 400, "request.invalid"],
    ] as const;
    for (const [path, status, code] of cases) {
      const answer = await organization.server.api<{ code?: string }>("GET", path);
      assert.deepEqual([path, answer.status, answer.body.code], [path, status, code]);
    }
  });
});
