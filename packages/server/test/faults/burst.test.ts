import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ApplicationHealth } from "@rollcall/admin-api/application-health.ts";
import type { CallLimit } from "@rollcall/admin-api/call-limits.ts";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, errorUrn, patchOpUrn } from "@rollcall/scim/urns.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source, type SourceAnswer } from "../support/source.ts";

// docs/rules.md section 10: one source cannot slow the others down.

const own = withServer();
const perSecond = 10;

async function limit(organization: TestOrganization, source: Source, sent: Partial<CallLimit>): Promise<void> {
  const path = `/source-applications/${source.applicationId}/call-limit`;
  const found = await organization.call<CallLimit>("GET", path);
  await organization.call("PUT", path, { ...found, ...sent });
}

/** Runs so many at the same time until all have run. */
async function together(count: number, workers: number, run: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: workers }, work));
}

function isRefusal({ status, headers, body, detail }: SourceAnswer): void {
  assert.equal(status, 429);
  assert.deepEqual([body["schemas"], body["status"]], [[errorUrn], "429"]);
  assert.match(detail, /its call limit lets/);
  assert.match(headers.get("retry-after") ?? "", /^[1-9]\d*$/);
  assert.equal(headers.get("content-type"), "application/scim+json");
}

describe("a burst of 100 times the call limit", () => {
  test("is answered 429 with Retry-After, and another source works undisturbed meanwhile", async () => {
    const organization = await own.organization();
    const [bursting, other] = [await organization.source("Bursting"), await organization.source("Other")];
    await limit(organization, bursting, { perSecond, raisedPerSecond: perSecond });
    const began = performance.now();
    const created: string[] = [];
    let refused = 0;
    const burst = together(100 * perSecond, 40, async (index) => {
      const body = { schemas: [coreUserUrn], ...person(`burst${index}`) };
      const answer = await bursting.send("POST", "/Users", body);
      if (answer.status === 201) return void created.push(String(answer.body["userName"]));
      isRefusal(answer);
      refused += 1;
    });
    const people: AnsweredResource[] = [];
    for (let index = 0; index < 24; index += 1) {
      const somebody = await other.create("Users", person(`other${index}`));
      people.push(somebody);
      await other.setActive(somebody.id, false);
      assert.equal((await other.find("Users", `userName eq "other${index}@example.com"`)).length, 1);
    }
    await burst;
    const seconds = (performance.now() - began) / 1_000;
    assert.equal(created.length + refused, 100 * perSecond);
    const taken = perSecond * (5 + seconds);
    assert.ok(created.length >= perSecond * 5 && created.length <= taken + 1, `${created.length} of at most ${taken}`);
    // What was refused changed nothing, what was taken has its effect.
    const statuses = await organization.statuses();
    for (const name of created) assert.equal(statuses[name], "enabled", name);
    for (const { userName } of people) assert.equal(statuses[String(userName)], "disabled");
    assert.equal(Object.keys(statuses).length, created.length + people.length);

    const exchanges = await organization.exchanges(bursting);
    const listed = exchanges.filter(({ status }) => status === 429);
    assert.ok(listed.length >= 60 && listed.length < refused, `${listed.length} of ${refused} are listed`);
    const health = `/source-applications/${bursting.applicationId}/health`;
    const { calls } = await organization.call<ApplicationHealth>("GET", health);
    const counted = calls.refused.reduce((sum, hour) => sum + hour, 0);
    assert.equal(counted, refused);
  });

  test("is no burst during an initial sync: creations raise the limit", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    await limit(organization, source, { perSecond: 20, raisedPerSecond: 1_000_000 });
    // The first hundred are what a quiet time has saved up.
    for (let index = 0; index < 100; index += 1) await source.create("Users", person(`first${index}`));
    await together(300, 8, async (index) => {
      await source.create("Users", person(`next${index}`));
    });
  });

  test("of operations in one Bulk request is carried out, and the next calls wait for it", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    await limit(organization, source, { perSecond: 1, raisedPerSecond: 1 });
    const Operations = Array.from({ length: 50 }, (_, index) => ({
      method: "POST",
      path: "/Users",
      bulkId: `b${index}`,
      data: { schemas: [coreUserUrn], ...person(`bulk${index}`) },
    }));
    const job = { schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], Operations };
    const done = await source.send("POST", "/Bulk", job);
    assert.equal(done.status, 200, done.text);
    assert.equal((await organization.users()).length, 50);
    const next = await source.send("GET", "/Users");
    isRefusal(next);
    assert.ok(Number(next.headers.get("retry-after")) > 10, "it says how long it will be");
  });

  test("is taken where an administrator has switched the limit off", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    await limit(organization, source, { enabled: false, perSecond: 1 });
    for (let index = 0; index < 50; index += 1) {
      assert.equal((await source.send("GET", "/Users?count=0")).status, 200);
    }
  });
});

describe("a source whose calls do not end", () => {
  test("has so many in flight, as many times four wait, and no other source waits for them", async () => {
    const organization = await own.organization();
    const [stuck, other] = [await organization.source("Stuck"), await organization.source("Other")];
    const inFlight = 30;
    await limit(organization, stuck, { inFlight });
    const people = await Promise.all(
      Array.from({ length: inFlight }, (_, index) => stuck.create("Users", person(`stuck${index}`))),
    );
    const group = await stuck.create("Groups", { displayName: "Stuck" });
    const answers: SourceAnswer[] = [];
    const sent: Promise<void>[] = [];
    const send = (method: string, path: string, body: JsonObject, more = {}) =>
      void sent.push(stuck.send(method, path, body, more).then((answer) => void answers.push(answer)));
    await own.server.database.transaction(async (tx) => {
      await tx.query(lockAll, [stuck.applicationId]);
      const replaceTitle = { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "title", value: "Free" }] };
      const renamed = renamedTo("Free");
      for (const { id } of people) {
        send("PATCH", `/Users/${id}`, replaceTitle);
        for (let index = 0; index < 4; index += 1) {
          send("PUT", `/Groups/${group.id}`, renamed, { "if-match": "*" });
        }
      }
      for (let index = 0; index < 5; index += 1) send("PATCH", `/Users/${people[0]?.id}`, replaceTitle);
      // Those beyond all places are refused while nothing moves.
      while (answers.length < 5) await new Promise((resolve) => setImmediate(resolve));
      for (const answer of answers) isRefusal(answer);
      for (let index = 0; index < 5; index += 1) {
        const somebody = await other.create("Users", person(`other${index}`));
        await other.setActive(somebody.id, false);
        const team = await other.create("Groups", { displayName: `Team ${index}` });
        await other.addMembers(team.id, somebody.id);
        assert.equal((await other.find("Users", `displayName sw "Other${index}"`)).length, 1);
        const put = await other.send("PUT", `/Groups/${team.id}`, renamedTo(`Crew ${index}`), { "if-match": "*" });
        assert.equal(put.status, 200, put.text);
      }
    });
    await Promise.all(sent);
    assert.deepEqual(
      answers.slice(5).filter(({ status }) => status >= 300),
      [],
    );
    assert.equal(answers.length, inFlight * 5 + 5);
    for (const { id } of people) assert.equal((await stuck.read("Users", id))["title"], "Free");
  });
});

const renamedTo = (displayName: string) => ({
  schemas: [coreGroupUrn],
  displayName,
});

const lockAll = unnamedStatement(
  "select 1 from provisioned_resources where source_application_id = $1 order by resource_type, id for update",
);
