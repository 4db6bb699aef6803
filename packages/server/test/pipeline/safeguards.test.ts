import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { SentDeprovisioningPolicy } from "@rollcall/admin-api/deprovisioning-policies.ts";
import type { HeldChange } from "@rollcall/admin-api/held-changes.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source } from "../support/source.ts";

// Protected people lose nothing by a source without a person's approval; a legal hold keeps people out of the bin.

const own = withServer();
const bins: SentDeprovisioningPolicy = { deleteDeactivatedUsers: true };

interface Scene {
  readonly organization: TestOrganization;
  readonly source: Source;
  readonly ann: AnsweredResource;
  /** Her directory user. */
  readonly id: string;
}

async function scene(policy?: SentDeprovisioningPolicy): Promise<Scene> {
  const organization = await own.organization();
  const source = await organization.source("Source", policy === undefined ? {} : { policy });
  const ann = await source.create("Users", person("ann"));
  return { organization, source, ann, id: (await organization.user("ann@example.com")).id };
}

async function held({ organization }: Scene): Promise<string[]> {
  const path = `/organizations/${organization.id}/held-changes`;
  const { items } = await organization.call<{ items: HeldChange[] }>("GET", path);
  return items.map(({ resourceType, target, because }) => `${resourceType} ${target} ${because}`);
}

async function decide({ organization, source }: Scene, decision: string): Promise<void> {
  const path = `/source-applications/${source.applicationId}/held-changes/decide`;
  await organization.call("POST", path, { decision, reason: "asked for" });
  await organization.server.finishing.run();
}

const statusOf = async ({ organization, id }: Scene) => (await organization.userById(id)).status;
const reason = "the person is protected: no source takes anything away without a person's approval";

describe("a protected person", () => {
  for (const [what, policy, change, target] of [
    ["is deactivated", undefined, ({ source, ann }: Scene) => source.setActive(ann.id, false), "disable"],
    ["is deactivated where that bins", bins, ({ source, ann }: Scene) => source.setActive(ann.id, false), "bin"],
    ["is deleted", undefined, ({ source, ann }: Scene) => source.delete("Users", ann.id), "delete"],
    ["is deleted where that bins", bins, ({ source, ann }: Scene) => source.delete("Users", ann.id), "delete"],
  ] as const) {
    test(`who ${what} by the source stays enabled: held with the reason, until a person approves`, async () => {
      const all = await scene(policy);
      await all.organization.administer("protect", all.id);
      await change(all);
      assert.deepEqual(await all.organization.lastOutcome(all.source), { outcome: "held", reason });
      assert.equal(await statusOf(all), "enabled");
      assert.deepEqual(await held(all), [`User ${target} protected`]);
      const events = (await all.organization.events()).filter(({ outcome }) => outcome === "held");
      assert.ok(events.length > 0);
      assert.ok(events.every((event) => event.reason === reason));
      await decide(all, "approve");
      assert.equal(await statusOf(all), policy === undefined ? "disabled" : "binned");
      assert.deepEqual(await held(all), []);
    });
  }

  test("who is disabled already does not go to the bin by the source's DELETE either", async () => {
    const all = await scene({ deleteDeactivatedUsers: false, onUserDelete: "bin" });
    await all.source.setActive(all.ann.id, false);
    await all.organization.administer("protect", all.id);
    await all.source.delete("Users", all.ann.id);
    assert.equal(await statusOf(all), "disabled");
    assert.deepEqual(await held(all), ["User delete protected"]);
    await decide(all, "approve");
    assert.equal(await statusOf(all), "binned");
  });

  test("stays where a rejected change would have taken them, and the guard counts nothing", async () => {
    const all = await scene();
    await all.organization.administer("protect", all.id);
    await all.source.setActive(all.ann.id, false);
    await decide(all, "reject");
    assert.equal(await statusOf(all), "enabled");
    assert.deepEqual(await held(all), []);
  });

  test("keeps groups that a source takes away, by removal and by deletion of the group", async () => {
    const all = await scene();
    const bob = await all.source.create("Users", person("bob"));
    const members = [{ value: all.ann.id }, { value: bob.id }];
    const lab = await all.source.create("Groups", { displayName: "Lab", members });
    const desk = await all.source.create("Groups", { displayName: "Desk", members });
    await all.organization.administer("protect", all.id);
    await all.source.removeMembers(lab.id, bob.id);
    assert.deepEqual(await held(all), []);
    await all.source.removeMembers(lab.id, all.ann.id);
    await all.source.delete("Groups", desk.id);
    assert.deepEqual(await all.source.memberIds(lab.id), []);
    assert.deepEqual((await all.organization.groupsOf(all.id)).sort(), ["Desk", "Lab"]);
    assert.deepEqual((await held(all)).sort(), ["Group delete protected", "Group members protected"]);
    await decide(all, "approve");
    assert.deepEqual(await all.organization.groupsOf(all.id), []);
  });

  test("keeps what a source gives that does not own them, until a person approves that it ends", async () => {
    const all = await scene();
    const second = await all.organization.source("Second", { domains: ["example.com"] });
    const also = await second.create("Users", person("ann", { title: "Chemist" }));
    await second.create("Groups", { displayName: "Lab", members: [{ value: also.id }] });
    await all.organization.administer("protect", all.id);
    await second.setActive(also.id, false);
    assert.deepEqual(await held(all), ["User disable protected"]);
    await second.delete("Users", also.id);
    assert.deepEqual(await held(all), ["User delete protected"]);
    assert.deepEqual(await all.organization.groupsOf(all.id), ["Lab"]);
    await decide({ ...all, source: second }, "approve");
    assert.equal(await statusOf(all), "enabled");
    assert.deepEqual(await all.organization.groupsOf(all.id), []);
    assert.equal((await all.organization.userById(all.id)).attributes["title"], undefined);
  });

  test("who left is not taken over by a return: a person decides", async () => {
    const all = await scene();
    await all.source.delete("Users", all.ann.id);
    await all.organization.administer("protect", all.id);
    await all.source.create("Users", person("ann"));
    const [conflict] = await all.organization.conflicts();
    assert.deepEqual([conflict?.reason, conflict?.candidates.map(({ id }) => id)], ["candidate-not-allowed", [all.id]]);
    assert.equal(await statusOf(all), "disabled");
  });

  test("stays as they are when their application is deleted with its people, or the toggle is applied", async () => {
    const all = await scene();
    await all.organization.administer("protect", all.id);
    await all.organization.deleteApplication(all.source, "bin");
    assert.equal(await statusOf(all), "enabled");
    const told = (await all.organization.events()).at(-1);
    assert.equal(told?.reason, "the source application was deleted; the person is protected and stays as it is");
  });

  test("is changed by hand as anybody, and by the source again when the protection ends", async () => {
    const all = await scene();
    await all.organization.administer("protect", all.id);
    await all.organization.administer("disable", all.id);
    assert.equal(await statusOf(all), "disabled");
    await all.organization.administer("enable", all.id);
    await all.organization.administer("unprotect", all.id);
    await all.source.setActive(all.ann.id, false);
    assert.equal(await statusOf(all), "disabled");
    const types = (await all.organization.eventTypes()).filter((type) => type.includes("protected"));
    assert.deepEqual(types, ["user.protected", "user.unprotected"]);
  });
});

describe("a legal hold", () => {
  for (const [what, change] of [
    ["deactivation", ({ source, ann }: Scene) => source.setActive(ann.id, false)],
    ["DELETE", ({ source, ann }: Scene) => source.delete("Users", ann.id)],
  ] as const) {
    test(`lets a ${what} that would bin somebody disable them, and says why`, async () => {
      const all = await scene(bins);
      await all.organization.administer("legal-hold", all.id);
      await change(all);
      assert.equal(await statusOf(all), "disabled");
      const because = "a legal hold is over the person: neither put into the recycle bin nor erased";
      assert.deepEqual(await all.organization.lastOutcome(all.source), { outcome: "applied", reason: because });
      const disabled = (await all.organization.events()).find(({ type }) => type === "user.disabled");
      assert.equal(disabled?.reason, because);
    });
  }

  test("refuses the bin by hand until it is lifted, and keeps out of a deleted application's bin", async () => {
    const all = await scene(bins);
    await all.organization.administer("legal-hold", all.id);
    const path = `/organizations/${all.organization.id}/directory-users/${all.id}`;
    const refused = await all.organization.server.api<{ code: string }>("DELETE", `${path}?reason=gone`);
    assert.deepEqual([refused.status, refused.body.code], [409, "directory_user.legal_hold"]);
    await all.organization.deleteApplication(all.source, "bin");
    assert.equal(await statusOf(all), "disabled");
    await all.organization.administer("lift-legal-hold", all.id);
    await all.organization.administer("delete", all.id);
    assert.equal(await statusOf(all), "binned");
  });
});

describe("safeguards in the admin API", () => {
  test("are told with who and why, found by the list, and placed or lifted once", async () => {
    const all = await scene();
    const { organization, id } = all;
    await organization.administer("protect", id);
    const user = await organization.userById(id);
    assert.deepEqual([user.protected, user.legalHold], [true, false]);
    assert.equal(user.safeguards.protection?.reason, "asked for");
    const list = `/organizations/${organization.id}/directory-users`;
    await all.source.create("Users", person("bob"));
    const found = async (kind: string) =>
      (await organization.call<{ items: { id: string }[] }>("GET", `${list}?safeguard=${kind}`)).items.length;
    assert.deepEqual([await found("protection"), await found("legalHold")], [1, 0]);
    const again = await organization.server.api<{ code: string }>("POST", `${list}/${id}/protect`, { reason: "again" });
    assert.deepEqual([again.status, again.body.code], [409, "directory_user.wrong_state"]);
    const none = await organization.server.api<{ code: string }>("POST", `${list}/${id}/lift-legal-hold`, {
      reason: "none",
    });
    assert.equal(none.status, 409);
    const trail = await organization.call<{ items: { action: string; changes: { field: string }[] }[] }>(
      "GET",
      `/organizations/${organization.id}/audit-trail`,
    );
    const entry = trail.items.find(({ action }) => action === "protectDirectoryUser");
    assert.ok(entry?.changes.some(({ field }) => field === "protected"));
  });
});
