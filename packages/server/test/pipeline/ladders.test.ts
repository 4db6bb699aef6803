import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Ladder, LaddersNow, SentDeprovisioningPolicy } from "@rollcall/admin-api/deprovisioning-policies.ts";
import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";
import { MovableClock } from "../support/clock.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { rowTexts, tableNames } from "../support/snapshot.ts";
import { person, type Source } from "../support/source.ts";

// What becomes of leavers by and by: out of their groups, into the recycle bin, erased.

const clock = new MovableClock();
const own = withServer({ now: clock.now });

const everybody: Ladder = { name: "Everybody", when: null, groupsAfterDays: 7, binAfterDays: 30, eraseAfterDays: 90 };
const only = (days: Partial<Ladder>): Ladder => ({
  ...everybody,
  groupsAfterDays: null,
  binAfterDays: null,
  eraseAfterDays: null,
  ...days,
});

interface Scene {
  readonly organization: TestOrganization;
  readonly source: Source;
  readonly scimId: string;
  readonly labId: string;
  /** Of the directory user. */
  readonly id: string;
}

async function scene(ladders: readonly Ladder[], more: Partial<SentDeprovisioningPolicy> = {}): Promise<Scene> {
  const organization = await own.organization();
  const policy = { deleteDeactivatedUsers: false, ...more, ladders: [...ladders] };
  const source = await organization.source("HR feed", { policy });
  const ann = await source.create("Users", person("ann", { externalId: "HR-4711", title: "Chemist" }));
  const lab = await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
  return { organization, source, scimId: ann.id, labId: lab.id, id: (await organization.user("ann@example.com")).id };
}

/** So many days later the background work had its turn. */
async function later({ organization }: Scene, days: number): Promise<void> {
  clock.moveDays(days);
  await organization.server.finishing.run();
}

const userOf = ({ organization, id }: Scene): Promise<DirectoryUserDetails> => organization.userById(id);
const pathOf = ({ organization, id }: Scene) => `/organizations/${organization.id}/directory-users/${id}`;

async function change(all: Scene, verb: string) {
  const body = { change: verb, reason: "asked for" };
  return all.organization.server.api<{ code?: string; directoryUser: object | null }>(
    "POST",
    `${pathOf(all)}/ladder`,
    body,
  );
}

async function eventsOf({ organization, id }: Scene): Promise<string[]> {
  const events = await organization.events();
  return events
    .filter(({ directoryUserId, actor }) => directoryUserId === id && actor === "policy")
    .map(({ type, outcome }) => `${type} ${outcome}`);
}

describe("the ladder of a policy", () => {
  test("takes a leaver out of the groups, into the bin and away, each on its day and as an event of the policy", async () => {
    const all = await scene([everybody]);
    await all.source.setActive(all.scimId, false);
    const user = await userOf(all);
    assert.deepEqual([user.status, user.leaving?.next?.step, user.leaving?.waitsFor], ["disabled", "groups", null]);
    await later(all, 6.9);
    assert.deepEqual(await eventsOf(all), []);
    await later(all, 0.2);
    assert.deepEqual(await eventsOf(all), ["user.left-groups applied", "group.member-removed applied"]);
    assert.deepEqual(await all.source.memberIds(all.labId), [all.scimId]);
    await later(all, 23);
    assert.equal((await userOf(all)).status, "binned");
    const binned = (await all.organization.events()).find(({ type }) => type === "user.binned");
    assert.match(
      binned?.reason ?? "",
      /^the policy of "HR feed", ladder "Everybody": to the recycle bin 30 days after/,
    );
    await later(all, 60);
    const gone = await all.organization.server.api<{ code: string }>("GET", pathOf(all));
    assert.deepEqual([gone.status, gone.body.code], [410, "directory_user.erased"]);
    assert.equal((await all.organization.events()).at(-1)?.type, "user.erased");
  });

  test("begins with a DELETE too, and one that begins at a deactivation goes on after it", async () => {
    const all = await scene([everybody]);
    await all.source.setActive(all.scimId, false);
    clock.moveDays(5);
    await all.source.delete("Users", all.scimId);
    await later(all, 2.1);
    assert.equal((await userOf(all)).leaving?.next?.step, "bin");
    await later(all, 23);
    assert.equal((await userOf(all)).status, "binned");
  });

  test("where the toggle bins at once, the next steps follow", async () => {
    const all = await scene([only({ binAfterDays: 10, eraseAfterDays: 20 })], { deleteDeactivatedUsers: true });
    await all.source.setActive(all.scimId, false);
    const user = await userOf(all);
    assert.deepEqual([user.status, user.leaving?.next?.step], ["binned", "erase"]);
  });

  test("whoever comes back leaves it and gets back what is still there", async () => {
    const all = await scene([everybody]);
    const desk = await all.source.create("Groups", { displayName: "Desk", members: [{ value: all.scimId }] });
    await all.source.setActive(all.scimId, false);
    await later(all, 31);
    await later(all, 0);
    assert.equal((await userOf(all)).status, "binned");
    await all.source.removeMembers(desk.id, all.scimId);
    await all.source.setActive(all.scimId, true);
    const user = await userOf(all);
    assert.deepEqual([user.status, user.leaving], ["enabled", null]);
    assert.deepEqual(await all.organization.groupsOf(all.id), ["Lab"]);
    assert.equal((await all.organization.eventTypes()).at(-1), "group.member-added");
    await later(all, 100);
    assert.equal((await userOf(all)).status, "enabled");
  });

  test("an erased person comes back as somebody new, and only when the source says active", async () => {
    const all = await scene([only({ eraseAfterDays: 1 })]);
    await all.source.setActive(all.scimId, false);
    await later(all, 1.1);
    await all.source.patch("Users", all.scimId, { op: "replace", path: "title", value: "Physicist" });
    assert.deepEqual(await all.organization.users(), []);
    await all.source.setActive(all.scimId, true);
    const [user, ...more] = await all.organization.users();
    assert.deepEqual(more, []);
    assert.notEqual(user?.id, all.id);
    assert.deepEqual([user?.status, user?.attributes["title"]], ["enabled", "Physicist"]);
    assert.deepEqual(await all.organization.groupsOf(user?.id ?? ""), ["Lab"]);
  });

  test("erased after a DELETE, nothing in the database tells who it was", async () => {
    const all = await scene([only({ eraseAfterDays: 3 })]);
    await all.organization.administer("disable", all.id);
    await all.organization.administer("enable", all.id);
    await all.source.patch("Users", all.scimId, { op: "replace", path: "displayName", value: "Annabel Uncommon" });
    await all.source.delete("Users", all.scimId);
    await all.organization.exchanges(all.source);
    await later(all, 3.1);
    await all.organization.events();
    const { database } = all.organization.server;
    const tells: string[] = [];
    for (const table of await tableNames(database)) {
      const rows = (await rowTexts(database, table)).filter((row) => row.includes(all.organization.id));
      if (rows.some((row) => /Uncommon|HR-4711|ann@example/i.test(row))) tells.push(table);
    }
    assert.deepEqual(tells, []);
    assert.ok((await all.organization.events()).some(({ directoryUserId }) => directoryUserId === all.id));
  });

  test("nobody is erased whom another source still has", async () => {
    const all = await scene([only({ eraseAfterDays: 1 })]);
    const second = await all.organization.source("Second", { domains: ["example.com"] });
    const also = await second.create("Users", person("ann"));
    await all.source.setActive(all.scimId, false);
    await later(all, 1.1);
    assert.equal((await userOf(all)).status, "disabled");
    assert.deepEqual(await eventsOf(all), ["user.changed held"]);
    await second.delete("Users", also.id);
    await later(all, 7.1);
    assert.equal((await all.organization.server.api("GET", pathOf(all))).status, 410);
  });
});

describe("which ladder takes a leaver", () => {
  const contractors: Ladder = {
    ...only({ binAfterDays: 1 }),
    name: "Contractors",
    when: { kind: "attribute", attribute: "title", value: "CHEMIST" },
  };

  test("is the first whose condition holds: by a value, in any case, or by a group", async () => {
    const all = await scene([contractors, everybody]);
    const inLab: Ladder = {
      ...only({ binAfterDays: 2 }),
      name: "Lab",
      when: { kind: "group", directoryGroupId: (await all.organization.group("Lab")).id },
    };
    const bob = await all.source.create("Users", person("bob"));
    const cyd = await all.source.create("Users", person("cyd"));
    await all.source.addMembers(all.labId, bob.id);
    await all.organization.call("PUT", `/source-applications/${all.source.applicationId}/deprovisioning-policy`, {
      deleteDeactivatedUsers: false,
      ladders: [contractors, inLab, everybody],
    });
    await all.source.setActive(all.scimId, false);
    await all.source.delete("Users", bob.id);
    await all.source.setActive(cyd.id, false);
    const ladders = await Promise.all(
      ["ann", "bob", "cyd"].map(async (name) => (await all.organization.user(`${name}@example.com`)).leaving?.ladder),
    );
    assert.deepEqual(ladders, ["Contractors", "Lab", "Everybody"]);
  });

  test("is told before it is saved: the sentence, and how many who left before it would take", async () => {
    const all = await scene([]);
    await all.source.setActive(all.scimId, false);
    const bob = await all.source.create("Users", person("bob"));
    await all.source.delete("Users", bob.id);
    const policy = `/source-applications/${all.source.applicationId}/deprovisioning-policy`;
    const ladders = [contractors, everybody];
    const now = await all.organization.call<LaddersNow>("POST", `${policy}/preview-ladders`, { ladders });
    assert.deepEqual(now.gone, [
      { ladder: "Contractors", people: 1 },
      { ladder: "Everybody", people: 1 },
    ]);
    assert.deepEqual(now.sentences.at(-1), {
      ladder: "Everybody",
      says: "Disabled at once, out of all groups after 7 days, in the recycle bin after 30 days, erased after 90 days.",
    });
    await all.organization.call("PUT", policy, { deleteDeactivatedUsers: false, ladders });
    assert.equal((await userOf(all)).leaving, null);
    assert.deepEqual(await all.organization.call("POST", `${policy}/apply-ladders`), { applied: 2 });
    assert.equal((await userOf(all)).leaving?.ladder, "Contractors");
    const after = await all.organization.call<LaddersNow>("POST", `${policy}/preview-ladders`, { ladders });
    assert.deepEqual(after.leaving, { groups: 1, bin: 1, erase: 0, done: 0 });
  });

  for (const [what, ladders, detail] of [
    ["days that go down", [{ ...everybody, binAfterDays: 3 }], /days may not go down/],
    ["no step", [only({})], /has no step/],
    ["two of one name", [{ ...contractors, name: "Everybody" }, everybody], /name of another ladder/],
    ["one that nobody reaches", [everybody, contractors], /after the ladder for everybody/],
  ] as const) {
    test(`is not saved with ${what}`, async () => {
      const all = await scene([]);
      const path = `/source-applications/${all.source.applicationId}/deprovisioning-policy`;
      const refused = await all.organization.server.api<{ code: string; detail: string }>("PUT", path, {
        deleteDeactivatedUsers: false,
        ladders,
      });
      assert.deepEqual([refused.status, refused.body.code], [400, "deprovisioning_policy.ladder"]);
      assert.match(refused.body.detail, detail);
    });
  }
});

describe("a ladder by hand", () => {
  test("stands still while it is stopped, and goes on", async () => {
    const all = await scene([only({ binAfterDays: 1 })]);
    await all.source.setActive(all.scimId, false);
    assert.equal((await change(all, "stop")).status, 200);
    await later(all, 2);
    const user = await userOf(all);
    assert.deepEqual(
      [user.status, user.leaving?.waitsFor, user.leaving?.stopped?.reason],
      ["disabled", "stopped", "asked for"],
    );
    assert.equal((await change(all, "stop")).status, 409);
    await change(all, "resume");
    await later(all, 0);
    assert.equal((await userOf(all)).status, "binned");
  });

  test("leaves a step out, or takes it now", async () => {
    const all = await scene([everybody]);
    await all.source.setActive(all.scimId, false);
    await change(all, "skip");
    assert.equal((await userOf(all)).leaving?.next?.step, "bin");
    await change(all, "do-now");
    assert.equal((await userOf(all)).status, "binned");
    assert.equal((await change(all, "do-now")).body.directoryUser, null);
    assert.equal((await all.organization.server.api("GET", pathOf(all))).status, 410);
  });

  test("waits for a safeguard to go: protection keeps every step, a legal hold the bin and erasing", async () => {
    const all = await scene([everybody]);
    await all.source.setActive(all.scimId, false);
    await all.organization.administer("protect", all.id);
    await later(all, 31);
    assert.deepEqual([(await userOf(all)).status, await eventsOf(all)], ["disabled", []]);
    await all.organization.administer("legal-hold", all.id);
    await all.organization.administer("unprotect", all.id);
    await later(all, 0);
    const user = await userOf(all);
    assert.deepEqual(
      [user.status, user.leaving?.next?.step, user.leaving?.waitsFor],
      ["disabled", "bin", "legal-hold"],
    );
    assert.deepEqual([(await change(all, "do-now")).status], [409]);
    await all.organization.administer("lift-legal-hold", all.id);
    await later(all, 0);
    assert.equal((await userOf(all)).status, "binned");
  });

  test("is left by somebody whom an administrator enables", async () => {
    const all = await scene([everybody]);
    await all.source.setActive(all.scimId, false);
    await later(all, 8);
    await all.organization.administer("enable", all.id);
    assert.equal((await userOf(all)).leaving, null);
    assert.deepEqual(await all.organization.groupsOf(all.id), ["Lab"]);
    assert.equal((await change(all, "stop")).status, 409);
  });
});
