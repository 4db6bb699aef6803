import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { SentDeprovisioningPolicy } from "@rollcall/admin-api/deprovisioning-policies.ts";
import type { Guard } from "@rollcall/admin-api/guards.ts";
import type { HeldChange } from "@rollcall/admin-api/held-changes.ts";
import { MovableClock } from "../support/clock.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source } from "../support/source.ts";

// rules.md section 6: a bad push cannot wipe a company.

const clock = new MovableClock();
const own = withServer({ now: clock.now });

const small = { enabled: true, atLeast: 4, percent: 0 };

interface Scene {
  readonly organization: TestOrganization;
  readonly source: Source;
  readonly people: readonly AnsweredResource[];
}

async function scene(count: number, guard?: object, policy?: SentDeprovisioningPolicy): Promise<Scene> {
  const organization = await own.organization();
  const source = await organization.source("Source", policy === undefined ? {} : { policy });
  if (guard !== undefined) await organization.call("PUT", guardOf(source), guard);
  const names = Array.from({ length: count }, (_, index) => `p${String(index).padStart(3, "0")}`);
  const people = await Promise.all(names.map((name) => source.create("Users", person(name))));
  return { organization, source, people };
}

const guardOf = (source: Source) => `/source-applications/${source.applicationId}/guard`;

async function held({ organization }: Scene): Promise<HeldChange[]> {
  const path = `/organizations/${organization.id}/held-changes?limit=500`;
  return (await organization.call<{ items: HeldChange[] }>("GET", path)).items;
}

async function decide({ organization, source }: Scene, decision: string, scimIds?: readonly string[]): Promise<number> {
  const path = `/source-applications/${source.applicationId}/held-changes/decide`;
  const body = { decision, reason: "asked for", ...(scimIds === undefined ? {} : { scimIds }) };
  const { decided } = await organization.call<{ decided: number }>("POST", path, body);
  await organization.server.finishing.run();
  return decided;
}

async function countStatuses({ organization }: Scene): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of await organization.users()) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

async function deactivate({ source }: Scene, people: readonly AnsweredResource[]): Promise<void> {
  for (const { id } of people) await source.setActive(id, false);
}

/** A person's directory user by the resource. */
async function userOf({ organization }: Scene, resource: AnsweredResource) {
  return organization.user(String(resource["userName"]));
}

describe("the guard of an application", () => {
  test("is on by default: 25 departures within an hour, or a tenth of the enabled people", async () => {
    const { organization, source } = await scene(3);
    assert.deepEqual(await organization.call<Guard>("GET", guardOf(source)), {
      enabled: true,
      atLeast: 25,
      percent: 10,
      limits: { departures: 25, bins: 12 },
      used: { departures: 0, bins: 0 },
      held: 0,
    });
  });

  test("lets disables up to its limit through at once and holds the rest; SCIM answers 2xx and reads false", async () => {
    const all = await scene(10, small);
    await deactivate(all, all.people);
    const { outcome, reason } = await all.organization.lastOutcome(all.source);
    assert.deepEqual([outcome, reason], ["held", "the guard holds it: 4 of at most 4 departures within an hour"]);
    assert.deepEqual(await countStatuses(all), { disabled: 4, enabled: 6 });
    assert.equal((await held(all)).length, 6);
    for (const { id } of all.people) assert.equal((await all.source.read("Users", id))["active"], false);
    const guard = await all.organization.call<Guard>("GET", guardOf(all.source));
    assert.deepEqual([guard.used, guard.held], [{ departures: 4, bins: 0 }, 6]);
  });

  test("counts a share of the enabled people where that is more", async () => {
    const all = await scene(12, { enabled: true, atLeast: 1, percent: 50 });
    await deactivate(all, all.people);
    assert.deepEqual(await countStatuses(all), { disabled: 6, enabled: 6 });
  });

  test("bins count from half of the limit", async () => {
    const all = await scene(8, { enabled: true, atLeast: 6, percent: 0 }, { deleteDeactivatedUsers: true });
    await deactivate(all, all.people);
    assert.deepEqual(await countStatuses(all), { binned: 3, enabled: 5 });
  });

  test("an hour later as many go through again", async () => {
    const all = await scene(10, small);
    await deactivate(all, all.people.slice(0, 6));
    clock.moveDays(61 / 1440);
    await deactivate(all, all.people.slice(6));
    assert.deepEqual(await countStatuses(all), { disabled: 8, enabled: 2 });
  });

  test("many at once on one node do not overshoot", async () => {
    const all = await scene(30, small);
    await Promise.all(all.people.map(({ id }) => all.source.setActive(id, false)));
    assert.deepEqual(await countStatuses(all), { disabled: 4, enabled: 26 });
  });

  test("switched off it holds nothing", async () => {
    const all = await scene(8, { ...small, enabled: false });
    await deactivate(all, all.people);
    assert.deepEqual(await countStatuses(all), { disabled: 8 });
  });

  test("a repeated PATCH makes no second hold, and other attributes of held people apply", async () => {
    const all = await scene(2, { ...small, atLeast: 0 });
    const [ann] = all.people as [AnsweredResource];
    await all.source.setActive(ann.id, false);
    await all.source.setActive(ann.id, false);
    await all.source.patch("Users", ann.id, { op: "replace", path: "displayName", value: "Renamed" });
    assert.equal((await held(all)).length, 1);
    const user = await userOf(all, ann);
    assert.deepEqual([user.displayName, user.status], ["Renamed", "enabled"]);
    const events = (await all.organization.eventTypes()).filter((type) => type.startsWith("user.disabled"));
    assert.deepEqual(events, ["user.disabled held"]);
  });

  test("the source taking it back ends the hold", async () => {
    const all = await scene(1, { ...small, atLeast: 0 });
    const [ann] = all.people as [AnsweredResource];
    await all.source.setActive(ann.id, false);
    await all.source.setActive(ann.id, true);
    assert.deepEqual(await held(all), []);
    assert.equal((await userOf(all, ann)).status, "enabled");
    assert.equal(await decide(all, "approve"), 0);
  });

  test("a paused application that resumes keeps what the guard holds, and its own changes pass the guard", async () => {
    const all = await scene(10, small);
    await deactivate(all, all.people.slice(0, 5));
    await all.organization.setMode(all.source, "paused");
    await deactivate(all, all.people.slice(5));
    await all.organization.resume(all.source);
    assert.deepEqual(await countStatuses(all), { disabled: 4, enabled: 6 });
    assert.equal((await held(all)).length, 6);
  });

  test("approved, it is decided again on today's resource: whole or in part", async () => {
    const all = await scene(5, { ...small, atLeast: 0 });
    await deactivate(all, all.people);
    const [ann] = all.people as [AnsweredResource];
    assert.equal(await decide(all, "approve", [ann.id]), 1);
    assert.deepEqual(await countStatuses(all), { disabled: 1, enabled: 4 });
    assert.equal((await userOf(all, ann)).status, "disabled");
    assert.equal(await decide(all, "approve"), 4);
    assert.deepEqual(await countStatuses(all), { disabled: 5 });
    assert.deepEqual(await held(all), []);
  });

  test("approved as disable only, nobody goes to the bin", async () => {
    const all = await scene(3, { ...small, atLeast: 0 }, { deleteDeactivatedUsers: true });
    await deactivate(all, all.people.slice(0, 2));
    await all.source.delete("Users", all.people[2]?.id ?? "");
    assert.deepEqual((await held(all)).map(({ target }) => target).sort(), ["bin", "bin", "delete"]);
    await decide(all, "disable");
    assert.deepEqual(await countStatuses(all), { disabled: 3 });
  });

  test("rejected, it becomes an override that ends at the source's next transition", async () => {
    const all = await scene(1, { ...small, atLeast: 0 });
    const [ann] = all.people as [AnsweredResource];
    await all.source.setActive(ann.id, false);
    await decide(all, "reject");
    const user = await userOf(all, ann);
    assert.equal(user.status, "enabled");
    assert.deepEqual([user.statusFacts.sourceActive, user.statusFacts.override?.kind], [false, "enabled"]);
    await all.source.patch("Users", ann.id, { op: "replace", path: "title", value: "Clerk" });
    assert.equal((await userOf(all, ann)).status, "enabled");
    await all.source.setActive(ann.id, true);
    assert.equal((await userOf(all, ann)).statusFacts.override, null);
    assert.deepEqual(await held(all), []);
  });

  test("a held DELETE: 404 by SCIM, and person and memberships stay until it is approved", async () => {
    const all = await scene(2, { ...small, atLeast: 0 });
    const [ann, bob] = all.people as [AnsweredResource, AnsweredResource];
    await all.source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }, { value: bob.id }] });
    const { id } = await userOf(all, ann);
    await all.source.delete("Users", ann.id);
    assert.equal((await all.source.send("GET", `/Users/${ann.id}`)).status, 404);
    assert.equal((await all.organization.userById(id)).status, "enabled");
    assert.deepEqual(await all.organization.groupsOf(id), ["Lab"]);
    await decide(all, "approve");
    assert.equal((await all.organization.userById(id)).status, "disabled");
    assert.deepEqual(
      (await all.organization.links(id)).map(({ state }) => state),
      ["closed"],
    );
    await all.organization.administer("enable", id);
    assert.deepEqual(await all.organization.groupsOf(id), []);
  });

  test("a rejected DELETE keeps the person with the memberships", async () => {
    const all = await scene(1, { ...small, atLeast: 0 });
    const [ann] = all.people as [AnsweredResource];
    await all.source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    const { id } = await userOf(all, ann);
    await all.source.delete("Users", ann.id);
    await decide(all, "reject");
    assert.equal((await all.organization.userById(id)).status, "enabled");
    assert.deepEqual(await all.organization.groupsOf(id), ["Lab"]);
    assert.deepEqual(await held(all), []);
  });

  test("what an administrator does passes no guard and counts nothing", async () => {
    const all = await scene(1, { ...small, atLeast: 0 });
    const { id } = await userOf(all, all.people[0] as AnsweredResource);
    await all.organization.administer("disable", id);
    assert.equal((await all.organization.userById(id)).status, "disabled");
    const guard = await all.organization.call<Guard>("GET", guardOf(all.source));
    assert.deepEqual(guard.used, { departures: 0, bins: 0 });
  });

  test("a deleted application leaves nothing held", async () => {
    const all = await scene(2, { ...small, atLeast: 0 });
    await deactivate(all, all.people);
    await all.organization.deleteApplication(all.source, "disable");
    assert.deepEqual(await countStatuses(all), { disabled: 2 });
    assert.deepEqual(await held(all), []);
  });
});

describe("the guard and groups", () => {
  async function team(count: number, guard: object): Promise<Scene & { readonly lab: AnsweredResource; id: string }> {
    const all = await scene(count, guard);
    const members = all.people.map(({ id }) => ({ value: id }));
    const lab = await all.source.create("Groups", { displayName: "Lab", members });
    return { ...all, lab, id: (await all.organization.group("Lab")).id };
  }

  test("a deleted group counts its members: held, the directory group stays with them until it is approved", async () => {
    const all = await team(5, small);
    await all.source.delete("Groups", all.lab.id);
    assert.equal((await all.source.send("GET", `/Groups/${all.lab.id}`)).status, 404);
    assert.equal((await all.organization.members(all.id)).length, 5);
    assert.deepEqual(
      (await held(all)).map(({ target, resourceType }) => [resourceType, target]),
      [["Group", "delete"]],
    );
    await decide(all, "approve");
    assert.equal((await all.organization.group("Lab")).status, "binned");
    assert.deepEqual(await held(all), []);
  });

  test("a rejected deletion keeps the group with its members", async () => {
    const all = await team(5, small);
    await all.source.delete("Groups", all.lab.id);
    await decide(all, "reject");
    assert.equal((await all.organization.group("Lab")).status, "active");
    assert.equal((await all.organization.members(all.id)).length, 5);
  });

  for (const [way, lose] of [
    ["PUT", (s: Source, id: string) => s.replace("Groups", id, { displayName: "Lab", members: [] })],
    ["remove of all", (s: Source, id: string) => s.patch("Groups", id, { op: "remove", path: "members" })],
  ] as const) {
    test(`a group of more than 20 that is emptied by ${way} keeps its members in force until it is approved`, async () => {
      const all = await team(24, { ...small, atLeast: 20 });
      await lose(all.source, all.lab.id);
      assert.deepEqual(await all.source.memberIds(all.lab.id), []);
      assert.equal((await all.organization.members(all.id)).length, 24);
      await decide(all, "approve");
      assert.deepEqual(await all.organization.members(all.id), []);
      assert.deepEqual(await held(all), []);
    });
  }

  test("members who go one by one are held from half of the group on", async () => {
    const all = await team(24, { ...small, atLeast: 0 });
    for (const { id } of all.people.slice(0, 15)) await all.source.removeMembers(all.lab.id, id);
    assert.equal((await all.source.memberIds(all.lab.id)).length, 9);
    assert.equal((await all.organization.members(all.id)).length, 12);
    await decide(all, "reject");
    assert.equal((await all.organization.members(all.id)).length, 12);
  });

  test("a group of 20 or one that keeps half of its members loses them at once", async () => {
    const few = await team(20, { ...small, atLeast: 0 });
    await few.source.patch("Groups", few.lab.id, { op: "remove", path: "members" });
    assert.deepEqual(await few.organization.members(few.id), []);
    const many = await team(24, { ...small, atLeast: 0 });
    await many.source.removeMembers(many.lab.id, ...many.people.slice(0, 12).map(({ id }) => id));
    assert.equal((await many.organization.members(many.id)).length, 12);
  });
});
