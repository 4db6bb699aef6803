import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MovableClock } from "../support/clock.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";

// rules.md section 2.

const clock = new MovableClock();
const own = withServer({ now: clock.now });

/** Ann, written by one source; her resource and her person. */
interface Scene {
  readonly organization: TestOrganization;
  readonly source: Source;
  readonly scimId: string;
  readonly directoryId: string;
}

const annsBody = person("ann", { externalId: "a-1" });

async function scene(policy: { deleteDeactivatedUsers: boolean } = { deleteDeactivatedUsers: false }): Promise<Scene> {
  const organization = await own.organization();
  const source = await organization.source("Source", { policy });
  const { id: scimId } = await source.create("Users", annsBody);
  return { organization, source, scimId, directoryId: (await organization.user("ann@example.com")).id };
}

async function statusOf({ organization, directoryId }: Scene): Promise<string> {
  return (await organization.userById(directoryId)).status;
}

describe("what an administrator did, and what the source does next", () => {
  const starts: Record<string, () => Promise<Scene>> = {
    "disabled by hand": async () => {
      const made = await scene();
      await made.organization.administer("disable", made.directoryId);
      return made;
    },
    "enabled by hand": async () => {
      const made = await scene();
      await made.source.setActive(made.scimId, false);
      await made.organization.administer("enable", made.directoryId);
      return made;
    },
    "deleted by hand": async () => {
      const made = await scene();
      await made.organization.administer("delete", made.directoryId);
      return made;
    },
    "restored by hand": async () => {
      const made = await scene({ deleteDeactivatedUsers: true });
      await made.source.setActive(made.scimId, false);
      assert.equal(await statusOf(made), "binned");
      await made.organization.administer("restore", made.directoryId);
      return made;
    },
  };
  const steps: Record<string, (scene: Scene) => Promise<unknown>> = {
    "a no-op PUT": async ({ source, scimId }) => {
      const { meta, ...sentAgain } = await source.read("Users", scimId);
      assert.ok(meta);
      await source.replace("Users", scimId, sentAgain);
    },
    "active false, then true": async ({ source, scimId }) => {
      await source.setActive(scimId, false);
      await source.setActive(scimId, true);
    },
    DELETE: ({ source, scimId }) => source.delete("Users", scimId),
    "POST again": async ({ source, scimId }) => {
      await source.delete("Users", scimId);
      await source.create("Users", annsBody);
    },
  };
  const table: Record<string, Record<string, string>> = {
    "disabled by hand": {
      "a no-op PUT": "disabled",
      "active false, then true": "disabled",
      DELETE: "disabled",
      "POST again": "disabled",
    },
    "enabled by hand": {
      "a no-op PUT": "enabled",
      "active false, then true": "enabled",
      DELETE: "disabled",
      "POST again": "enabled",
    },
    "deleted by hand": {
      "a no-op PUT": "binned",
      "active false, then true": "binned",
      DELETE: "binned",
      "POST again": "binned",
    },
    "restored by hand": {
      "a no-op PUT": "enabled",
      "active false, then true": "enabled",
      DELETE: "binned",
      "POST again": "enabled",
    },
  };
  for (const [start, row] of Object.entries(table)) {
    for (const [step, status] of Object.entries(row)) {
      test(`${start}, then ${step}: ${status}`, async () => {
        const made = await (starts[start] as () => Promise<Scene>)();
        await (steps[step] as (scene: Scene) => Promise<unknown>)(made);
        assert.equal(await statusOf(made), status);
        assert.equal((await made.organization.users()).length, 1);
      });
    }
  }
});

test("a hold survives whatever the source sends: active true with the next edit of the profile does not enable", async () => {
  const made = await scene();
  await made.organization.administer("disable", made.directoryId);
  await made.source.replace("Users", made.scimId, { ...annsBody, active: true, title: "Chemist" });
  const user = await made.organization.userById(made.directoryId);
  assert.equal(user.status, "disabled");
  assert.equal(user.attributes["title"], "Chemist");
  assert.equal(user.statusFacts.hold?.reason, "asked for");
  await made.organization.administer("enable", made.directoryId);
  assert.equal(await statusOf(made), "enabled");
});

test("an override ends at the source's next transition of active, not when active is sent again", async () => {
  const made = await scene();
  await made.source.setActive(made.scimId, false);
  await made.organization.administer("enable", made.directoryId);
  await made.source.setActive(made.scimId, false);
  await made.source.replace("Users", made.scimId, { ...annsBody, active: false, title: "Chemist" });
  assert.equal(await statusOf(made), "enabled");
  await made.source.setActive(made.scimId, true);
  assert.equal((await made.organization.userById(made.directoryId)).statusFacts.override, null);
  await made.source.setActive(made.scimId, false);
  assert.equal(await statusOf(made), "disabled");
});

test("an override that was given an end stops then, with an event, although the source sends nothing", async () => {
  const made = await scene();
  await made.source.setActive(made.scimId, false);
  const expiresAt = new Date(Date.parse(clock.now()) + 86_400_000).toISOString();
  const path = `/organizations/${made.organization.id}/directory-users/${made.directoryId}/enable`;
  await made.organization.call("POST", path, { reason: "asked for", expiresAt });
  await own.server.finishing.run();
  assert.equal(await statusOf(made), "enabled");
  clock.moveDays(2);
  await own.server.finishing.run();
  assert.equal(await statusOf(made), "disabled");
  const [last] = (await made.organization.events()).slice(-1);
  assert.deepEqual([last?.type, last?.reason, last?.actor], ["user.disabled", "the override expired", "expiry"]);
});

test("deleted by hand while linked: pushes update the binned person and never bring it back", async () => {
  const made = await scene();
  await made.organization.administer("delete", made.directoryId);
  await made.source.patch("Users", made.scimId, { op: "replace", path: "title", value: "Chemist" });
  await made.source.setActive(made.scimId, false);
  await made.source.setActive(made.scimId, true);
  const user = await made.organization.userById(made.directoryId);
  assert.equal(user.status, "binned");
  assert.equal(user.attributes["title"], "Chemist");
  assert.equal((await made.source.read("Users", made.scimId))["active"], true);
  await made.organization.administer("restore", made.directoryId);
  assert.equal(await statusOf(made), "enabled");
});

test("restored by hand when the resource is gone: without a link, and disabled until enabled by hand", async () => {
  const made = await scene({ deleteDeactivatedUsers: true });
  await made.source.delete("Users", made.scimId);
  assert.equal(await statusOf(made), "binned");
  await made.organization.administer("restore", made.directoryId);
  assert.equal(await statusOf(made), "disabled");
  const links = await made.organization.links(made.directoryId);
  assert.deepEqual(
    links.map(({ state }) => state),
    ["closed"],
  );
  await made.organization.administer("enable", made.directoryId);
  assert.equal(await statusOf(made), "enabled");
});

test("active that is not sent on create means active", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  const { active: _, ...withoutActive } = person("ann");
  const ann = await source.create("Users", withoutActive);
  assert.equal(ann["active"], true);
  assert.equal((await source.read("Users", ann.id))["active"], true);
  assert.deepEqual(await organization.statuses(), { "ann@example.com": "enabled" });
});

test("a PUT without active keeps the status that is stored (AMB-20)", async () => {
  const made = await scene();
  await made.source.setActive(made.scimId, false);
  const { active: _, ...withoutActive } = annsBody;
  const answered = await made.source.replace("Users", made.scimId, withoutActive);
  assert.equal(answered["active"], false);
  assert.equal(await statusOf(made), "disabled");
});

describe("a mapped status that is no boolean", () => {
  async function takeStatusFromUserType({ organization, source }: Scene): Promise<void> {
    await organization.remap(source, "active", "userType");
  }

  test("keeps the status and flags the person", async () => {
    const made = await scene();
    await takeStatusFromUserType(made);
    await made.source.patch("Users", made.scimId, { op: "replace", path: "userType", value: "true" });
    const user = await made.organization.userById(made.directoryId);
    assert.deepEqual([user.status, user.flags], ["enabled", ["status-not-boolean"]]);
  });

  test("never enables: neither who is disabled nor who is new", async () => {
    const made = await scene();
    await made.source.setActive(made.scimId, false);
    await takeStatusFromUserType(made);
    await made.source.patch("Users", made.scimId, { op: "replace", path: "userType", value: "active" });
    await made.source.create("Users", person("bob", { userType: "active" }));
    assert.deepEqual(await made.organization.statuses(), {
      "ann@example.com": "disabled",
      "bob@example.com": "disabled",
    });
    assert.deepEqual((await made.organization.user("bob@example.com")).flags, ["status-not-boolean"]);
  });
});
