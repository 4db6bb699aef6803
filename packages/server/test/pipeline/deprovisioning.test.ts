import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { SentDeprovisioningPolicy } from "@rollcall/admin-api/deprovisioning-policies.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { MovableClock } from "../support/clock.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";

// rules.md sections 4 and 5.

const clock = new MovableClock();
const own = withServer({ now: clock.now });

const off = { deleteDeactivatedUsers: false };
const on = { deleteDeactivatedUsers: true };

async function scene(policy?: SentDeprovisioningPolicy, body = person("ann")) {
  const organization = await own.organization();
  const source = await organization.source("Source", policy === undefined ? {} : { policy });
  const ann = await source.create("Users", body);
  const { id } = (await organization.users())[0] as { id: string };
  return { organization, source, scimId: ann.id, id };
}

async function setPolicy(organization: TestOrganization, source: Source, policy: SentDeprovisioningPolicy) {
  const path = `/source-applications/${source.applicationId}/deprovisioning-policy`;
  return organization.call<{ alreadyDisabled?: number }>("PUT", path, policy);
}

async function linkStates(organization: TestOrganization, id: string): Promise<string[]> {
  return (await organization.links(id)).map(({ state }) => state);
}

describe("Delete the Deactivated/Suspended/Inactive Users", () => {
  test("is off unless somebody turned it on", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const path = `/source-applications/${source.applicationId}/deprovisioning-policy`;
    assert.deepEqual(await organization.call("GET", path), { ...off, onGroupDelete: "bin", binRetentionDays: 30 });
  });

  for (const [toggle, policy, deactivated] of [
    ["off", off, "disabled"],
    ["on", on, "binned"],
  ] as const) {
    test(`${toggle}: active true to false: ${deactivated}, and the resource stays readable`, async () => {
      const { organization, source, scimId, id } = await scene(policy);
      await source.setActive(scimId, false);
      assert.equal((await organization.userById(id)).status, deactivated);
      assert.equal((await source.read("Users", scimId))["active"], false);
      assert.equal((await source.find("Users", 'userName eq "ann@example.com"')).length, 1);
      assert.deepEqual(await linkStates(organization, id), ["linked"]);
    });

    test(`${toggle}: active false to true: enabled again, the same person`, async () => {
      const { organization, source, scimId, id } = await scene(policy);
      await source.setActive(scimId, false);
      await source.setActive(scimId, true);
      const users = await organization.users();
      assert.deepEqual(
        users.map((user) => [user.id, user.status]),
        [[id, "enabled"]],
      );
    });

    test(`${toggle}: POST with active false: created disabled`, async () => {
      const { organization } = await scene(policy, person("ann", { active: false }));
      assert.deepEqual(await organization.statuses(), { "ann@example.com": "disabled" });
    });

    test(`${toggle}: DELETE: ${deactivated}, link closed, 404 by SCIM and the user name free`, async () => {
      const { organization, source, scimId, id } = await scene(policy);
      await source.delete("Users", scimId);
      assert.equal((await organization.userById(id)).status, deactivated);
      assert.deepEqual(await linkStates(organization, id), ["closed"]);
      assert.equal((await source.send("GET", `/Users/${scimId}`)).status, 404);
      const again = await source.create("Users", person("ann"));
      assert.notEqual(again.id, scimId);
    });
  }

  const policies: readonly [string, SentDeprovisioningPolicy, string, string][] = [
    ["toggle off, DELETE bins", { ...off, onUserDelete: "bin" }, "disabled", "binned"],
    ["toggle on, DELETE disables", { ...on, onUserDelete: "disable" }, "binned", "disabled"],
    ["toggle on, DELETE follows it", { ...on, onUserDelete: null }, "binned", "binned"],
  ];
  for (const [name, policy, deactivated, deleted] of policies) {
    test(`${name}: deactivated ${deactivated}, deleted ${deleted}`, async () => {
      const organization = await own.organization();
      const source = await organization.source("Source", { policy });
      const [ann, bob] = [await source.create("Users", person("ann")), await source.create("Users", person("bob"))];
      await source.setActive(ann.id, false);
      await source.delete("Users", bob.id);
      assert.deepEqual(await organization.statuses(), { "ann@example.com": deactivated, "bob@example.com": deleted });
    });
  }

  test("acts at the transition only: a deactivation that is sent again bins nobody", async () => {
    const { organization, source, scimId, id } = await scene(off);
    await source.setActive(scimId, false);
    await setPolicy(organization, source, on);
    await source.setActive(scimId, false);
    await source.replace("Users", scimId, person("ann", { active: false, title: "Chemist" }));
    assert.equal((await organization.userById(id)).status, "disabled");
  });

  test("turned on is not retroactive, and saving says how many are disabled already", async () => {
    const { organization, source, scimId, id } = await scene(off);
    await source.setActive(scimId, false);
    assert.equal((await setPolicy(organization, source, on)).alreadyDisabled, 1);
    assert.equal((await organization.userById(id)).status, "disabled");
  });

  test("on: active false to true when the person was erased from the bin: a new person", async () => {
    const { organization, source, scimId, id } = await scene(on);
    await source.setActive(scimId, false);
    const erase = unnamedStatement("delete from directory_users where organization_id = $1 and id = $2");
    await own.server.database.pool.execute(erase, [organization.id, id]);
    await source.setActive(scimId, true);
    const [user, ...more] = await organization.users();
    assert.deepEqual(more, []);
    assert.notEqual(user?.id, id);
    assert.deepEqual([user?.userName, user?.status], ["ann@example.com", "enabled"]);
  });

  test("a person who was binned keeps memberships for the way back: SCIM reads them, the directory not", async () => {
    const { organization, source, scimId } = await scene(on);
    const lab = await source.create("Groups", { displayName: "Lab", members: [{ value: scimId }] });
    const directoryLab = (await organization.group("Lab")).id;
    await source.setActive(scimId, false);
    assert.deepEqual(await organization.members(directoryLab), []);
    assert.deepEqual(await source.memberIds(lab.id), [scimId]);
    await source.setActive(scimId, true);
    assert.deepEqual(await organization.members(directoryLab), ["ann@example.com"]);
  });
});

describe("a group that is deleted at the source", () => {
  const returns: readonly [string, object, object, boolean][] = [
    ["the same externalId", { externalId: "g-1" }, { externalId: "g-1", displayName: "Laboratory" }, true],
    ["the same name when neither has an externalId", {}, { displayName: "LAB" }, true],
    ["the same name and another externalId", { externalId: "g-1" }, { externalId: "g-2" }, false],
    ["the same name when only the new one has an externalId", {}, { externalId: "g-1" }, false],
  ];
  for (const [name, before, after, same] of returns) {
    test(`goes to the bin and ${same ? "comes back" : "does not come back"} with ${name}`, async () => {
      const { organization, source, scimId } = await scene();
      const members = [{ value: scimId }];
      const lab = await source.create("Groups", { displayName: "Lab", members, ...before });
      const { id } = await organization.group("Lab");
      await source.delete("Groups", lab.id);
      assert.equal((await source.send("GET", `/Groups/${lab.id}`)).status, 404);
      assert.equal((await organization.group("Lab")).status, "binned");
      assert.deepEqual(await organization.groupsOf((await organization.user("ann@example.com")).id), []);
      const again = await source.create("Groups", { displayName: "Lab", ...after });
      assert.notEqual(again.id, lab.id);
      const groups = await organization.groups();
      assert.equal(groups.length, same ? 1 : 2);
      const active = groups.filter(({ status }) => status === "active");
      assert.deepEqual(
        active.map((group) => group.id === id),
        [same],
      );
      assert.deepEqual(await organization.members(active[0]?.id ?? ""), []);
    });
  }

  test("goes to the bin with its members", async () => {
    const { organization, source, scimId } = await scene();
    const lab = await source.create("Groups", { displayName: "Lab", members: [{ value: scimId }] });
    const { id } = await organization.group("Lab");
    await source.delete("Groups", lab.id);
    assert.deepEqual(await organization.members(id), ["ann@example.com"]);
  });

  test("keeps its people in a group without a source where the policy keeps it", async () => {
    const { organization, source, scimId } = await scene({ ...off, onGroupDelete: "keep" });
    const lab = await source.create("Groups", { displayName: "Lab", members: [{ value: scimId }] });
    const { id } = await organization.group("Lab");
    await source.delete("Groups", lab.id);
    assert.equal((await organization.group("Lab")).status, "active");
    assert.deepEqual(await organization.members(id), ["ann@example.com"]);
    await source.setActive(scimId, false);
    assert.deepEqual(await organization.members(id), []);
  });

  test("does not come back after the retention: a new group", async () => {
    const { organization, source } = await scene({ ...off, binRetentionDays: 1 });
    const lab = await source.create("Groups", { displayName: "Lab" });
    await source.delete("Groups", lab.id);
    clock.moveDays(2);
    await source.create("Groups", { displayName: "Lab" });
    assert.deepEqual((await organization.groups()).map(({ status }) => status).sort(), ["active", "binned"]);
  });
});

describe("a returning person gets the same directory user only when it surely is the same person", () => {
  interface Case {
    readonly before: object;
    readonly after: object;
    readonly users: number;
    readonly flags?: readonly string[];
    readonly conflict?: string;
  }
  const cases: Record<string, Case> = {
    "the same externalId, though everything else changed: the same person": {
      before: { externalId: "a-1" },
      after: { externalId: "a-1", userName: "ann.new@example.com", emails: [{ value: "new@example.com" }] },
      users: 1,
    },
    "the same user name, the leaver had no externalId: the same person": {
      before: {},
      after: { externalId: "a-1" },
      users: 1,
    },
    "the same user name, the newcomer has no externalId: the same person": {
      before: { externalId: "a-1" },
      after: {},
      users: 1,
    },
    "the same user name in another case, neither has an externalId: the same person": {
      before: {},
      after: { userName: "ANN@Example.com" },
      users: 1,
    },
    "two externalIds that differ, with one user name: two people, flagged as a possible rehire": {
      before: { externalId: "a-1" },
      after: { externalId: "a-2" },
      users: 2,
      flags: ["possible-rehire"],
    },
    "the same e-mail alone: a conflict": {
      before: { externalId: "a-1" },
      after: { userName: "ann.two@example.com" },
      users: 1,
      conflict: "candidate-not-allowed",
    },
  };
  for (const [name, { before, after, users, flags = [], conflict }] of Object.entries(cases)) {
    test(name, async () => {
      const { organization, source, scimId, id } = await scene(off, person("ann", before as never));
      await source.delete("Users", scimId);
      const again = await source.create("Users", person("ann", after as never));
      assert.notEqual(again.id, scimId);
      const found = await organization.users();
      assert.equal(found.length, users);
      assert.deepEqual(
        (await organization.conflicts()).map(({ reason }) => reason),
        conflict === undefined ? [] : [conflict],
      );
      const last = found.at(-1);
      assert.equal(last?.id === id, users === 1);
      assert.deepEqual(last?.flags, flags);
      assert.equal(last?.status, conflict === undefined ? "enabled" : "disabled");
    });
  }

  test("within the retention of the bin: afterwards it is a question for a person", async () => {
    const { organization, source, scimId } = await scene({ ...on, binRetentionDays: 10 }, person("ann"));
    await source.delete("Users", scimId);
    clock.moveDays(11);
    await source.create("Users", person("ann"));
    const reasons = (await organization.conflicts()).map(({ reason }) => reason);
    assert.deepEqual(reasons, ["candidate-not-allowed"]);
  });

  test("more than one candidate is a conflict with all of them", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const one = await source.create("Users", person("ann", { externalId: "a-1", emails: [] }));
    await source.delete("Users", one.id);
    const two = await source.create("Users", person("ann", { externalId: "a-2", emails: [] }));
    await source.delete("Users", two.id);
    await source.create("Users", person("ann", { emails: [] }));
    const [conflict] = await organization.conflicts();
    assert.deepEqual([conflict?.reason, conflict?.candidates.length], ["several-leavers", 2]);
  });

  test("a return restores the status and not the memberships", async () => {
    const { organization, source, scimId, id } = await scene(on, person("ann", { externalId: "a-1" }));
    const lab = await source.create("Groups", { displayName: "Lab", members: [{ value: scimId }] });
    await source.delete("Users", scimId);
    assert.equal((await organization.userById(id)).status, "binned");
    assert.deepEqual(await source.memberIds(lab.id), []);
    const again = await source.create("Users", person("ann", { externalId: "a-1" }));
    assert.equal((await organization.userById(id)).status, "enabled");
    assert.deepEqual(await source.memberIds(lab.id), []);
    assert.deepEqual(await organization.groupsOf(id), []);
    assert.deepEqual(await source.groupIds(again.id), []);
    assert.deepEqual((await organization.eventTypes()).slice(-2), ["user.returned", "user.restored"]);
  });

  test("another application's leaver does not return: that is a conflict", async () => {
    const { organization, source, scimId } = await scene(off, person("ann", { externalId: "a-1" }));
    await source.delete("Users", scimId);
    const other = await organization.source("Other");
    await other.create("Users", person("ann", { externalId: "a-1" }));
    assert.equal((await organization.conflicts()).length, 1);
  });
});

describe("the consequences of a policy in words", () => {
  interface Consequences {
    readonly inForce: Readonly<Record<string, string>>;
    readonly choices: readonly { readonly policy: SentDeprovisioningPolicy; readonly consequences: object }[];
    readonly disabledNow: number;
    readonly disabledBySource: number;
    readonly whenTurnedOn: string;
  }

  test("name the fate that somebody then meets, for each position of the toggle", async () => {
    for (const [policy, said, met] of [
      [off, /is disabled, stays in the directory/, "disabled"],
      [on, /goes to the recycle bin and out of all groups, and can be restored for 30 days/, "binned"],
    ] as const) {
      const { organization, source, scimId, id } = await scene(policy);
      const path = `/source-applications/${source.applicationId}/deprovisioning-policy/consequences`;
      const { inForce, choices } = await organization.call<Consequences>("GET", path);
      assert.match(inForce["userDeactivated"] ?? "", said);
      assert.equal(choices.length, 12);
      const chosen = choices.find(
        (choice) =>
          choice.policy.deleteDeactivatedUsers === policy.deleteDeactivatedUsers &&
          choice.policy.onUserDelete === undefined &&
          choice.policy.onGroupDelete === "bin",
      );
      assert.deepEqual(chosen?.consequences, inForce);
      await source.setActive(scimId, false);
      assert.equal((await organization.userById(id)).status, met);
    }
  });

  test("count those who are disabled now, and apart from them those whom the source disabled", async () => {
    const { organization, source, scimId } = await scene();
    await source.create("Users", person("bob"));
    const path = `/source-applications/${source.applicationId}/deprovisioning-policy/consequences`;
    const { id } = await organization.user("bob@example.com");
    await organization.administer("disable", id);
    const held = await organization.call<Consequences>("GET", path);
    assert.deepEqual([held.disabledNow, held.disabledBySource], [1, 0]);
    assert.equal(held.whenTurnedOn, "Nobody is disabled by this source now.");
    await source.setActive(scimId, false);
    const { disabledNow, disabledBySource, whenTurnedOn } = await organization.call<Consequences>("GET", path);
    assert.deepEqual([disabledNow, disabledBySource], [2, 1]);
    assert.match(whenTurnedOn, /^1 person whom this source disabled stays disabled; turning this on does not/);
  });
});
