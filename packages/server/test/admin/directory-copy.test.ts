import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@rollcall/admin-api/client.ts";
import type { DirectoryGroupMember } from "@rollcall/admin-api/directory-groups.ts";
import type { Job } from "@rollcall/admin-api/jobs.ts";
import type { CopiedGroup, CopiedUser } from "@rollcall/admin-api/directory-snapshot.ts";
import { type CopyStep, followDirectory } from "@rollcall/admin-api/follow-directory.ts";
import { retryingFetch } from "@rollcall/admin-api/wait-and-retry.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";

// A program that takes a snapshot and follows the feed holds what the directory holds, whatever happens meanwhile.

const own = withServer();

const clientOf = () => createClient({ url: own.server.origin, key: own.server.apiKey, fetch: retryingFetch() });

type Held = Omit<CopiedUser, "status"> & { readonly status: string };

/** A copy in memory that does what the steps say. */
class Copy {
  readonly users = new Map<string, Held>();
  readonly groups = new Map<string, Held>();
  steps = 0;
  cursor: string | undefined;
  #brought = new Set<string>();

  do(step: CopyStep): void {
    this.steps += 1;
    if (step.kind === "start") {
      this.#brought = new Set();
      this.cursor = undefined;
      return;
    }
    if (step.kind === "end") {
      for (const held of [this.users, this.groups]) {
        for (const id of held.keys()) if (!this.#brought.has(id)) held.delete(id);
      }
      this.cursor = step.cursor;
      return;
    }
    for (const user of step.users) this.users.set(user.id, user);
    for (const group of step.groups) this.groups.set(group.id, group);
    for (const { id } of [...step.users, ...step.groups]) this.#brought.add(id);
    if (step.kind === "snapshot") return;
    for (const id of step.goneUserIds) this.users.delete(id);
    for (const id of step.goneGroupIds) this.groups.delete(id);
    for (const { groupId, userIds, groupIds } of step.members) {
      for (const [held, members] of [
        [this.users, userIds],
        [this.groups, groupIds],
      ] as const) {
        for (const [id, one] of held) {
          const others = one.groupIds.filter((of) => of !== groupId);
          held.set(id, { ...one, groupIds: members.includes(id) ? [...others, groupId] : others });
        }
      }
    }
    this.cursor = step.cursor;
  }

  facts() {
    const sorted = (held: ReadonlyMap<string, Held>) =>
      [...held.values()]
        .map(({ id, status, attributes, groupIds }) => ({ id, status, attributes, groupIds: groupIds.toSorted() }))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    return { users: sorted(this.users), groups: sorted(this.groups) };
  }
}

/** The directory as its lists show it. */
async function directory(organization: TestOrganization) {
  const [users, groups] = await Promise.all([organization.users(), organization.groups()]);
  const groupsOf = new Map<string, string[]>();
  for (const { id } of groups) {
    const path = `/organizations/${organization.id}/directory-groups/${id}/members?limit=1000`;
    for (const member of (await organization.call<{ items: DirectoryGroupMember[] }>("GET", path)).items) {
      if (member.id !== null) groupsOf.set(member.id, [...(groupsOf.get(member.id) ?? []), id]);
    }
  }
  const facts = ({ id, status, attributes }: Pick<CopiedUser | CopiedGroup, "id" | "status" | "attributes">) => ({
    id,
    status,
    attributes,
    groupIds: [...new Set(groupsOf.get(id))].sort(),
  });
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  return { users: users.map(facts).sort(byId), groups: groups.map(facts).sort(byId) };
}

/** Follows with a copy until the test is over. */
function follow(organization: TestOrganization, copy = new Copy(), limit = 5) {
  const abort = new AbortController();
  const options = { organizationId: organization.id, cursor: copy.cursor, limit, signal: abort.signal };
  const running = (async () => {
    for await (const step of followDirectory(clientOf(), options)) copy.do(step);
  })();
  /** Waits until the copy has done what the feed tells so far, and compares. */
  async function equals(): Promise<void> {
    await organization.events();
    const params = new URLSearchParams({ limit: "1" });
    for (;;) {
      if (copy.cursor !== undefined) {
        params.set("after", copy.cursor);
        const path = `/organizations/${organization.id}/provisioning-events?${params.toString()}`;
        if ((await organization.call<{ items: unknown[] }>("GET", path)).items.length === 0) break;
      }
      await Promise.race([running, sleep(20)]);
    }
    assert.deepEqual(copy.facts(), await directory(organization));
  }
  return {
    copy,
    equals,
    async stop() {
      abort.abort();
      await running;
    },
  };
}

async function inParallel(count: number, work: (number: number) => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, number) => work(number)));
}

/** What sources do to people and groups all day. */
async function busy(source: Source, name: string): Promise<void> {
  await inParallel(8, async (n) => {
    const { id } = await source.create("Users", person(`${name}${n}`, { externalId: `${name}-${n}` }));
    const group = await source.create("Groups", { displayName: `${name} ${n}`, externalId: `${name}-g${n}` });
    await source.addMembers(group.id, id);
    await source.patch("Users", id, { op: "replace", path: "title", value: `Step ${n}` });
    await source.setActive(id, false);
    if (n % 2 === 0) await source.setActive(id, true);
    if (n % 3 === 0) await source.removeMembers(group.id, id);
    if (n % 4 === 1) await source.delete("Users", id);
    if (n % 4 === 3) await source.delete("Groups", group.id);
  });
}

describe("a copy of the directory", () => {
  test("begun while many write, and followed, equals it field by field", { timeout: 120_000 }, async () => {
    const organization = await own.organization();
    const sources = await Promise.all(["a", "b", "c"].map((name) => organization.source(name)));
    await Promise.all(sources.map((source, index) => busy(source, `early${index}`)));
    const writing = Promise.all(sources.map((source, index) => busy(source, `late${index}`)));
    const followers = [1, 7, 500].map((limit) => follow(organization, new Copy(), limit));
    await writing;
    for (const { equals } of followers) await equals();
    for (const { stop } of followers) await stop();
  });

  test("knows whom a group has after it lost its source, came back, and was put into another", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const { equals, stop } = follow(organization);
    const create = async (name: string) => ({ value: (await source.create("Users", person(name))).id });
    const [ann, bob, cal] = [await create("ann"), await create("bob"), await create("cal")];
    const lab = { displayName: "Lab", externalId: "g-1" };
    const first = await source.create("Groups", { ...lab, members: [ann, bob] });
    const parent = await source.create("Groups", { displayName: "All", members: [{ value: first.id }] });
    await equals();
    await source.delete("Groups", first.id);
    await equals();
    const again = await source.create("Groups", { ...lab, members: [bob, cal] });
    await source.addMembers(parent.id, again.id);
    await equals();
    await source.replace("Groups", again.id, { ...lab, members: [cal] });
    await source.removeMembers(parent.id, again.id);
    await equals();
    await source.delete("Groups", parent.id);
    await equals();
    await stop();
  });

  test("knows which groups come in and leave by the group rules, and whom they have then", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const { equals, stop } = follow(organization);
    const create = async (name: string) => ({ value: (await source.create("Users", person(name))).id });
    const [ann, bob] = [await create("ann"), await create("bob")];
    const lab = await source.create("Groups", { displayName: "Lab", members: [ann] });
    await source.create("Groups", { displayName: "All", members: [bob, { value: lab.id }] });
    await equals();
    const save = async (exclude: readonly string[]) => {
      const conditions = exclude.map((text) => ({ attribute: "displayName", compare: "equals", text }));
      const path = `/source-applications/${source.applicationId}/group-rules`;
      const rules = { include: [], exclude: conditions, rename: [{ change: "addSuffix", text: "!" }] };
      const { job } = await organization.call<{ job: Job }>("PUT", path, rules);
      for (let state = job.state; state !== "done"; await sleep(50)) {
        await own.server.jobs.run();
        ({ state } = await organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${job.id}`));
        assert.notEqual(state, "failed");
      }
    };
    await save(["lab", "new"]);
    await equals();
    const fresh = await source.create("Groups", { displayName: "New", members: [ann] });
    await source.addMembers(fresh.id, bob.value);
    await source.addMembers(lab.id, bob.value);
    await equals();
    await save(["all"]);
    await equals();
    await source.patch("Groups", lab.id, { op: "replace", path: "displayName", value: "Laboratory" });
    await source.removeMembers(lab.id, ann.value);
    await save([]);
    await equals();
    await stop();
  });

  test("knows what administrators, pauses and several sources do", { timeout: 120_000 }, async () => {
    const organization = await own.organization();
    const domains = ["example.com"];
    const okta = await organization.source("Okta", { domains, policy: { deleteDeactivatedUsers: true } });
    const entra = await organization.source("Entra", { domains });
    const { equals, stop } = follow(organization);
    const [ann, bob] = await Promise.all(["ann", "bob"].map((name) => okta.create("Users", person(name))));
    const theirs = await entra.create("Users", person("ann"));
    const staff = await entra.create("Groups", { displayName: "Staff", members: [{ value: theirs.id }] });
    await equals();
    // Not the owner's word: it ends only what this source gives.
    await entra.setActive(theirs.id, false);
    await equals();
    await entra.setActive(theirs.id, true);
    await equals();
    const directoryUser = await organization.user("ann@example.com");
    await organization.administer("disable", directoryUser.id);
    await equals();
    await organization.administer("enable", directoryUser.id);
    await organization.administer("delete", (await organization.user("bob@example.com")).id);
    await equals();
    await organization.administer("restore", (await organization.user("bob@example.com")).id);
    await equals();
    await organization.setMode(entra, "paused");
    await entra.removeMembers(staff.id, theirs.id);
    await entra.create("Groups", { displayName: "Paused", members: [{ value: theirs.id }] });
    await okta.setActive(bob?.id ?? "", false);
    await equals();
    await organization.resume(entra);
    await equals();
    await entra.delete("Users", theirs.id);
    await okta.setActive(ann?.id ?? "", false);
    await equals();
    await okta.setActive(ann?.id ?? "", true);
    await equals();
    await stop();
  });

  for (const fate of ["keep", "disable", "bin"] as const) {
    test(`knows what becomes of people and groups of an application that is deleted: ${fate}`, async () => {
      const organization = await own.organization();
      const domains = ["example.com"];
      const okta = await organization.source("Okta", { domains });
      const entra = await organization.source("Entra", { domains });
      const { equals, stop } = follow(organization);
      for (const name of ["ann", "bob"]) await okta.create("Users", person(name));
      const ann = await entra.create("Users", person("ann"));
      const cal = await entra.create("Users", person("cal"));
      const lab = await entra.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
      await entra.create("Groups", { displayName: "All", members: [{ value: lab.id }, { value: cal.id }] });
      await equals();
      await organization.deleteApplication(entra, fate);
      await equals();
      const path = `/organizations/${organization.id}/deleted-source-applications/${entra.applicationId}/restore`;
      await organization.call("POST", path);
      await own.server.finishing.run();
      await equals();
      await stop();
    });
  }

  test("goes on where it stopped, and takes a snapshot anew when the feed cannot go on", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const first = follow(organization);
    const ann = await source.create("Users", person("ann"));
    await first.equals();
    await first.stop();
    await source.setActive(ann.id, false);
    await source.create("Users", person("bob"));
    const steps = first.copy.steps;
    const second = follow(organization, first.copy);
    await second.equals();
    assert.ok(first.copy.steps <= steps + 2, "it took no snapshot");
    const begunAnew = unnamedStatement(
      "update provisioning_event_feeds set epoch = gen_random_uuid() where organization_id = $1",
    );
    const former = first.copy.cursor;
    await own.server.database.pool.execute(begunAnew, [organization.id]);
    await source.create("Users", person("cal"));
    while (first.copy.cursor === former || first.copy.cursor === undefined) await sleep(20);
    await second.equals();
    await second.stop();
  });
});
