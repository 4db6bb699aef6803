import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ChangedGroup, GroupRules, SentGroupRules } from "@rollcall/admin-api/group-rules.ts";
import type { HeldChange } from "@rollcall/admin-api/held-changes.ts";
import type { Job } from "@rollcall/admin-api/jobs.ts";
import type { Mapping } from "@rollcall/admin-api/mappings.ts";
import type { MappingPreview } from "@rollcall/admin-api/mapping-previews.ts";
import { runJob } from "../../src/actions/run-job.ts";
import { silentLog } from "../../src/log.ts";
import { findJob } from "../../src/storage/read/jobs.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source } from "../support/source.ts";

// The clock is moved to when a job begins; nothing waits for it, and nobody else does it meanwhile.
let ahead = 0;
const own = withServer({ now: () => new Date(Date.now() + ahead).toISOString(), jobsWhenTold: true });

const none: SentGroupRules = { include: [], exclude: [], rename: [] };
const startsWith = (text: string) => ({ attribute: "displayName", compare: "startsWith", text }) as const;
const onlyApps: SentGroupRules = { ...none, include: [startsWith("app-")] };
const shortApps: SentGroupRules = { ...onlyApps, rename: [{ change: "removePrefix", text: "app-" }] };

const path = (source: Source) => `/source-applications/${source.applicationId}/group-rules`;

async function runJobs(): Promise<void> {
  ahead += 2_001;
  await own.server.jobs.run();
}

async function save(organization: TestOrganization, source: Source, rules: SentGroupRules) {
  const saved = await organization.call<{ rules: GroupRules; job: Job }>("PUT", path(source), rules);
  await runJobs();
  const job = await organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${saved.job.id}`);
  assert.equal(job.state, "done", job.problem ?? "");
  return { ...saved, job };
}

async function preview(organization: TestOrganization, source: Source, rules: SentGroupRules) {
  const { id } = await organization.call<Job>("POST", `${path(source)}/preview`, rules);
  await own.server.jobs.run();
  const job = await organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${id}`);
  assert.equal(job.state, "done", job.problem ?? "");
  const all = `/organizations/${organization.id}/jobs/${id}/changed-groups`;
  const changed = (await organization.call<{ items: ChangedGroup[] }>("GET", all)).items;
  return { result: job.result, changed };
}

const inWords = ({ change, sourceName, from, to, members, sharesName }: ChangedGroup) =>
  `${sourceName} ${change}: ${from} -> ${to}, ${members}${sharesName ? ", shared" : ""}`;

const members = (...some: readonly AnsweredResource[]) => some.map(({ id }) => ({ value: id }));

/** The directory's groups that are in force, each with its members. */
async function groupsInForce(organization: TestOrganization) {
  const found: Record<string, string[]> = {};
  for (const { id, displayName, status } of await organization.groups()) {
    if (status === "active") found[displayName ?? ""] = await organization.members(id);
  }
  return found;
}

/** What was told of groups, after some events. */
async function toldSince(organization: TestOrganization, count: number) {
  const names = new Map((await organization.users()).map(({ id, userName }) => [id, userName]));
  return (await organization.events())
    .slice(count)
    .filter(({ type }) => type.startsWith("group."))
    .map(({ type, outcome, directoryUserId, reason }) => {
      const who = directoryUserId === null ? "" : ` ${names.get(directoryUserId)}`;
      return `${type}${outcome === "applied" ? "" : ` ${outcome}`}${who}${reason === null ? "" : `: ${reason}`}`;
    });
}

const out = "the group rules of the application leave this group out";
const letIn = "the group rules of the application let this group in";

async function scene() {
  const organization = await own.organization();
  const source = await organization.source();
  const [ann, bob] = [await source.create("Users", person("ann")), await source.create("Users", person("bob"))];
  return { organization, source, ann, bob };
}

describe("group rules", () => {
  test("a group that they leave out is stored and answered in full, and the directory knows nothing of it", async () => {
    const { organization, source, ann, bob } = await scene();
    await save(organization, source, onlyApps);
    const before = (await organization.events()).length;
    const sent = { displayName: "Everybody", externalId: "g-1", members: members(ann, bob) };
    const group = await source.create("Groups", sent);
    assert.deepEqual(await organization.lastOutcome(source), { outcome: "unchanged", reason: out });
    const { displayName, externalId, members: read } = await source.read("Groups", group.id);
    assert.deepEqual([displayName, externalId], ["Everybody", "g-1"]);
    assert.deepEqual(
      (read as { value: string }[]).map(({ value }) => value).sort(),
      [ann.id, bob.id].sort(),
      "all members",
    );
    const user = await source.read("Users", ann.id);
    assert.deepEqual(
      (user["groups"] as { display: string }[]).map(({ display }) => display),
      ["Everybody"],
    );
    await source.patch("Groups", group.id, { op: "remove", path: `members[value eq "${ann.id}"]` });
    assert.deepEqual(await organization.lastOutcome(source), { outcome: "unchanged", reason: out });
    await source.patch("Groups", group.id, { op: "add", path: "members", value: members(ann) });
    assert.deepEqual(await organization.groups(), []);
    const user2 = await organization.user("ann@example.com");
    assert.deepEqual(await organization.groupsOf(user2.id), []);
    assert.deepEqual(await toldSince(organization, before), []);
    await source.delete("Users", bob.id);
    await source.delete("Groups", group.id);
    assert.deepEqual(await toldSince(organization, before), []);
  });

  test("a name is rewritten in the directory only, and again with each change of it", async () => {
    const { organization, source, ann } = await scene();
    await save(organization, source, shortApps);
    const group = await source.create("Groups", { displayName: "APP-Jira", members: members(ann) });
    assert.equal((await source.read("Groups", group.id))["displayName"], "APP-Jira");
    assert.deepEqual(await groupsInForce(organization), { Jira: ["ann@example.com"] });
    await source.patch("Groups", group.id, { op: "replace", path: "displayName", value: "app-Confluence" });
    assert.deepEqual(await groupsInForce(organization), { Confluence: ["ann@example.com"] });
    const found = await source.send("GET", `/Groups?filter=${encodeURIComponent('displayName eq "app-confluence"')}`);
    assert.equal(found.body["totalResults"], 1);
  });

  test("two groups whose names become the same stay two", async () => {
    const { organization, source, ann, bob } = await scene();
    await source.create("Groups", { displayName: "Jira", members: members(ann) });
    await source.create("Groups", { displayName: "app-Jira", members: members(bob) });
    await save(organization, source, { ...none, rename: shortApps.rename });
    const groups = (await organization.groups()).map(({ displayName }) => displayName);
    assert.deepEqual(groups, ["Jira", "Jira"]);
    for (const [name, user] of [
      ["ann", ann],
      ["bob", bob],
    ] as const) {
      assert.equal(user["userName"], `${name}@example.com`);
      assert.deepEqual(await organization.groupsOf((await organization.user(`${name}@example.com`)).id), ["Jira"]);
    }
  });

  test("saved rules are applied to what is stored: groups leave, come back with the same id, each with its members told", async () => {
    const { organization, source, ann, bob } = await scene();
    await source.create("Groups", { displayName: "Everybody", members: members(ann, bob) });
    await source.create("Groups", { displayName: "app-Jira", members: members(ann) });
    const { id } = await organization.group("Everybody");
    let before = (await organization.events()).length;
    const { job, rules } = await save(organization, source, shortApps);
    assert.deepEqual([job.done, job.total, job.result], [2, 2, { rulesVersion: 1 }]);
    assert.deepEqual(rules, { version: 1, ...shortApps, groups: 2, leftOut: 0 });
    assert.deepEqual(await groupsInForce(organization), { Jira: ["ann@example.com"] });
    assert.deepEqual((await toldSince(organization, before)).sort(), [
      `group.binned: ${out}`,
      "group.changed",
      `group.member-removed ann@example.com: ${out}`,
      `group.member-removed bob@example.com: ${out}`,
    ]);
    assert.equal((await organization.call<GroupRules>("GET", path(source))).leftOut, 1);
    before = (await organization.events()).length;
    await save(organization, source, none);
    assert.deepEqual(await groupsInForce(organization), {
      Everybody: ["ann@example.com", "bob@example.com"],
      "app-Jira": ["ann@example.com"],
    });
    assert.equal((await organization.group("Everybody")).id, id);
    const told = await toldSince(organization, before);
    assert.deepEqual(told.filter((one) => one !== "group.changed").sort(), [
      `group.member-added ann@example.com: ${letIn}`,
      `group.member-added bob@example.com: ${letIn}`,
      `group.returned: ${letIn}`,
    ]);
    // Whoever follows the feed hears of a group before its members.
    assert.ok(told.indexOf(`group.returned: ${letIn}`) < told.indexOf(`group.member-added ann@example.com: ${letIn}`));
  });

  test("a group that never was in the directory comes in with those who became members meanwhile", async () => {
    const { organization, source, ann, bob } = await scene();
    await save(organization, source, onlyApps);
    const group = await source.create("Groups", { displayName: "Everybody", members: members(ann) });
    await source.patch("Groups", group.id, { op: "add", path: "members", value: members(bob) });
    const before = (await organization.events()).length;
    await save(organization, source, none);
    assert.deepEqual(await groupsInForce(organization), { Everybody: ["ann@example.com", "bob@example.com"] });
    const told = await toldSince(organization, before);
    assert.deepEqual(told[0], `group.created: ${letIn}`);
    assert.deepEqual(told.slice(1).sort(), [
      `group.member-added ann@example.com: ${letIn}`,
      `group.member-added bob@example.com: ${letIn}`,
    ]);
  });

  test("its source brings a group in or takes it out by its name, at once, with a change of members in the same write", async () => {
    const { organization, source, ann, bob } = await scene();
    await save(organization, source, onlyApps);
    const group = await source.create("Groups", { displayName: "app-Jira", members: members(ann) });
    let before = (await organization.events()).length;
    await source.replace("Groups", group.id, { displayName: "old Jira", members: members(bob) });
    assert.deepEqual(await organization.lastOutcome(source), { outcome: "applied", reason: out });
    assert.deepEqual(await groupsInForce(organization), {});
    assert.deepEqual(await toldSince(organization, before), [
      `group.member-removed ann@example.com: ${out}`,
      `group.binned: ${out}`,
    ]);
    before = (await organization.events()).length;
    await source.replace("Groups", group.id, { displayName: "app-Jira", members: members(ann, bob) });
    assert.deepEqual(await groupsInForce(organization), { "app-Jira": ["ann@example.com", "bob@example.com"] });
    assert.deepEqual(await toldSince(organization, before), [
      `group.returned: ${letIn}`,
      `group.member-added bob@example.com: ${letIn}`,
      "group.member-added ann@example.com",
    ]);
  });

  test("a group that is left out and deleted comes back with its id when the rules let it in", async () => {
    const { organization, source, ann } = await scene();
    const sent = { displayName: "Everybody", externalId: "g-1", members: members(ann) };
    const first = await source.create("Groups", sent);
    const { id } = await organization.group("Everybody");
    await save(organization, source, onlyApps);
    await source.delete("Groups", first.id);
    await source.create("Groups", sent);
    assert.deepEqual(await groupsInForce(organization), {});
    await save(organization, source, none);
    assert.deepEqual(await groupsInForce(organization), { Everybody: ["ann@example.com"] });
    assert.equal((await organization.group("Everybody")).id, id);
  });

  test("an application that observes changes nothing, and goes live by its rules", async () => {
    const organization = await own.organization();
    const source = await organization.source("Source", { mode: "observe" });
    const ann = await source.create("Users", person("ann"));
    for (const displayName of ["Everybody", "app-Jira"]) {
      await source.create("Groups", { displayName, members: members(ann) });
    }
    const { changed } = await preview(organization, source, shortApps);
    assert.deepEqual(changed.map(inWords), [
      "Everybody leaves: Everybody -> null, 1",
      "app-Jira renamed: app-Jira -> Jira, 1",
    ]);
    await save(organization, source, shortApps);
    assert.deepEqual(await groupsInForce(organization), {});
    await organization.resume(source);
    assert.deepEqual(await groupsInForce(organization), { Jira: ["ann@example.com"] });
    await organization.setMode(source, "paused");
    await save(organization, source, none);
    assert.deepEqual(await groupsInForce(organization), { Jira: ["ann@example.com"] });
    await organization.resume(source);
    assert.deepEqual(await groupsInForce(organization), {
      Everybody: ["ann@example.com"],
      "app-Jira": ["ann@example.com"],
    });
  });

  test("a deleted application that comes back has left out what it had left out", async () => {
    const { organization, source, ann } = await scene();
    await source.create("Groups", { displayName: "Everybody", members: members(ann) });
    await source.create("Groups", { displayName: "app-Jira", members: members(ann) });
    await save(organization, source, onlyApps);
    await organization.deleteApplication(source);
    await organization.call(
      "POST",
      `/organizations/${organization.id}/deleted-source-applications/${source.applicationId}/restore`,
    );
    await own.server.finishing.run();
    assert.deepEqual(await groupsInForce(organization), { "app-Jira": ["ann@example.com"] });
  });

  test("an undo of a window leaves to the rules which groups are in the directory", async () => {
    const { organization, source, ann } = await scene();
    await source.create("Groups", { displayName: "Everybody", members: members(ann) });
    const from = new Date(Date.now() + ahead).toISOString();
    await save(organization, source, onlyApps);
    ahead += 1_000;
    const until = new Date(Date.now() + ahead).toISOString();
    const undo = async (window: object) => {
      const undoPath = `/source-applications/${source.applicationId}/undo`;
      const { id } = await organization.call<Job>("POST", undoPath, { ...window, reason: "x" });
      await own.server.jobs.run();
      return organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${id}`);
    };
    const { result } = await undo({ from, until });
    const nothing = { reversed: 0, unchanged: 0, values: 0, statuses: 0, memberships: 0, binned: 0, left: 0 };
    assert.deepEqual([result?.["people"], result?.["groups"]], [nothing, nothing]);
    assert.deepEqual(await groupsInForce(organization), {});
    await save(organization, source, none);
    ahead += 1_000;
    await undo({ from: until, until: new Date(Date.now() + ahead).toISOString() });
    assert.deepEqual(await groupsInForce(organization), { Everybody: ["ann@example.com"] });
    // No override was left behind: the source's word counts.
    const [group] = await source.find("Groups", 'displayName eq "Everybody"');
    await source.removeMembers(group?.id ?? "", ann.id);
    assert.deepEqual(await groupsInForce(organization), { Everybody: [] });
  });

  test("the preview of a mapping leaves out what they leave out, and compares names as they are rewritten", async () => {
    const { organization, source } = await scene();
    await source.create("Groups", { displayName: "Everybody" });
    await source.create("Groups", { displayName: "app-Jira" });
    await save(organization, source, shortApps);
    const mappingPath = `/source-applications/${source.applicationId}/mapping`;
    const { users, groups } = await organization.call<Mapping>("GET", mappingPath);
    const { id } = await organization.call<MappingPreview>("POST", `${mappingPath}/previews`, { users, groups });
    await own.server.jobs.run();
    const { counts } = await organization.call<MappingPreview>("GET", `${mappingPath}/previews/${id}`);
    assert.deepEqual(counts.groups, { changed: 0, unchanged: 2 });
  });
});

describe("a preview of group rules", () => {
  test("counts and lists who comes in, leaves and is renamed, and changes nothing; saving does what it said", async () => {
    const { organization, source, ann, bob } = await scene();
    const other = await organization.source("Other");
    await other.create("Groups", { displayName: "jira" });
    await save(organization, source, { ...none, exclude: [startsWith("app-w")] });
    for (const [displayName, some] of [
      ["Everybody", [ann, bob]],
      ["app-Jira", [ann]],
      ["app-Wiki", [bob]],
      ["APP-", []],
    ] as const) {
      await source.create("Groups", { displayName, members: members(...some) });
    }
    const before = await groupsInForce(organization);
    const { result, changed } = await preview(organization, source, shortApps);
    assert.deepEqual(result, {
      groups: 4,
      comesIn: 3,
      enters: 1,
      leaves: 1,
      renamed: 1,
      membershipsLeft: 2,
      sharedNames: 1,
    });
    assert.deepEqual(changed.map(inWords), [
      "app-Wiki enters: null -> Wiki, 1",
      "Everybody leaves: Everybody -> null, 2",
      "app-Jira renamed: app-Jira -> Jira, 1, shared",
    ]);
    assert.deepEqual(await groupsInForce(organization), before);
    await save(organization, source, shortApps);
    assert.deepEqual(Object.keys(await groupsInForce(organization)).sort(), ["APP-", "Jira", "Wiki", "jira"]);
    const again = await preview(organization, source, shortApps);
    assert.deepEqual(again.changed, []);
  });

  test("of rules that others saved over ends with the reason", async () => {
    const { organization, source } = await scene();
    const { id } = await organization.call<Job>("POST", `${path(source)}/preview`, onlyApps);
    await organization.call("PUT", path(source), none);
    await runJobs();
    const job = await organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${id}`);
    assert.equal(job.state, "failed");
    assert.match(job.problem ?? "", /Version 1 was saved while they were being previewed/);
  });
});

describe("saving group rules", () => {
  test("counts versions, and refuses to save over a version that was not seen", async () => {
    const { organization, source } = await scene();
    assert.deepEqual(await organization.call("GET", path(source)), { version: 0, ...none, groups: 0, leftOut: 0 });
    await save(organization, source, onlyApps);
    const refused = await own.server.api<{ code: string }>("PUT", path(source), { ...none, version: 0 });
    assert.deepEqual([refused.status, refused.body.code], [409, "group_rules.version_conflict"]);
    const { rules } = await save(organization, source, { ...none, version: 1 } as SentGroupRules);
    assert.equal(rules.version, 2);
  });

  test("refuses what no rule is, with its place", async () => {
    const { source } = await scene();
    const condition = startsWith("a");
    const cases: readonly [object, string][] = [
      [{ ...none, include: [{ ...condition, text: "" }] }, "/include/0/text"],
      [{ ...none, include: [{ ...condition, text: "x".repeat(201) }] }, "/include/0/text"],
      [{ ...none, exclude: [{ ...condition, compare: "matches" }] }, "/exclude/0/compare"],
      [{ ...none, exclude: [{ ...condition, attribute: "members" }] }, "/exclude/0/attribute"],
      [{ ...none, exclude: Array.from({ length: 51 }, () => condition) }, "/exclude"],
      [{ ...none, rename: Array.from({ length: 21 }, () => ({ change: "addPrefix", text: "a" })) }, "/rename"],
      [{ ...none, rename: [{ change: "regex", text: "(a+)+" }] }, "/rename/0/change"],
      [{ include: [], exclude: [] }, ""],
    ];
    for (const [body, where] of cases) {
      const refused = await own.server.api<{ code: string; problems: { where: string }[] }>("PUT", path(source), body);
      assert.deepEqual([refused.status, refused.body.code], [400, "request.invalid"]);
      assert.ok(
        refused.body.problems.some((one) => one.where.startsWith(where)),
        JSON.stringify(refused.body.problems),
      );
    }
  });

  test("a job that was interrupted goes on, and what is decided twice is told once", async () => {
    const { organization, source, ann } = await scene();
    const names = Array.from({ length: 70 }, (_, index) => `Group ${index}`);
    await Promise.all(names.map((displayName) => source.create("Groups", { displayName, members: members(ann) })));
    const before = (await organization.events()).length;
    const { job } = await organization.call<{ job: Job }>("PUT", path(source), onlyApps);
    ahead += 2_001;
    const { deps } = own.server;
    const stored = await findJob(deps.database.reader, organization.id, job.id);
    assert.ok(stored);
    // Its first batch is done and its place is not kept: as after a kill in between.
    await runJob(
      { ...deps, database: { ...deps.database, transaction: () => Promise.reject(new Error("killed")) } },
      silentLog,
      stored,
    ).catch(() => undefined);
    assert.equal((await organization.groups()).filter(({ status }) => status === "binned").length, 64);
    await runJobs();
    const ended = await organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${job.id}`);
    assert.deepEqual([ended.state, ended.done], ["done", 70]);
    assert.deepEqual(await groupsInForce(organization), {});
    const told = await toldSince(organization, before);
    assert.equal(told.length, 140);
  });
});

test("whoever becomes a member while a group comes in is told of once, and whoever left before is not", async () => {
  const { organization, source } = await scene();
  await save(organization, source, onlyApps);
  const names = Array.from({ length: 24 }, (_, index) => `m${String(index).padStart(2, "0")}`);
  const people = await Promise.all(names.map((name) => source.create("Users", person(name))));
  const early = people.slice(0, 12);
  const group = await source.create("Groups", { displayName: "Everybody", members: members(...early) });
  const before = (await organization.events()).length;
  await organization.call("PUT", path(source), none);
  await Promise.all([runJobs(), ...people.slice(12).map(({ id }) => source.addMembers(group.id, id))]);
  await runJobs();
  assert.deepEqual(
    (await groupsInForce(organization))["Everybody"],
    names.map((name) => `${name}@example.com`),
  );
  const told = (await toldSince(organization, before)).filter((one) => one.startsWith("group.member-added"));
  assert.deepEqual(told.map((one) => one.replace(/^group.member-added |@.*$/g, "")).sort(), names);
});

describe("the guard and group rules", () => {
  const guarded = { enabled: true, atLeast: 4, percent: 0 };

  async function large() {
    const all = await scene();
    const { organization, source } = all;
    await organization.call("PUT", `/source-applications/${source.applicationId}/guard`, guarded);
    await save(organization, source, onlyApps);
    const names = Array.from({ length: 6 }, (_, index) => `p${index}`);
    const people = await Promise.all(names.map((name) => source.create("Users", person(name))));
    const group = await source.create("Groups", { displayName: "app-Jira", members: members(...people) });
    return { ...all, people, group, everybody: names.map((name) => `${name}@example.com`) };
  }

  async function held(organization: TestOrganization) {
    const all = `/organizations/${organization.id}/held-changes`;
    return (await organization.call<{ items: HeldChange[] }>("GET", all)).items.map(({ target, because }) => [
      target,
      because,
    ]);
  }

  async function decide(organization: TestOrganization, source: Source, decision: string) {
    const decisions = `/source-applications/${source.applicationId}/held-changes/decide`;
    await organization.call("POST", decisions, { decision, reason: "asked for" });
    await organization.server.finishing.run();
  }

  const rename = (source: Source, group: AnsweredResource, value: string) =>
    source.patch("Groups", group.id, { op: "replace", path: "displayName", value });

  test("hold that a source takes a large group out by its name; an approval lets it go", async () => {
    const { organization, source, group, everybody } = await large();
    await rename(source, group, "old Jira");
    assert.equal((await organization.lastOutcome(source)).outcome, "held");
    assert.deepEqual(await held(organization), [["leave", "limit"]]);
    assert.deepEqual(await groupsInForce(organization), { "old Jira": everybody });
    // Its next write makes no second hold, and members that it loses meanwhile wait with it.
    await source.replace("Groups", group.id, { displayName: "old Jira 2", members: [] });
    assert.deepEqual(await held(organization), [["leave", "limit"]]);
    assert.deepEqual(await groupsInForce(organization), { "old Jira 2": everybody });
    await decide(organization, source, "approve");
    assert.deepEqual(await groupsInForce(organization), {});
    assert.deepEqual(await held(organization), []);
  });

  test("a source that gives the name back takes it back", async () => {
    const { organization, source, group, everybody } = await large();
    await rename(source, group, "old Jira");
    await rename(source, group, "app-Jira");
    assert.deepEqual(await held(organization), []);
    assert.deepEqual(await groupsInForce(organization), { "app-Jira": everybody });
  });

  test("what a source took from a group that was held goes on waiting when the name comes back", async () => {
    const { organization, source, people } = await large();
    const names = Array.from({ length: 20 }, (_, index) => `q${index}`);
    const more = await Promise.all(names.map((name) => source.create("Users", person(name))));
    const all = [...people, ...more].map((one) => String(one["userName"])).sort();
    const [group] = await source.find("Groups", 'displayName eq "app-Jira"');
    await source.addMembers(group?.id ?? "", ...more.map(({ id }) => id));
    await source.replace("Groups", group?.id ?? "", { displayName: "old Jira", members: [] });
    assert.deepEqual(await held(organization), [["leave", "limit"]]);
    await source.patch("Groups", group?.id ?? "", { op: "replace", path: "displayName", value: "app-Jira" });
    assert.deepEqual(await held(organization), [["members", "limit"]]);
    assert.deepEqual(await groupsInForce(organization), { "app-Jira": all });
    await decide(organization, source, "approve");
    assert.deepEqual(await held(organization), []);
    assert.deepEqual(await groupsInForce(organization), { "app-Jira": [] });
  });

  test("a rejection keeps the group until the rules let it in or change", async () => {
    const { organization, source, group, everybody } = await large();
    await rename(source, group, "old Jira");
    await decide(organization, source, "reject");
    assert.deepEqual(await held(organization), []);
    await rename(source, group, "old Jira again");
    assert.equal((await organization.lastOutcome(source)).outcome, "applied");
    assert.deepEqual(await groupsInForce(organization), { "old Jira again": everybody });
    // In by the rules, it may leave by them once more: that is asked anew.
    await rename(source, group, "app-Jira");
    await rename(source, group, "old Jira");
    assert.deepEqual(await held(organization), [["leave", "limit"]]);
    await decide(organization, source, "reject");
    await save(organization, source, onlyApps);
    assert.deepEqual(await groupsInForce(organization), {});
  });

  test("what an administrator saves passes no guard: it was previewed", async () => {
    const { organization, source } = await large();
    await save(organization, source, { ...none, exclude: [startsWith("app-")] });
    assert.deepEqual(await groupsInForce(organization), {});
    assert.deepEqual(await held(organization), []);
  });

  test("hold that a source takes out a group of somebody who is protected", async () => {
    const { organization, source, ann } = await scene();
    await save(organization, source, onlyApps);
    const group = await source.create("Groups", { displayName: "app-Jira", members: members(ann) });
    await organization.administer("protect", (await organization.user("ann@example.com")).id);
    await rename(source, group, "old Jira");
    assert.deepEqual(await held(organization), [["leave", "protected"]]);
    assert.deepEqual(await groupsInForce(organization), { "old Jira": ["ann@example.com"] });
  });
});
