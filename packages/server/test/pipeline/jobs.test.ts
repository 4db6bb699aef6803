import assert from "node:assert/strict";
import { test } from "node:test";
import type { Job as ShownJob } from "@rollcall/admin-api/jobs.ts";
import { startJob } from "../../src/actions/manage-jobs.ts";
import { runJob } from "../../src/actions/run-job.ts";
import type { JobKind } from "../../src/domain/job.ts";
import { silentLog } from "../../src/log.ts";
import { findJob } from "../../src/storage/read/jobs.ts";
import { withServer } from "../support/organization.ts";
import type { TestOrganization } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";

// The clock stands before jobs may begin, until a test moves it.
let ahead = 0;
const own = withServer({ now: () => new Date(Date.now() + ahead).toISOString(), jobsWhenTold: true });

/** Begins to apply the mapping of an application, and says which job it is. */
async function begun(organization: TestOrganization, source: Source): Promise<ShownJob> {
  return organization.call("POST", `/source-applications/${source.applicationId}/mapping/apply`);
}

async function shown(organization: TestOrganization, { id }: ShownJob): Promise<ShownJob> {
  return organization.call("GET", `/organizations/${organization.id}/jobs/${id}`);
}

/** Does all jobs that there are. */
async function finished(organization: TestOrganization, job: ShownJob): Promise<ShownJob> {
  ahead += 2_001;
  await own.server.jobs.run();
  return shown(organization, job);
}

/** An application with people, and a directory that has them. */
async function populated(people: number) {
  const organization = await own.organization();
  const source = await organization.source();
  const names = Array.from({ length: people }, (_, index) => `p${String(index).padStart(3, "0")}`);
  await Promise.all(names.map((name) => source.create("Users", { ...person(name), nickName: `nick ${name}` })));
  return { organization, source, names };
}

test("applying the mapping maps everybody again from what the source wrote, once", async () => {
  const { organization, source, names } = await populated(150);
  await organization.remap(source, "title", "nickName");
  assert.equal((await organization.user("p000@example.com")).attributes["title"], undefined);
  const job = await begun(organization, source);
  assert.deepEqual([job.state, job.kind, job.title, job.done], ["queued", "apply-mapping", "Apply the mapping", 0]);

  const ended = await finished(organization, job);
  assert.deepEqual([ended.state, ended.done, ended.total], ["done", 150, 150]);
  assert.deepEqual(ended.result, { mappingVersion: 2 });
  const changes = async () => (await organization.events()).filter(({ type }) => type === "user.changed");
  const titles = (await changes()).map(({ changes: [change] }) => `${change?.attribute}: ${String(change?.to)}`);
  assert.deepEqual(
    titles.toSorted(),
    names.map((name) => `title: nick ${name}`),
  );

  const again = await finished(organization, await begun(organization, source));
  assert.deepEqual([again.state, again.done], ["done", 150]);
  assert.equal((await changes()).length, 150, "who has it already is left alone");
});

test("a batch that is done once more, or by two nodes at once, counts once", async () => {
  const { organization, source } = await populated(40);
  await organization.remap(source, "title", "nickName");
  const { id } = await begun(organization, source);
  const job = await findJob(own.server.database.reader, organization.id, id);
  assert.ok(job !== undefined);
  const went = await Promise.all([
    runJob(own.server.deps, silentLog, job),
    runJob(own.server.deps, silentLog, job),
    runJob(own.server.deps, silentLog, job),
  ]);
  assert.equal(went.filter((one) => one !== undefined).length, 1);
  const read = await findJob(own.server.database.reader, organization.id, id);
  assert.deepEqual([read?.done, read?.version, read?.state], [40, 2, "running"]);
  assert.equal((await organization.events()).filter(({ type }) => type === "user.changed").length, 40);
});

test("a cancelled job goes no further, and one that has ended cannot be cancelled", async () => {
  const { organization, source } = await populated(3);
  await organization.remap(source, "title", "nickName");
  const job = await begun(organization, source);
  const cancel = `/organizations/${organization.id}/jobs/${job.id}/cancel`;
  const cancelled = await organization.call<ShownJob>("POST", cancel);
  assert.equal(cancelled.state, "cancelled");
  assert.ok(cancelled.finishedAt !== null);
  const after = await finished(organization, job);
  assert.deepEqual([after.state, after.done], ["cancelled", 0]);
  assert.equal((await organization.events()).filter(({ type }) => type === "user.changed").length, 0);
  const twice = await own.server.api<{ code: string }>("POST", cancel);
  assert.deepEqual([twice.status, twice.body.code], [409, "job.ended"]);
});

test("a mapping that was saved meanwhile ends the application of the one before", async () => {
  const { organization, source } = await populated(2);
  await organization.remap(source, "title", "nickName");
  const job = await begun(organization, source);
  await organization.remap(source, "title", "displayName");
  const ended = await finished(organization, job);
  assert.deepEqual([ended.state, ended.problem], ["failed", "Version 3 was saved after version 2"]);
});

test("a paused application's people are mapped when it goes on, and nothing is said twice of them", async () => {
  const { organization, source } = await populated(3);
  await organization.setMode(source, "paused");
  await organization.remap(source, "title", "nickName");
  for (const _ of [1, 2]) assert.equal((await finished(organization, await begun(organization, source))).state, "done");
  const held = (await organization.eventTypes()).filter((type) => type.endsWith("held"));
  assert.deepEqual(held, ["user.changed held", "user.changed held", "user.changed held"]);
  const title = async () => (await organization.user("p001@example.com")).attributes["title"];
  assert.equal(await title(), undefined);
  await organization.resume(source);
  assert.equal(await title(), "nick p001");
});

test("the guard holds whom a mapping would disable", async () => {
  const { organization, source } = await populated(40);
  const path = `/source-applications/${source.applicationId}/mapping`;
  const mapping = await organization.call<{ users: { attribute: string }[] }>("GET", path);
  const users = mapping.users.map((rule) =>
    rule.attribute === "active" ? { ...rule, source: { constant: false } } : rule,
  );
  await organization.call("PUT", path, { ...mapping, users });
  assert.equal((await finished(organization, await begun(organization, source))).state, "done");
  const types = await organization.eventTypes();
  const count = (wanted: string) => types.filter((type) => type === wanted).length;
  assert.equal(count("user.disabled") + count("user.disabled held"), 40);
  assert.ok(count("user.disabled") >= 25 && count("user.disabled held") > 0, types.join());
});

test("what a job of an unknown kind is to do is tried five times, then it says so", async () => {
  const organization = await own.organization();
  const kind = "of-tomorrow" as JobKind;
  const given = {
    organizationId: organization.id,
    sourceApplicationId: null,
    kind,
    createdBy: `api-key:${crypto.randomUUID()}`,
  };
  const input = { mappingVersion: 1 };
  const { id } = await startJob(own.server.deps, own.server.database.pool, { ...given, input });
  for (let attempt = 1; attempt < 5; attempt += 1) {
    const job = await findJob(own.server.database.reader, organization.id, id);
    assert.equal(job?.failures, attempt - 1);
    assert.equal(await runJob(own.server.deps, silentLog, job ?? assert.fail()), undefined);
  }
  const last = await findJob(own.server.database.reader, organization.id, id);
  await runJob(own.server.deps, silentLog, last ?? assert.fail());
  const { items } = await organization.call<{ items: ShownJob[] }>("GET", `/organizations/${organization.id}/jobs`);
  assert.deepEqual(
    items.map(({ state, problem }) => [state, problem]),
    [
      [
        "failed",
        "It failed 5 times in a row; the last time because: this version of Rollcall has no jobs of kind of-tomorrow",
      ],
    ],
  );
});

test("jobs are listed, the newest first, also those of one application alone", async () => {
  const { organization, source } = await populated(1);
  const other = await organization.source("Other");
  const first = await begun(organization, source);
  const second = await begun(organization, other);
  const list = async (query: string) =>
    (await organization.call<{ items: ShownJob[] }>("GET", `/organizations/${organization.id}/jobs${query}`)).items.map(
      ({ id }) => id,
    );
  assert.deepEqual(await list(""), [second.id, first.id]);
  assert.deepEqual(await list(`?sourceApplicationId=${source.applicationId}`), [first.id]);
  assert.deepEqual(await list("?limit=1"), [second.id]);
});
