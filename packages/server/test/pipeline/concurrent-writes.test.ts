import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { createResource } from "../../src/actions/create-resource.ts";
import { patchResource } from "../../src/actions/patch-resource.ts";
import { patchOpUrn } from "@rollcall/scim/urns.ts";
import { userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { lastModifiedOf, person, type Source, type SourceAnswer, versionOf } from "../support/source.ts";

// rules.md sections 3 and 7: what is acknowledged is there, whoever else writes at the same moment.

const own = withServer();

/** Runs jobs, so many at once. */
async function atOnce<T>(count: number, jobs: readonly (() => Promise<T>)[]): Promise<T[]> {
  const answers: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < jobs.length; index = next++) {
      answers[index] = await (jobs[index] as () => Promise<T>)();
    }
  };
  await Promise.all(Array.from({ length: count }, worker));
  return answers;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Sends until it is not told to try again. */
async function persistently(send: () => Promise<SourceAnswer>): Promise<SourceAnswer> {
  for (;;) {
    const answer = await send();
    if (answer.status !== 503) return answer;
    assert.ok(answer.headers.get("retry-after") !== null, "503 without Retry-After");
    await sleep(20);
  }
}

/** How many rows of a table belong to an organization. */
async function countRows(table: string, organization: TestOrganization, more = ""): Promise<number> {
  const count = unnamedStatement(`select count(*) as count from ${table} where organization_id = $1 ${more}`);
  const [row] = await own.server.database.pool.query<{ count: number }>(count, [organization.id]);
  return row?.count ?? 0;
}

describe("many PATCHes of one user at once", () => {
  test("every one is acknowledged and its effect there, and each counts one version", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann", { emails: [] }));
    const count = 64;
    const address = (index: number) => `ann${index}@example.com`;
    const answers = await Promise.all(
      range(count).map((index) => {
        const value = [{ value: address(index), type: `kind${index}` }];
        return source.tryPatch("Users", ann.id, { op: "add", path: "emails", value });
      }),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    const after = await source.read("Users", ann.id);
    const emails = (after["emails"] as { value: string }[]).map(({ value }) => value).sort();
    assert.deepEqual(emails, range(count).map(address).sort());
    assert.equal(versionOf(after), count + 1);
    const versions = answers.map(({ body }) => versionOf(body)).sort(ascending);
    assert.deepEqual(
      versions,
      range(count).map((index) => index + 2),
    );
  });

  test("changes of different attributes by several connections do not undo each other", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    const attributes = ["title", "userType", "preferredLanguage", "locale", "timezone"];
    await atOnce(
      5,
      attributes.flatMap((path) =>
        range(6).map(
          (round) => () =>
            persistently(() => source.tryPatch("Users", ann.id, { op: "replace", path, value: `${path} ${round}` })),
        ),
      ),
    );
    const user = await organization.user("ann@example.com");
    const resource = await source.read("Users", ann.id);
    for (const name of attributes) {
      assert.equal(user.attributes[name], resource[name], name);
      assert.match(JSON.stringify(resource[name]), new RegExp(`^"${name} \\d"$`));
    }
    assert.equal(versionOf(resource), 1 + attributes.length * 6);
  });

  test("activations and deactivations at once leave person and resource agreeing", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        range(6).map((index) =>
          persistently(() =>
            source.tryPatch("Users", ann.id, { op: "replace", path: "active", value: index % 2 === 0 }),
          ),
        ),
      );
      const { status } = await organization.user("ann@example.com");
      assert.equal(status === "enabled", (await source.read("Users", ann.id))["active"]);
    }
  });

  test("an administrator and the source at the same moment: both are there", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    for (let round = 0; round < 10; round += 1) {
      const ann = await source.create("Users", person(`ann${round}`));
      const { id } = await organization.user(`ann${round}@example.com`);
      await Promise.all([
        organization.administer("disable", id),
        source.patch("Users", ann.id, { op: "replace", path: "title", value: "Chemist" }),
      ]);
      const user = await organization.userById(id);
      assert.deepEqual([user.status, user.attributes["title"]], ["disabled", "Chemist"]);
    }
  });
});

describe("a DELETE and other writes of the same user at once", () => {
  test("leave no resource, a closed link and a disabled person", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    for (let round = 0; round < 10; round += 1) {
      const { id } = await source.create("Users", person(`person${round}`));
      const answers = await Promise.all([
        source.tryPatch("Users", id, { op: "replace", path: "title", value: "Chemist" }),
        source.send("DELETE", `/Users/${id}`),
        source.tryPatch("Users", id, { op: "replace", path: "active", value: true }),
        source.send("DELETE", `/Users/${id}`),
      ]);
      assert.deepEqual([answers[1].status, answers[3].status].sort(ascending), [204, 404]);
      for (const answer of [answers[0], answers[2]]) assert.ok([200, 404].includes(answer.status), answer.text);
      assert.equal((await source.send("GET", `/Users/${id}`)).status, 404);
      const user = await organization.user(`person${round}@example.com`);
      assert.equal(user.status, "disabled");
      assert.deepEqual(
        (await organization.links(user.id)).map(({ state }) => state),
        ["closed"],
      );
    }
  });
});

describe("many creations at once", () => {
  test("each is answered for itself, though they are written together: the taken names are refused, nobody else", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const names = range(90).map((index) => `person${index % 60}@example.com`);
    const answers = await Promise.all(
      names.map((userName) => source.send("POST", "/Users", person(userName, { emails: [] }))),
    );
    const created = answers.filter(({ status }) => status === 201).map(({ body }) => body["userName"] as string);
    assert.deepEqual(created.sort(), [...new Set(names)].sort());
    assert.ok(answers.every(({ status }) => status === 201 || status === 409));
    assert.equal((await organization.users()).length, 60);
    assert.equal((await source.send("GET", "/Users?count=0")).body["totalResults"], 60);
    assert.equal((await organization.eventTypes()).length, 60);
  });
});

describe("members of one group come and go, 16 at once", () => {
  let organization: TestOrganization;
  let source: Source;
  let ids: readonly string[];
  before(async () => {
    organization = await own.organization();
    source = await organization.source();
    const created = await atOnce(
      8,
      range(200).map((index) => () => source.create("Users", person(`person${index}`))),
    );
    ids = created.map(({ id }) => id);
  });

  const add = (group: string, id: string) => () =>
    persistently(() => source.tryPatch("Groups", group, { op: "add", path: "members", value: [{ value: id }] }));
  const remove = (group: string, id: string) => () =>
    persistently(() => source.tryPatch("Groups", group, { op: "remove", path: `members[value eq "${id}"]` }));

  test("the final members, their number, the version and lastModified are exact", async () => {
    const group = await source.create("Groups", { displayName: "All" });
    const answers = await atOnce(
      16,
      ids.map((id) => add(group.id, id)),
    );
    assert.ok(answers.every(({ status }) => status === 200 || status === 204));
    assert.deepEqual(await source.memberIds(group.id), [...ids].sort());
    const full = await source.read("Groups", group.id);
    assert.equal(versionOf(full), 201);
    const leaving = ids.filter((_, index) => index % 2 === 0);
    const staying = ids.filter((_, index) => index % 2 === 1);
    // Adding who is there and removing who is not count nothing.
    await atOnce(16, [...leaving.map((id) => remove(group.id, id)), ...staying.map((id) => add(group.id, id))]);
    await atOnce(
      16,
      leaving.map((id) => remove(group.id, id)),
    );
    assert.deepEqual(await source.memberIds(group.id), [...staying].sort());
    const half = await source.read("Groups", group.id);
    assert.equal(versionOf(half), 301);
    assert.ok(lastModifiedOf(half) > lastModifiedOf(full));
    const directoryGroup = await organization.group("All");
    assert.equal(directoryGroup.provisionedMembers, 100);
    assert.equal((await organization.members(directoryGroup.id)).length, 100);
    const modified = unnamedStatement(
      "select max(created_at) as at from group_memberships where organization_id = $1 and group_id = $2",
    );
    const [newest] = await own.server.database.pool.query<{ at: Date }>(modified, [organization.id, group.id]);
    assert.ok(lastModifiedOf(full) >= (newest?.at.toISOString() ?? ""));
    await source.delete("Groups", group.id);
  });

  test("each change has its event, none more", async () => {
    const group = await source.create("Groups", { displayName: "Told" });
    const earlier = (await organization.events()).length;
    const some = ids.slice(0, 40);
    await atOnce(
      16,
      [...some, ...some].map((id) => add(group.id, id)),
    );
    await atOnce(
      16,
      [...some, ...some].map((id) => remove(group.id, id)),
    );
    const events = (await organization.events()).slice(earlier);
    for (const type of ["group.member-added", "group.member-removed"]) {
      const told = events.filter((event) => event.type === type).map(({ scimId }) => scimId ?? "");
      assert.deepEqual(told.sort(), [...some].sort(), type);
    }
    await source.delete("Groups", group.id);
  });

  test("the version never goes back for a reader who looks all the time", async () => {
    const group = await source.create("Groups", { displayName: "Watched" });
    let writing = true;
    const seen: number[] = [];
    const reader = (async () => {
      while (writing) {
        const answer = await source.send("GET", `/Groups/${group.id}?excludedAttributes=members`);
        seen.push(versionOf(answer.body));
      }
    })();
    await atOnce(12, [
      ...ids.slice(0, 60).map((id) => add(group.id, id)),
      ...range(10).map(
        (index) => () =>
          persistently(() =>
            source.tryPatch("Groups", group.id, { op: "replace", path: "displayName", value: `Watched ${index}` }),
          ),
      ),
      ...ids.slice(0, 60).map((id) => remove(group.id, id)),
    ]);
    writing = false;
    await reader;
    assert.ok(seen.length > 5, `looked ${seen.length} times only`);
    assert.deepEqual(seen, [...seen].sort(ascending));
    await source.delete("Groups", group.id);
  });

  test("a replacement of all members and additions at once leave exactly one of the orders in which they can be", async () => {
    const [first = "", second = "", ...others] = ids;
    for (let round = 0; round < 8; round += 1) {
      const group = await source.create("Groups", { displayName: `Replaced ${round}`, members: [{ value: first }] });
      const added = others.slice(0, 6);
      await Promise.all([
        persistently(() =>
          source.send("PUT", `/Groups/${group.id}`, { displayName: `Replaced ${round}`, members: [{ value: second }] }),
        ),
        ...added.map((id) => add(group.id, id)()),
      ]);
      const members = await source.memberIds(group.id);
      assert.ok(members.includes(second) && !members.includes(first));
      assert.ok(members.every((id) => id === second || added.includes(id)));
      const resource = await source.read("Groups", group.id);
      const shown = (resource["members"] ?? []) as JsonObject[];
      const counters = unnamedStatement(
        "select sum(amount) as amount from slot_counters where organization_id = $1 and kind = 'members' and subject = $2",
      );
      const [row] = await own.server.database.pool.query<{ amount: number }>(counters, [organization.id, group.id]);
      assert.equal(Number(row?.amount), shown.length);
    }
  });
});

describe("no membership outlives its user or group", () => {
  const orphans = `and (not exists (select from provisioned_resources r where r.organization_id = t.organization_id
      and r.source_application_id = t.source_application_id and r.resource_type = 'Group' and r.id = t.group_id)
    or not exists (select from provisioned_resources r where r.organization_id = t.organization_id
      and r.source_application_id = t.source_application_id and r.resource_type = t.member_type and r.id = t.member_id))`;

  test("a user who is deleted while being added to groups is in none", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const groups = await Promise.all(
      range(6).map((index) => source.create("Groups", { displayName: `Group ${index}` })),
    );
    for (let round = 0; round < 10; round += 1) {
      const { id } = await source.create("Users", person(`person${round}`));
      const answers = await Promise.all([
        ...groups.map((group) =>
          persistently(() =>
            source.tryPatch("Groups", group.id, { op: "add", path: "members", value: [{ value: id }] }),
          ),
        ),
        persistently(() => source.send("DELETE", `/Users/${id}`)),
      ]);
      // Whoever is gone is dropped: the group's PATCH succeeds all the same.
      assert.deepEqual([...new Set(answers.slice(0, -1).map(({ status }) => status))], [200]);
      assert.equal(answers.at(-1)?.status, 204);
    }
    assert.equal(await countRows("group_memberships t", organization), 0);
    for (const group of groups) {
      const counted = await organization.group(group["displayName"] as string);
      assert.equal(counted.provisionedMembers, 0);
      assert.deepEqual(await source.memberIds(group.id), []);
    }
  });

  test("a group that is deleted or replaced while members are added leaves no row behind", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const people = await Promise.all(range(8).map((index) => source.create("Users", person(`person${index}`))));
    for (let round = 0; round < 10; round += 1) {
      const group = await source.create("Groups", { displayName: `Group ${round}` });
      const added = people.map(({ id }) =>
        persistently(() => source.tryPatch("Groups", group.id, { op: "add", path: "members", value: [{ value: id }] })),
      );
      const [replaced, deleted] = await Promise.all([
        persistently(() => source.send("PUT", `/Groups/${group.id}`, { displayName: `Group ${round}`, members: [] })),
        persistently(() => source.send("DELETE", `/Groups/${group.id}`)),
        ...added,
      ]);
      assert.equal(deleted.status, 204);
      // 204: it was written, and gone before it could be shown.
      for (const { status, text } of [replaced, ...(await Promise.all(added))]) {
        assert.ok([200, 204, 404].includes(status), text);
      }
    }
    assert.equal(await countRows("group_memberships t", organization, orphans), 0);
    assert.equal(await countRows("group_memberships t", organization), 0);
    assert.equal(await countRows("slot_counters t", organization, "and kind = 'members'"), 0);
  });

  test("groups that contain each other and are deleted at once leave nothing", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    for (let round = 0; round < 6; round += 1) {
      const one = await source.create("Groups", { displayName: `One ${round}` });
      const two = await source.create("Groups", { displayName: `Two ${round}`, members: [{ value: one.id }] });
      await source.addMembers(one.id, two.id);
      const answers = await Promise.all(
        [one, two].map(({ id }) => persistently(() => source.send("DELETE", `/Groups/${id}`))),
      );
      assert.deepEqual(
        answers.map(({ status }) => status),
        [204, 204],
      );
    }
    assert.equal(await countRows("group_memberships t", organization), 0);
  });
});

describe("a decision that is made while its resource changes", () => {
  test("a conflict that is linked while the source writes ends with what the source wrote last", async () => {
    const organization = await own.organization();
    const first = await organization.source("First");
    await first.create("Users", person("ann"));
    const second = await organization.source("Second");
    const ann = await second.create("Users", person("ann", { title: "Clerk" }));
    const directoryUserId = (await organization.user("ann@example.com")).id;
    const lock = unnamedStatement("select 1 from links where organization_id = $1 and resource_id = $2 for update");
    const both = await own.server.database.transaction(async (tx) => {
      await tx.query(lock, [organization.id, ann.id]);
      const linked = organization.resolve(second, ann.id, "link", { directoryUserId });
      await somebodyWaits();
      let written = false;
      const patched = second.patch("Users", ann.id, { op: "replace", path: "title", value: "Chief" });
      void patched.then(() => (written = true));
      for (let left = 50; left > 0 && !written; left -= 1) {
        if ((await lockWaiters()) >= 2) break;
        await sleep(20);
      }
      return [linked, patched];
    });
    await Promise.all(both);
    assert.equal((await organization.userById(directoryUserId)).attributes["title"], "Chief");
  });

  test("a request that began before the application went live leaves nothing behind that is not in force", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    await organization.setMode(source, "paused");
    const paused = await own.server.deps.settings.application(source.applicationId);
    assert.ok(paused);
    await organization.resume(source);
    const body = { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "active", value: false }] };
    const request = { application: paused, exchangeId: null };
    const late = await patchResource(own.server.deps, request, userResourceType, ann.id, body);
    assert.equal(late.outcome, "held");
    await own.server.finishing.run();
    assert.deepEqual(await organization.statuses(), { "ann@example.com": "disabled" });
  });

  test("a request that began before the application was deleted leaves nobody behind", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    const live = await own.server.deps.settings.application(source.applicationId);
    assert.ok(live);
    await organization.deleteApplication(source, "bin");
    const request = { application: live, exchangeId: null };
    await createResource(own.server.deps, request, userResourceType, person("bob"));
    const body = { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "title", value: "Late" }] };
    const late = await patchResource(own.server.deps, request, userResourceType, ann.id, body);
    assert.deepEqual([late.outcome, late.reason], ["unchanged", "the source application was deleted"]);
    await own.server.finishing.run();
    assert.deepEqual(await organization.statuses(), { "ann@example.com": "binned", "bob@example.com": "binned" });
    const bob = await organization.user("bob@example.com");
    assert.deepEqual(
      (await organization.links(bob.id)).map(({ state }) => state),
      ["closed"],
    );
  });

  async function somebodyWaits(): Promise<void> {
    for (let left = 500; left > 0; left -= 1) {
      if ((await lockWaiters()) > 0) return;
      await sleep(10);
    }
    assert.fail("nobody waits for the lock");
  }

  async function lockWaiters(): Promise<number> {
    const waiters = unnamedStatement(
      `select count(*) as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    const [row] = await own.server.database.lists.query<{ count: number }>(waiters, []);
    return row?.count ?? 0;
  }
});
