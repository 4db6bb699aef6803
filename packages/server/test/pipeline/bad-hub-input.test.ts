import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Job } from "@rollcall/admin-api/jobs.ts";
import type { Mapping, SentMapping } from "@rollcall/admin-api/mappings.ts";
import type { Webhook, WebhookDelivery, WebhookWithSecret } from "@rollcall/admin-api/webhooks.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { person, type Source } from "../support/source.ts";

// What nobody should send, and everybody may: each has a clear outcome, nothing is lost, and nobody else waits for it.

const own = withServer({ retrySeconds: [0.05], answerMilliseconds: 1_500 });

/** Gives attributes of an application's people expressions. */
async function express(
  organization: TestOrganization,
  source: Source,
  expressions: Readonly<Record<string, string>>,
): Promise<{ status: number; body: { problems?: { detail: string }[] } }> {
  const path = `/source-applications/${source.applicationId}/mapping`;
  const mapping = await organization.call<Mapping>("GET", path);
  const users: SentMapping["users"] = [
    ...mapping.users.filter(({ attribute }) => !Object.hasOwn(expressions, attribute)),
    ...Object.entries(expressions).map(([attribute, expression]) => ({ attribute, source: { expression } })),
  ];
  return organization.server.api("PUT", path, { users, groups: mapping.groups });
}

/** Maps everybody of an application once more, and waits until that is done. */
async function reapply(organization: TestOrganization, source: Source): Promise<Job> {
  const { id } = await organization.call<Job>("POST", `/source-applications/${source.applicationId}/mapping/apply`);
  for (let turn = 0; turn < 100; turn++) {
    await own.server.jobs.run();
    const job = await organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${id}`);
    if (!["queued", "running"].includes(job.state)) return job;
    await sleep(50);
  }
  throw new Error("the job did not end");
}

describe("an expression", () => {
  const costly = {
    "takes each e-mail address with each other one":
      'emails.exists(a, emails.exists(b, a.value + b.value == "")) ? "x" : "y"',
    "seeks a pattern that looks to the end for each match": 'regexReplace(title, "(a*b)?a", "")',
    "seeks a pattern with a thousand states": 'regexMatch(title, "(a?){500}(a?){400}$") ? "x" : "y"',
    "writes all of a text for each match": 'regexReplace(title, "a", "$`")',
  };
  const many = {
    title: "a".repeat(15_000),
    emails: Array.from({ length: 1_000 }, (_, n) => ({
      value: `address-${n}@example.com`,
      type: n === 0 ? "work" : `t${n}`,
    })),
  };
  for (const [what, expression] of Object.entries(costly)) {
    test(`that ${what} gives nothing: the person is there without the value, whoever writes meanwhile is answered`, async () => {
      const organization = await own.organization();
      const [source, other] = [await organization.source("Costly"), await organization.source("Other")];
      assert.equal(
        (await express(organization, source, { department: expression, displayName: expression })).status,
        200,
      );
      const write = source.send("POST", "/Users", person("ann", many));
      const others = Array.from({ length: 10 }, (_, n) => other.create("Users", person(`other-${n}`)));
      assert.equal((await write).status, 201);
      assert.equal((await Promise.all(others)).length, 10);
      const ann = await organization.user("ann@example.com");
      assert.deepEqual(
        [ann.status, ann.attributes["department"], ann.missing, ann.attributes["title"]],
        ["enabled", undefined, ["displayName"], many.title],
      );
      const checked = await organization.call<object>(
        "POST",
        `/source-applications/${source.applicationId}/mapping/check`,
        await organization.call("GET", `/source-applications/${source.applicationId}/mapping`),
      );
      assert.match(JSON.stringify(checked), /it takes too many steps for this resource/);
      assert.equal((await reapply(organization, source)).state, "done");
      assert.deepEqual((await organization.user("ann@example.com")).missing, ["displayName"]);
    });
  }

  test("with a pattern that makes others try for years is answered like any other", async () => {
    const organization = await own.organization();
    const source = await organization.source("Patterns");
    const expression =
      'regexMatch(title, "^(([a-z])+.)+[A-Z]([a-z])+$") ? "yes" : regexMatch(title, "^(a+)+$") ? "a" : "no"';
    assert.equal((await express(organization, source, { department: expression })).status, 200);
    await source.create("Users", person("ann", { title: `${"a".repeat(5_000)}!` }));
    assert.equal((await organization.user("ann@example.com")).attributes["department"], "no");
  });

  const refused = {
    'regexMatch(title, "((x{100}){100}){100}")': /the pattern cannot be read: .*invalid repeat count/,
    'title.matches("(a+)+$")': /use regexMatch/,
    "emails.map(a, emails.map(b, emails.map(c, c.value)))": /more than 2 of map, filter/,
  };
  for (const [expression, why] of Object.entries(refused)) {
    test(`${expression} is refused with its place, and the mapping stays`, async () => {
      const organization = await own.organization();
      const source = await organization.source("Refused");
      const path = `/source-applications/${source.applicationId}/mapping`;
      const before = await organization.call("GET", path);
      const { status, body } = await express(organization, source, { department: expression });
      assert.equal(status, 400);
      assert.match(JSON.stringify(body), why);
      assert.deepEqual(await organization.call("GET", path), before);
    });
  }
});

describe("managers in a circle", () => {
  const managedBy = (value: string) => ({ [enterpriseUserUrn]: { manager: { value } } });

  test("and one who manages herself, are kept and read back, told by name, mapped again, and left one by one", async () => {
    const organization = await own.organization();
    const source = await organization.source("Circle");
    const names = ["ann", "bob", "cem"];
    const ids: string[] = [];
    for (const name of names) ids.push((await source.create("Users", person(name))).id);
    const [ann = "", bob = "", cem = ""] = ids;
    const chief: Record<string, string> = { [ann]: bob, [bob]: cem, [cem]: ann };
    for (const [id, manager] of Object.entries(chief)) {
      await source.patch("Users", id, { op: "add", value: managedBy(manager) });
    }
    const dora = await source.create("Users", person("dora"));
    await source.patch("Users", dora.id, { op: "add", value: managedBy(dora.id) });
    const managers = async () => {
      const told: Record<string, string | undefined> = {};
      for (const name of [...names, "dora"]) {
        const { provenance } = await organization.user(`${name}@example.com`);
        told[name] = provenance.find(({ attribute }) => attribute === "manager")?.person?.name;
      }
      return told;
    };
    const circle = { ann: "Bob Example", bob: "Cem Example", cem: "Ann Example", dora: "Dora Example" };
    assert.deepEqual(await managers(), circle);
    for (const [id, manager] of Object.entries({ ...chief, [dora.id]: dora.id })) {
      const read = await source.read("Users", id);
      assert.equal((read[enterpriseUserUrn] as { manager: { value: string } }).manager.value, manager);
      const filter = `${enterpriseUserUrn}:manager.value eq "${manager}"`;
      assert.deepEqual(
        (await source.find("Users", filter)).map((one) => one.id),
        [id],
      );
    }
    assert.equal((await reapply(organization, source)).state, "done");
    assert.deepEqual(await managers(), circle);
    const snapshot = await organization.call<{ items: { kind: string }[] } & object>(
      "GET",
      `/organizations/${organization.id}/directory-snapshot`,
    );
    assert.equal(JSON.stringify(snapshot).split(cem).length > 1, true);
    await source.delete("Users", bob);
    assert.deepEqual(await managers(), circle, "who is disabled is still somebody's manager");
    await source.setActive(dora.id, false);
    assert.deepEqual((await organization.statuses())["dora@example.com"], "disabled");
  });
});

describe("groups in a circle", () => {
  test("of three are kept and read back, hold their people once, and are taken apart one by one", async () => {
    const organization = await own.organization();
    const source = await organization.source("Circle");
    const ann = await source.create("Users", person("ann"));
    const groups: string[] = [];
    for (const displayName of ["One", "Two", "Three"]) {
      groups.push((await source.create("Groups", { displayName, members: [{ value: ann.id }] })).id);
    }
    const [one = "", two = "", three = ""] = groups;
    await source.addMembers(one, two);
    await source.addMembers(two, three);
    const closing = await source.addMembers(three, one);
    assert.equal(closing.status, 200);
    for (const [outer, inner] of [
      [one, two],
      [two, three],
      [three, one],
    ] as const) {
      assert.deepEqual((await source.memberIds(outer)).toSorted(), [ann.id, inner].toSorted());
    }
    assert.deepEqual((await source.groupIds(ann.id)).toSorted(), groups.toSorted());
    const { id } = await organization.user("ann@example.com");
    assert.deepEqual(await organization.groupsOf(id), ["One", "Three", "Two"]);
    assert.deepEqual(await organization.members((await organization.group("One")).id), ["Two", "ann@example.com"]);
    const found = await source.find("Groups", `members.value eq "${one}"`);
    assert.deepEqual(
      found.map((group) => group.id),
      [three],
    );
    assert.equal((await reapply(organization, source)).state, "done");
    await source.setActive(ann.id, false);
    assert.deepEqual(await organization.groupsOf(id), []);
    await source.setActive(ann.id, true);
    for (const group of groups) await source.delete("Groups", group);
    assert.deepEqual(await organization.groupsOf(id), []);
    assert.equal((await organization.events()).filter(({ type }) => type === "group.binned").length, 3);
  });
});

describe("a protected account", () => {
  const byNumber = { attribute: "employeeNumber", compare: "ignoreCase", whenFound: "link" };
  const numbered = (name: string, more: object = {}) =>
    person(name, { ...more, [enterpriseUserUrn]: { employeeNumber: "4711" } });

  async function scene() {
    const organization = await own.organization();
    const first = await organization.source("First");
    const root = await first.create("Users", numbered("root"));
    const before = await organization.user("root@example.com");
    await organization.administer("protect", before.id);
    const second = await organization.source("Second", { domains: ["example.com"] });
    await organization.call("PUT", `/source-applications/${second.applicationId}/match-rules`, {
      rules: [byNumber, { attribute: "email", compare: "ignoreCase", whenFound: "link" }],
    });
    return { organization, first, second, root, before };
  }

  const attempts = {
    "by its number": numbered("somebody-else"),
    "by its e-mail address": person("root", { userName: "another@example.com" }),
    "by its user name": person("root", { emails: [] }),
    "by all three, and not active": numbered("root", { active: false }),
  };
  for (const [how, body] of Object.entries(attempts)) {
    test(`is merged with nobody who comes ${how}: the write is answered, a person decides, others go on`, async () => {
      const { organization, second, before } = await scene();
      const taken = await second.create("Users", body);
      const bystander = await second.create("Users", person("bystander"));
      assert.equal((await second.read("Users", taken.id)).id, taken.id);
      assert.deepEqual(
        (await organization.conflicts()).map(({ scimId, candidates }) => [scimId, candidates.map(({ id }) => id)]),
        [[taken.id, [before.id]]],
      );
      const now = await organization.userById(before.id);
      assert.deepEqual([now.status, now.attributes], [before.status, before.attributes]);
      assert.ok(bystander.id !== "");
      assert.deepEqual(Object.keys(await organization.statuses()).toSorted(), [
        "bystander@example.com",
        "root@example.com",
      ]);
    });
  }

  test("is not taken over by somebody of its own application who takes its names", async () => {
    const { organization, first, root, before } = await scene();
    const ann = await first.create("Users", person("ann"));
    const taking = await first.tryPatch("Users", ann.id, {
      op: "replace",
      path: "userName",
      value: "ROOT@example.com",
    });
    assert.deepEqual([taking.status, taking.body["scimType"]], [409, "uniqueness"]);
    await first.patch("Users", ann.id, {
      op: "replace",
      path: "emails",
      value: [{ value: "root@example.com", type: "work" }],
    });
    const links = await organization.links(before.id);
    assert.deepEqual(
      links.map(({ scimId }) => scimId),
      [root.id],
    );
    assert.deepEqual((await organization.userById(before.id)).attributes, before.attributes);
    assert.equal((await organization.users()).length, 2);
  });
});

describe("receivers", () => {
  const started: Receiver[] = [];
  after(() => Promise.all(started.map((one) => one.close())));
  async function receiver(...how: Parameters<typeof startReceiver>): Promise<Receiver> {
    const one = await startReceiver(...how);
    started.push(one);
    return one;
  }

  test("that redirect, stall, drip, or answer 10 GB each have their outcome, and the one beside them gets everything", async () => {
    const organization = await own.organization();
    const elsewhere = await receiver();
    const bad = {
      "redirects to another": await receiver((response) => {
        response.writeHead(307, { location: elsewhere.url }).end();
      }),
      "redirects to itself": await receiver((response, _number, { path }) => {
        response.writeHead(302, { location: path }).end();
      }),
      "answers nothing": await receiver(() => undefined),
      "begins and stalls": await receiver((response) => {
        response.writeHead(200, { "content-length": "1000" }).write("x");
      }),
      drips: await receiver((response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write("."), 20);
        response.on("close", () => clearInterval(drip));
      }),
      "answers 10 GB": await receiver((response) => {
        response.writeHead(200, { "content-length": String(10 * 1024 ** 3) });
        const pour = (): void => {
          while (response.writable && response.write("x".repeat(65_536)));
          if (response.writable) response.once("drain", pour);
        };
        pour();
      }),
    };
    const path = `/organizations/${organization.id}/webhooks`;
    const add = (name: string, url: string) => organization.call<WebhookWithSecret>("POST", path, { name, url });
    const hooks = new Map<string, string>();
    for (const [name, { url }] of Object.entries(bad)) hooks.set(name, (await add(name, url)).id);
    const good = await receiver();
    hooks.set("good", (await add("good", good.url)).id);

    const source = await organization.source();
    await source.create("Users", person("ann"));
    await bad["answers nothing"].got(1);
    // Nobody has answered that one yet, and the next one comes.
    await source.create("Users", person("bob"));
    await good.got(2);

    const logOf = (name: string) =>
      organization.call<{ items: WebhookDelivery[] }>("GET", `${path}/${hooks.get(name)}/deliveries`);
    const outcomes: Record<string, string[]> = {};
    for (const name of hooks.keys()) {
      for (let turn = 0; turn < 800; turn++) {
        const { items } = await logOf(name);
        outcomes[name] = items.map(({ state, attempts, status, error, answer }) =>
          [state, attempts, status, error, answer?.length].map((one) => one ?? "-").join(" "),
        );
        if (items.length === 2 && items.every(({ state }) => state !== "waiting")) break;
        await sleep(25);
      }
    }
    const twice = (outcome: string) => [outcome, outcome];
    assert.deepEqual(outcomes, {
      "redirects to another": twice("dead 2 307 the receiver answered 307: redirects are not followed 0"),
      "redirects to itself": twice("dead 2 302 the receiver answered 302: redirects are not followed 0"),
      "answers nothing": twice("dead 2 - the receiver did not answer in time -"),
      "begins and stalls": twice("dead 2 - the receiver did not answer in time -"),
      drips: twice("dead 2 - the receiver did not answer in time -"),
      "answers 10 GB": twice("delivered 1 200 - 2000"),
      good: twice("delivered 1 204 - 0"),
    });
    assert.deepEqual([elsewhere.received.length, good.received.length], [0, 2]);
    assert.equal(bad["redirects to itself"].received.length, 4);
    const { items } = await organization.call<{ items: Webhook[] }>("GET", path);
    assert.deepEqual(
      items.map(({ state }) => state),
      items.map(() => "active"),
    );
    assert.equal((await organization.events()).length, 2);
  });
});
