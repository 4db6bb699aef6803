import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { GoingLiveCounts, GoingLivePreview } from "@rollcall/admin-api/going-live.ts";
import type { Guard } from "@rollcall/admin-api/guards.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source } from "../support/source.ts";
import { rowsOf, snapshot } from "../support/snapshot.ts";

// rules.md section 6: what an application that observes would do is told before it goes live.

// The clock is moved to when a job begins; nothing waits for it.
let ahead = 0;
const own = withServer({ now: () => new Date(Date.now() + ahead).toISOString(), jobsWhenTold: true });

async function preview(organization: TestOrganization, source: Source): Promise<GoingLivePreview> {
  const path = `/source-applications/${source.applicationId}/going-live/previews`;
  const begun = await organization.call<GoingLivePreview>("POST", path);
  assert.equal(begun.job.state, "queued");
  ahead += 2_001;
  await own.server.jobs.run();
  const { items } = await organization.call<{ items: GoingLivePreview[] }>("GET", path);
  assert.deepEqual(
    items.map(({ id, job }) => [id, job.state, job.problem]),
    [[begun.id, "done", null]],
  );
  return items[0] as GoingLivePreview;
}

/** Everything but that somebody asked, and the job. */
async function restOf({ id }: TestOrganization): Promise<Record<string, string[]>> {
  return { ...rowsOf(await snapshot(own.server.database), id), jobs: [], audit_entries: [] };
}

async function countHeld(organization: TestOrganization, source: Source): Promise<number> {
  return (await organization.call<Guard>("GET", `/source-applications/${source.applicationId}/guard`)).held;
}

/** What going live does, counted from what it tells. */
async function goLive(organization: TestOrganization, source: Source): Promise<GoingLiveCounts> {
  const before = (await organization.events()).length;
  const held = await countHeld(organization, source);
  await organization.resume(source);
  const told = (await organization.events()).slice(before).map(({ type, outcome }) => `${type} ${outcome}`);
  const count = (...names: string[]) => told.filter((one) => names.includes(one)).length;
  const groupsHeld = count("group.binned held");
  return {
    people: {
      created: count("user.created applied"),
      linked: count("user.linked applied"),
      returned: count("user.returned applied"),
      changed: count("user.changed applied"),
      disabled: count("user.disabled applied"),
      binned: count("user.binned applied"),
      enabled: count("user.enabled applied", "user.restored applied"),
      held: (await countHeld(organization, source)) - held - groupsHeld,
      conflicts: count("user.conflict conflict"),
    },
    groups: {
      created: count("group.created applied"),
      returned: count("group.returned applied"),
      changed: count("group.changed applied"),
      binned: count("group.binned applied"),
      held: groupsHeld,
    },
    memberships: { added: count("group.member-added applied"), removed: count("group.member-removed applied") },
  };
}

const none: GoingLiveCounts = {
  people: {
    created: 0,
    linked: 0,
    returned: 0,
    changed: 0,
    disabled: 0,
    binned: 0,
    enabled: 0,
    held: 0,
    conflicts: 0,
  },
  groups: { created: 0, returned: 0, changed: 0, binned: 0, held: 0 },
  memberships: { added: 0, removed: 0 },
};

/** People who are there, by another source, and a source that has written ten people and two groups of its own. */
async function scene(policy = { deleteDeactivatedUsers: false }) {
  const organization = await own.organization();
  const first = await organization.source("First");
  for (const name of ["ann@ours.test", "bob@ours.test", "cid@theirs.test"]) await first.create("Users", person(name));
  const source = await organization.source("Second", { domains: ["ours.test"], policy });
  const people: AnsweredResource[] = [];
  for (let index = 0; index < 10; index += 1) people.push(await source.create("Users", person(`p${index}`)));
  const members = people.slice(0, 4).map(({ id }) => ({ value: id }));
  const lab = await source.create("Groups", { displayName: "Lab", members });
  const choir = await source.create("Groups", { displayName: "Choir", externalId: "choir", members: [] });
  return { organization, source, people, lab, choir };
}

for (const mode of ["observe", "paused"] as const) {
  for (const [guard, expected] of [
    [
      { enabled: true, atLeast: 2, percent: 0 },
      { disabled: 2, held: 3 },
    ],
    [
      { enabled: false, atLeast: 0, percent: 0 },
      { disabled: 5, held: 0 },
    ],
  ] as const) {
    test(`${mode}, the guard ${guard.enabled ? "on" : "off"}: what is previewed is what going live does`, async () => {
      const { organization, source, people, lab, choir } = await scene();
      const id = (index: number) => people[index]?.id ?? "";
      await source.setActive(id(9), false);
      await organization.call("PUT", `/source-applications/${source.applicationId}/guard`, guard);
      await organization.setMode(source, mode);
      const used = (await organization.call<Guard>("GET", `/source-applications/${source.applicationId}/guard`)).used;
      assert.equal(used.departures, 1);
      await organization.call("PUT", `/source-applications/${source.applicationId}/guard`, {
        ...guard,
        atLeast: guard.enabled ? 3 : 0,
      });
      // Three who are new, two who are there already, one who is there and may not be linked, one who comes and goes.
      for (const name of ["new0", "new1", "new2"]) await source.create("Users", person(name));
      await source.create("Users", person("ann@ours.test"));
      await source.create("Users", person("bob@ours.test", { title: "Clerk" }));
      await source.create("Users", person("cid@theirs.test"));
      await source.delete("Users", (await source.create("Users", person("ghost"))).id);
      for (const index of [0, 1, 2]) await source.setActive(id(index), false);
      for (const index of [3, 4]) await source.delete("Users", id(index));
      for (const index of [5, 6]) await source.patch("Users", id(index), { op: "add", path: "title", value: "Chief" });
      await source.setActive(id(9), true);
      const band = await source.create("Groups", {
        displayName: "Band",
        members: [{ value: id(7) }, { value: id(8) }],
      });
      await source.patch("Groups", lab.id, { op: "replace", path: "displayName", value: "Laboratory" });
      await source.removeMembers(band.id, id(8));
      await source.removeMembers(lab.id, id(0));
      await source.addMembers(lab.id, id(6));
      await source.delete("Groups", choir.id);

      await organization.events();
      const before = await restOf(organization);
      const { counts, job } = await preview(organization, source);
      const after = await restOf(organization);
      const changed = Object.keys(after).filter((table) => !isDeepStrictEqual(after[table], before[table]));
      assert.deepEqual(changed, [], "a preview changes nothing");
      assert.equal(job.done, job.total);

      const gone = await goLive(organization, source);
      assert.deepEqual(counts, gone);
      const { created, linked, conflicts, enabled, disabled, held } = counts.people;
      assert.deepEqual(
        { created, linked, conflicts, enabled, disabled, held },
        { created: 3, linked: 2, conflicts: 1, enabled: 1, ...expected },
      );
      const { people: still, groups, memberships } = (await preview(organization, source)).counts;
      assert.deepEqual(
        { people: { ...still, held: 0 }, groups: { ...groups, held: 0 }, memberships },
        none,
        "an application that is live has nothing to do but to hold what the guard holds",
      );
    });
  }
}

test("who would go to the recycle bin, and a group that comes back, are counted as such", async () => {
  const { organization, source, people, choir } = await scene({ deleteDeactivatedUsers: true });
  await organization.call("PUT", `/source-applications/${source.applicationId}/guard`, {
    enabled: false,
    atLeast: 0,
    percent: 0,
  });
  await source.delete("Groups", choir.id);
  await organization.setMode(source, "observe");
  for (const { id } of people.slice(0, 3)) await source.setActive(id, false);
  await source.create("Groups", { displayName: "Choir", externalId: "choir" });
  const { counts } = await preview(organization, source);
  assert.deepEqual(counts, {
    ...none,
    people: { ...none.people, binned: 3 },
    groups: { ...none.groups, returned: 1 },
  });
  assert.deepEqual(counts, await goLive(organization, source));
});
