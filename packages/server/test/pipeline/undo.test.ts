import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Job } from "@rollcall/admin-api/jobs.ts";
import type { Reversal } from "@rollcall/admin-api/undo.ts";
import { runJob } from "../../src/actions/run-job.ts";
import { silentLog } from "../../src/log.ts";
import { findJob } from "../../src/storage/read/jobs.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source } from "../support/source.ts";

// The clock is moved to when a job begins; nothing waits for it.
let ahead = 0;
const own = withServer({ now: () => new Date(Date.now() + ahead).toISOString(), jobsWhenTold: true });

/** What anybody can see of a directory, in an order of its own: values, status, groups and who effectively is in them. */
async function directoryOf(organization: TestOrganization) {
  const users = [];
  for (const user of await organization.users()) {
    const { attributes, status, missing } = user;
    users.push({ id: user.id, attributes, status, missing, groups: await organization.groupsOf(user.id) });
  }
  const groups = [];
  for (const { id, attributes, status } of await organization.groups()) {
    groups.push({ id, attributes, status, members: await organization.members(id) });
  }
  return { users, groups };
}

/** An instant that is after all that happened and before all that will. */
async function instant(): Promise<string> {
  await sleep(5);
  const now = new Date(Date.now() + ahead).toISOString();
  await sleep(5);
  return now;
}

async function finished(organization: TestOrganization, job: Job): Promise<Job> {
  ahead += 2_001;
  await own.server.jobs.run();
  return organization.call("GET", `/organizations/${organization.id}/jobs/${job.id}`);
}

async function undo(organization: TestOrganization, source: Source, from: string, until: string): Promise<Job> {
  const path = `/source-applications/${source.applicationId}/undo`;
  const job = await organization.call<Job>("POST", path, { from, until, reason: "a bad sync" });
  const ended = await finished(organization, job);
  assert.equal(ended.state, "done", ended.problem ?? "");
  return ended;
}

async function preview(organization: TestOrganization, source: Source, from: string, until: string): Promise<Job> {
  const path = `/source-applications/${source.applicationId}/undo/preview`;
  return finished(organization, await organization.call<Job>("POST", path, { from, until }));
}

async function reversals(organization: TestOrganization, { id }: Job): Promise<Reversal[]> {
  const path = `/organizations/${organization.id}/jobs/${id}/reversals?limit=500`;
  return (await organization.call<{ items: Reversal[] }>("GET", path)).items;
}

/** An application without a guard, with people and two groups: everybody, and every other one. */
async function populated(count: number) {
  const organization = await own.organization();
  const source = await organization.source();
  await organization.call("PUT", `/source-applications/${source.applicationId}/guard`, {
    enabled: false,
    atLeast: 25,
    percent: 10,
  });
  const names = Array.from({ length: count }, (_, index) => `p${String(index).padStart(3, "0")}`);
  const people = await Promise.all(
    names.map((name) => source.create("Users", { ...person(name), title: "Engineer", nickName: `nick ${name}` })),
  );
  const members = (some: readonly AnsweredResource[]) => some.map(({ id }) => ({ value: id }));
  const everybody = await source.create("Groups", { displayName: "Everybody", members: members(people) });
  const some = await source.create("Groups", {
    displayName: "Some",
    externalId: "some",
    members: members(people.filter((_, index) => index % 2 === 0)),
  });
  await organization.remap(source, "title", "title");
  for (const { id } of people) await source.patch("Users", id, { op: "replace", path: "title", value: "Dentist" });
  return { organization, source, people, everybody, some };
}

test("an undo of a bad mapping and a bad sync returns the directory to what it was, field by field", async () => {
  const scene = await populated(26);
  const { organization, source, people, everybody, some } = scene;
  const before = await directoryOf(organization);
  const from = await instant();

  // A bad mapping, applied to everybody.
  await organization.remap(source, "title", "nickName");
  const apply = `/source-applications/${source.applicationId}/mapping/apply`;
  assert.equal((await finished(organization, await organization.call<Job>("POST", apply))).done, 28);
  // A bad sync: names overwritten, people deactivated, deleted and made up, groups emptied, renamed, deleted and made up.
  const at = (index: number) => people[index]?.id ?? "";
  for (let index = 0; index < 10; index += 1) {
    await source.patch("Users", at(index), { op: "replace", path: "displayName", value: "Everybody Alike" });
    await source.patch("Users", at(index), { op: "replace", path: "name.familyName", value: "Alike" });
  }
  for (let index = 5; index < 15; index += 1) await source.setActive(at(index), false);
  for (let index = 12; index < 20; index += 1) await source.delete("Users", at(index));
  for (let index = 0; index < 5; index += 1) await source.create("Users", person(`new${index}`));
  const value = [20, 21, 22].map((index) => ({ value: at(index) }));
  await source.patch("Groups", everybody.id, { op: "remove", path: `members[value eq "${at(23)}"]` });
  await source.patch("Groups", some.id, { op: "add", path: "members", value: [{ value: at(21) }, { value: at(23) }] });
  await source.patch("Groups", everybody.id, { op: "replace", path: "displayName", value: "Nobody" });
  await source.delete("Groups", some.id);
  await source.create("Groups", { displayName: "Made up", members: value });
  const until = await instant();
  const damaged = await directoryOf(organization);

  const foreseen = await preview(organization, source, from, until);
  assert.deepEqual(await directoryOf(organization), damaged, "a preview changes nothing");
  const { result } = await undo(organization, source, from, until);
  assert.deepEqual(result, foreseen.result);

  const after = await directoryOf(organization);
  const known = new Set([...before.users, ...before.groups].map(({ id }) => id));
  assert.deepEqual(
    { users: after.users.filter(({ id }) => known.has(id)), groups: after.groups.filter(({ id }) => known.has(id)) },
    before,
  );
  const newcomers = [...after.users, ...after.groups].filter(({ id }) => !known.has(id));
  assert.deepEqual([newcomers.length, new Set(newcomers.map(({ status }) => status))], [6, new Set(["binned"])]);

  const events = (await organization.events()).length;
  const twice = await undo(organization, source, from, until);
  assert.deepEqual(await reversals(organization, twice), []);
  assert.equal((await organization.events()).length, events, "a second undo of the window changes nothing");
});

test("what comes back stands until the source changes it: values, status and memberships each by themselves", async () => {
  const { organization, source, people, everybody } = await populated(2);
  const [ann, bob] = people as [AnsweredResource, AnsweredResource];
  const from = await instant();
  await source.patch("Users", ann.id, { op: "replace", path: "displayName", value: "Bad" });
  await source.patch("Users", ann.id, { op: "replace", path: "title", value: "Bad" });
  await source.setActive(ann.id, false);
  await source.removeMembers(everybody.id, bob.id);
  await undo(organization, source, from, await instant());

  const shown = async () => {
    const { id, attributes, status, provenance } = await organization.user("p000@example.com");
    const group = await organization.group("Everybody");
    return {
      values: [attributes["displayName"], attributes["title"]],
      overrides: provenance.filter(({ insteadOf }) => insteadOf !== null).map(({ attribute }) => attribute),
      status,
      members: await organization.members(group.id),
      id,
    };
  };
  const { id, ...undone } = await shown();
  const members = ["p000@example.com", "p001@example.com"];
  const values = ["P000 Example", "Dentist"];
  assert.deepEqual(undone, { values, overrides: ["displayName", "title"], status: "enabled", members });

  // The same sent again, and another attribute, end no override.
  const read = await source.read("Users", ann.id);
  await source.replace("Users", ann.id, { ...read, nickName: "new" });
  assert.deepEqual(await shown(), { ...undone, id });

  await source.patch("Users", ann.id, { op: "replace", path: "displayName", value: "Good" });
  assert.deepEqual(await shown(), { ...undone, id, values: ["Good", "Dentist"], overrides: ["title"] });

  await source.setActive(ann.id, true);
  await source.setActive(ann.id, false);
  assert.equal((await shown()).status, "disabled");
  await source.setActive(ann.id, true);

  await source.addMembers(everybody.id, bob.id);
  assert.deepEqual((await shown()).members, members);
  await source.removeMembers(everybody.id, bob.id);
  assert.deepEqual((await shown()).members, ["p000@example.com"]);

  await organization.administer("reapply", id);
  assert.deepEqual([(await shown()).values, (await shown()).overrides], [["Good", "Bad"], []]);
});

test("what somebody changed since stays, and the preview says who and when", async () => {
  const { organization, source, people } = await populated(2);
  const [ann, bob] = people as [AnsweredResource, AnsweredResource];
  const from = await instant();
  for (const { id } of people) {
    await source.patch("Users", id, { op: "replace", path: "displayName", value: "Bad" });
    await source.setActive(id, false);
  }
  const until = await instant();
  await source.patch("Users", ann.id, { op: "replace", path: "displayName", value: "Better" });
  const held = await organization.user("p001@example.com");
  await organization.administer("disable", held.id);
  const job = await preview(organization, source, from, until);
  const said = (await reversals(organization, job)).map(({ name, reversed, left }) => ({
    name,
    reversed: reversed.map(({ label, from: now, to }) => [label, now, to]),
    left: left.map(({ label, because, since }) => [label, because, since?.actorName ?? null]),
  }));
  assert.deepEqual(
    said.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1)),
    [
      {
        name: "Bad",
        reversed: [["Display Name", "Bad", "P001 Example"]],
        left: [["Status", "held-by-administrator", null]],
      },
      {
        name: "Better",
        reversed: [["Status", "disabled", "enabled"]],
        left: [["Display Name", "changed-since", "Source"]],
      },
    ],
  );
  const { people: counts } = job.result as { people: Record<string, number> };
  assert.deepEqual(counts, { reversed: 2, unchanged: 0, values: 1, statuses: 1, memberships: 0, binned: 0, left: 2 });
  await undo(organization, source, from, until);
  assert.deepEqual(await organization.statuses(), { "p000@example.com": "enabled", "p001@example.com": "disabled" });
  assert.equal((await source.read("Users", bob.id))["active"], false, "SCIM reads what the source wrote");
});

test("a name that collides with nobody's any more has no flag after the undo, and one that still does keeps it", async () => {
  const { organization, source, people } = await populated(5);
  const [ann, bob, cid, dan] = people as [AnsweredResource, AnsweredResource, AnsweredResource, AnsweredResource];
  const email = (id: string, value: string) =>
    source.patch("Users", id, { op: "replace", path: 'emails[type eq "work"].value', value });
  await email(dan.id, "p002@example.com");
  const before = await organization.users();
  const from = await instant();
  // Bob gets Ann's address, Ann and Cid one that nobody had, and the last one a user name in other letters.
  await email(bob.id, "p000@example.com");
  await email(ann.id, "all@example.com");
  await email(cid.id, "all@example.com");
  await source.patch("Users", people[4]?.id ?? "", { op: "replace", path: "userName", value: "ALL@example.com" });
  const until = await instant();
  const flagged = (await organization.users()).filter(({ flags }) => flags.includes("name-collision"));
  assert.equal(flagged.length, 5);
  await undo(organization, source, from, until);
  const seen = (users: typeof before) => users.map(({ id, email: address, flags }) => ({ id, address, flags }));
  assert.deepEqual(seen(await organization.users()), seen(before));
  assert.deepEqual(
    before.map(({ flags }) => flags),
    [[], [], ["name-collision"], ["name-collision"], []],
  );
});

test("a group that was within a deleted one, or deleted within another, is not in it again, and the preview says so", async () => {
  const { organization, source, everybody, some } = await populated(2);
  const teams = await source.create("Groups", {
    displayName: "Teams",
    members: [{ value: everybody.id }, { value: some.id }],
  });
  const from = await instant();
  await source.delete("Groups", some.id);
  await source.removeMembers(teams.id, everybody.id);
  const until = await instant();
  const { id } = await organization.group("Teams");
  const foreseen = await preview(organization, source, from, until);
  const { result } = await undo(organization, source, from, until);
  assert.deepEqual(result, foreseen.result);
  const said = (await reversals(organization, foreseen)).find((one) => one.id === id);
  const member = { attribute: "member", label: "Teams", directoryGroupId: id, from: false, to: true };
  assert.deepEqual([said?.reversed, said?.left], [[member], [{ ...member, because: "resource-gone", since: null }]]);
  assert.deepEqual(await organization.members(id), ["Everybody"]);
  assert.equal((await organization.group("Some")).status, "active");
});

test("a batch that is done once more, or by two nodes at once, comes to the same, and a cancelled undo goes no further", async () => {
  const { organization, source, people } = await populated(12);
  const before = await directoryOf(organization);
  const from = await instant();
  for (const { id } of people) {
    await source.patch("Users", id, { op: "replace", path: "displayName", value: "Bad" });
    await source.setActive(id, false);
  }
  const until = await instant();
  const path = `/source-applications/${source.applicationId}/undo`;
  const body = { from, until, reason: "a bad sync" };
  const cancelled = await organization.call<Job>("POST", path, body);
  await organization.call("POST", `/organizations/${organization.id}/jobs/${cancelled.id}/cancel`);
  await finished(organization, cancelled);
  assert.equal((await organization.user("p003@example.com")).status, "disabled");

  const { id } = await organization.call<Job>("POST", path, body);
  const { deps, database } = own.server;
  const job = await findJob(database.reader, organization.id, id);
  assert.ok(job !== undefined);
  await Promise.all([1, 2, 3].map(async () => runJob(deps, silentLog, job)));
  const ended = await organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${id}`);
  assert.deepEqual([ended.state, (ended.result as { people: { reversed: number } }).people.reversed], ["done", 12]);
  assert.deepEqual(await directoryOf(organization), before);
  const undone = (await organization.events()).filter(({ reason }) => reason === "a bad sync");
  assert.equal(undone.length, 24, "one event for the values and one for the status of each");
  assert.ok(undone.every(({ actor }) => actor.startsWith("api-key:")));
});

test("a window that is no window is refused", async () => {
  const { organization, source } = await populated(1);
  const now = await instant();
  const later = new Date(Date.parse(now) + 60_000).toISOString();
  const long = new Date(Date.parse(now) - 40 * 86_400_000).toISOString();
  for (const [from, until] of [
    [now, now],
    [later, now],
    [later, later],
    [long, now],
  ]) {
    const path = `/source-applications/${source.applicationId}/undo/preview`;
    const answer = await organization.server.api<{ code: string }>("POST", path, { from, until });
    assert.deepEqual([answer.status, answer.body.code], [400, "undo.invalid_window"]);
  }
});

test("the reversals are exported, one line for each value", async () => {
  const { organization, source, people } = await populated(1);
  const from = await instant();
  await source.patch("Users", people[0]?.id ?? "", { op: "replace", path: "displayName", value: "=Bad" });
  const job = await preview(organization, source, from, await instant());
  const path = `/organizations/${organization.id}/jobs/${job.id}/reversals/export.csv`;
  const { origin, apiKey } = organization.server;
  const answer = await fetch(`${origin}/api/v1${path}`, { headers: { authorization: `Bearer ${apiKey}` } });
  const [header, line] = (await answer.text()).split("\r\n");
  assert.equal(header, "kind,id,name,attribute,label,now,before,comes back,why not,since");
  assert.match(line ?? "", /^user,[0-9a-f-]{36},'=Bad,displayName,Display Name,'=Bad,P000 Example,yes,,$/);
});
