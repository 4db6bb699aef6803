import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { snapshot } from "../support/snapshot.ts";
import { person, type Source, versionOf } from "../support/source.ts";

// rules.md section 1.

const own = withServer();

describe("SCIM reads back what the source wrote; the directory shows what is in force", () => {
  test("a person disabled by hand stays active in SCIM and disabled in the directory", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    const { id } = await organization.user("ann@example.com");
    await organization.administer("disable", id);
    assert.deepEqual(await source.read("Users", ann.id), ann);
    assert.deepEqual(await organization.statuses(), { "ann@example.com": "disabled" });
  });

  test("a value that nobody maps is read back and is not in the directory", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann", { nickName: "Annie", title: "Chemist" }));
    assert.equal((await source.read("Users", ann.id))["nickName"], "Annie");
    const { attributes } = await organization.user("ann@example.com");
    assert.deepEqual(attributes, {
      userName: "ann@example.com",
      email: "ann@example.com",
      givenName: "Ann",
      familyName: "Example",
      displayName: "Ann Example",
      title: "Chemist",
    });
  });

  test("where the two differ, the person's link says in what", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann", { title: "Chemist" }));
    await organization.setMode(source, "paused");
    await source.patch("Users", ann.id, { op: "replace", path: "title", value: "Physicist" });
    const { id } = await organization.user("ann@example.com");
    const [link] = await organization.links(id);
    assert.deepEqual(link?.differences, [
      { attribute: "title", label: "Title", source: "Physicist", directory: "Chemist" },
    ]);
    assert.equal(link?.held, true);
  });

  test("re-applying brings the person back to what the source says, and leaves a hold", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    const { id } = await organization.user("ann@example.com");
    await source.setActive(ann.id, false);
    await organization.administer("enable", id);
    assert.equal((await organization.userById(id)).status, "enabled");
    assert.deepEqual(await organization.administer("reapply", id), { outcome: "applied", reason: null });
    assert.equal((await organization.userById(id)).status, "disabled");
    await source.setActive(ann.id, true);
    await organization.administer("disable", id);
    await organization.administer("reapply", id);
    assert.equal((await organization.userById(id)).status, "disabled");
  });
});

describe("each write has one outcome, kept with its exchange", () => {
  /** Does something as the source, and says what the exchange has to tell of it. */
  const writes: Record<
    string,
    {
      readonly does: (source: Source, organization: TestOrganization) => Promise<unknown>;
      readonly outcome: string;
      readonly reason?: string;
    }
  > = {
    "a new user": { does: (source) => source.create("Users", person("bob")), outcome: "applied" },
    "a user who is sent again as it was": {
      does: async (source) => source.replace("Users", await idOfAnn(source), person("ann")),
      outcome: "unchanged",
      reason: "the resource is already like this",
    },
    "a PATCH that sets what is there": {
      does: async (source) =>
        source.patch("Users", await idOfAnn(source), { op: "replace", path: "active", value: true }),
      outcome: "unchanged",
      reason: "the resource is already like this",
    },
    "a change that no rule maps": {
      does: async (source) =>
        source.patch("Users", await idOfAnn(source), { op: "replace", path: "nickName", value: "Annie" }),
      outcome: "unchanged",
      reason: "no mapped attribute differs",
    },
    "a change of a mapped attribute": {
      does: async (source) =>
        source.patch("Users", await idOfAnn(source), { op: "replace", path: "title", value: "Chemist" }),
      outcome: "applied",
    },
    "a deletion": { does: async (source) => source.delete("Users", await idOfAnn(source)), outcome: "applied" },
    "a new user in mode observe": {
      does: async (source, organization) => {
        await organization.setMode(source, "observe");
        await source.create("Users", person("bob"));
      },
      outcome: "observed",
      reason: "the application is in mode observe",
    },
    "a deactivation in mode paused": {
      does: async (source, organization) => {
        const id = await idOfAnn(source);
        await organization.setMode(source, "paused");
        await source.setActive(id, false);
      },
      outcome: "held",
      reason: "the application is in mode paused",
    },
    "a new user whose name somebody has": {
      does: async (_, organization) => {
        const other = await organization.source("Other");
        await other.create("Users", person("ann"));
        return other;
      },
      outcome: "conflict",
      reason: "candidate-not-allowed",
    },
    "a user name that is taken": {
      does: (source) => source.send("POST", "/Users", person("ANN@EXAMPLE.COM")),
      outcome: "refused",
    },
    "a user that is not there": {
      does: (source) => source.send("DELETE", "/Users/01a20b81-494e-7222-95a4-1d73102b48fd"),
      outcome: "refused",
    },
    "a new group": { does: (source) => source.create("Groups", { displayName: "New" }), outcome: "applied" },
    "a group that is sent again as it was": {
      does: async (source) => source.replace("Groups", await idOfLab(source), { displayName: "Lab", members: [] }),
      outcome: "unchanged",
      reason: "the resource is already like this",
    },
    "a new member": {
      does: async (source) => source.addMembers(await idOfLab(source), await idOfAnn(source)),
      outcome: "applied",
    },
    "a member who is one already": {
      does: async (source) => {
        await source.addMembers(await idOfLab(source), await idOfAnn(source));
        await source.addMembers(await idOfLab(source), await idOfAnn(source));
      },
      outcome: "unchanged",
    },
    "a new member in mode observe": {
      does: async (source, organization) => {
        const [group, member] = [await idOfLab(source), await idOfAnn(source)];
        await organization.setMode(source, "observe");
        await source.addMembers(group, member);
      },
      outcome: "observed",
    },
    "a new member in mode paused": {
      does: async (source, organization) => {
        const [group, member] = [await idOfLab(source), await idOfAnn(source)];
        await organization.setMode(source, "paused");
        await source.addMembers(group, member);
      },
      outcome: "held",
    },
    "a group deleted in mode paused": {
      does: async (source, organization) => {
        const group = await idOfLab(source);
        await organization.setMode(source, "paused");
        await source.delete("Groups", group);
      },
      outcome: "held",
      reason: "the application is in mode paused",
    },
    "a group that is deleted": {
      does: async (source) => source.delete("Groups", await idOfLab(source)),
      outcome: "applied",
    },
    "a group name that is taken": {
      does: (source) => source.send("POST", "/Groups", { displayName: "LAB" }),
      outcome: "refused",
    },
  };

  for (const [name, { does, outcome, reason }] of Object.entries(writes)) {
    test(`${name}: ${outcome}`, async () => {
      const organization = await own.organization();
      const source = await organization.source();
      await source.create("Users", person("ann"));
      await source.create("Groups", { displayName: "Lab" });
      const wrote = await does(source, organization);
      const writer = wrote instanceof Object && "applicationId" in wrote ? (wrote as Source) : source;
      const last = await organization.lastOutcome(writer);
      assert.equal(last.outcome, outcome);
      if (reason !== undefined) assert.equal(last.reason, reason);
      if (outcome === "unchanged") assert.ok(last.reason, "unchanged without a reason");
    });
  }

  test("a refused write is always a 4xx or 5xx that changed nothing", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const { id } = await source.create("Users", person("ann"));
    const group = await source.create("Groups", { displayName: "Lab", members: [{ value: id }] });
    const before = await snapshot(own.server.database);
    const refusals = [
      await source.send("POST", "/Users", person("Ann@example.com")),
      await source.send("POST", "/Users", { displayName: "Nobody" }),
      await source.send("PUT", `/Users/${id}`, { displayName: "Nobody" }),
      await source.tryPatch(
        "Users",
        id,
        { op: "replace", path: "title", value: "Chemist" },
        { op: "replace", path: "nowhere", value: 1 },
      ),
      await source.tryPatch(
        "Groups",
        group.id,
        { op: "remove", path: "members" },
        { op: "add", path: "members", value: [{ value: "nobody" }] },
      ),
      await source.send("PUT", `/Groups/${group.id}`, { displayName: "Lab", members: [{ value: group.id }] }),
      await source.send("DELETE", "/Groups/nobody"),
    ];
    assert.deepEqual(
      refusals.map(({ status }) => status),
      [409, 400, 400, 400, 400, 400, 404],
    );
    assert.deepEqual(await snapshot(own.server.database), before);
    const outcomes = (await organization.exchanges(source)).map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ["applied", "applied", ...refusals.map(() => "refused")]);
  });
});

test("an unchanged resource causes no effect: a PUT that is sent again does not undo what an administrator did", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  const body = person("ann", { [enterpriseUserUrn]: { department: "Lab" } });
  const ann = await source.create("Users", body);
  const { id } = await organization.user("ann@example.com");
  await organization.administer("disable", id);
  const disabled = await organization.userById(id);
  assert.deepEqual(await source.replace("Users", ann.id, body), ann);
  assert.deepEqual(await organization.userById(id), disabled);
  assert.deepEqual(await organization.eventTypes(), ["user.created", "user.disabled"]);
});

describe("membership is one row with two facts", () => {
  async function team(organization: TestOrganization) {
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    const bob = await source.create("Users", person("bob"));
    const members = [{ value: ann.id }, { value: bob.id }];
    const lab = await source.create("Groups", { displayName: "Lab", members });
    const directoryLab = (await organization.group("Lab")).id;
    return { source, ann, bob, lab, directoryLab };
  }

  test("a deactivation never touches what is provisioned: SCIM reads the member, the directory does not", async () => {
    const organization = await own.organization();
    const { source, ann, bob, lab, directoryLab } = await team(organization);
    await source.setActive(ann.id, false);
    assert.deepEqual(await source.read("Groups", lab.id), lab);
    assert.deepEqual(await source.groupIds(ann.id), [lab.id]);
    assert.deepEqual(await organization.members(directoryLab), ["bob@example.com"]);
    assert.deepEqual(await organization.groupsOf((await organization.user("ann@example.com")).id), []);
    await source.setActive(ann.id, true);
    assert.deepEqual(await organization.members(directoryLab), ["ann@example.com", "bob@example.com"]);
    assert.deepEqual(await organization.groupsOf((await organization.user("ann@example.com")).id), ["Lab"]);
    assert.deepEqual(await source.memberIds(lab.id), [ann.id, bob.id].sort());
  });

  test("a deactivation costs nothing per group: no membership, exception, counter or event of a group is written", async () => {
    const organization = await own.organization();
    const { source, ann, lab } = await team(organization);
    const tables = ["group_memberships", "membership_exceptions", "slot_counters", "directory_groups"];
    const before = await snapshot(own.server.database);
    await source.setActive(ann.id, false);
    await source.setActive(ann.id, true);
    const after = await snapshot(own.server.database);
    // The guard's counter is the application's, and those of people are the directory's, not a group's.
    const others = /guard\.|people\./;
    const ofGroups = (rows: readonly unknown[] = []) => rows.filter((row) => !others.test(JSON.stringify(row)));
    for (const table of tables) assert.deepEqual(ofGroups(after[table]), ofGroups(before[table]), table);
    assert.equal(versionOf(await source.read("Groups", lab.id)), versionOf(lab));
    assert.deepEqual((await organization.eventTypes()).slice(-2), ["user.disabled", "user.enabled"]);
  });

  test("a member who is disabled by hand, held back or binned is not effective", async () => {
    const organization = await own.organization();
    const { source, ann, directoryLab, lab } = await team(organization);
    const { id } = await organization.user("ann@example.com");
    await organization.administer("disable", id);
    assert.deepEqual(await organization.members(directoryLab), ["bob@example.com"]);
    await organization.administer("enable", id);
    assert.deepEqual(await organization.members(directoryLab), ["ann@example.com", "bob@example.com"]);
    await organization.administer("delete", id);
    assert.deepEqual(await organization.members(directoryLab), ["bob@example.com"]);
    assert.equal((await source.memberIds(lab.id)).includes(ann.id), true);
    await organization.administer("restore", id);
    assert.deepEqual(await organization.members(directoryLab), ["ann@example.com", "bob@example.com"]);
  });

  test("only exceptions are rows of their own", async () => {
    const organization = await own.organization();
    const { source, ann, lab } = await team(organization);
    const exceptions = async () =>
      own.server.database.pool.query(
        unnamedStatement(
          "select group_id, member_id, effective, reason from membership_exceptions where organization_id = $1",
        ),
        [organization.id],
      );
    assert.deepEqual(await exceptions(), []);
    await organization.setMode(source, "paused");
    await source.removeMembers(lab.id, ann.id);
    assert.deepEqual(await exceptions(), [{ group_id: lab.id, member_id: ann.id, effective: true, reason: "held" }]);
    await organization.resume(source);
    assert.deepEqual(await exceptions(), []);
  });
});

async function idOfAnn(source: Source): Promise<string> {
  return idOf(await source.find("Users", 'userName eq "ann@example.com"'));
}

async function idOfLab(source: Source): Promise<string> {
  return idOf(await source.find("Groups", 'displayName eq "Lab"'));
}

function idOf(found: readonly { readonly id: string }[]): string {
  assert.equal(found.length, 1);
  return found[0]?.id ?? "";
}
