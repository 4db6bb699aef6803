import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ProvisioningEvent } from "@rollcall/admin-api/provisioning-events.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";

// rules.md section 8: events are in the transaction, in order, and none is missed.

const own = withServer();

interface Page {
  readonly items: readonly ProvisioningEvent[];
  readonly nextCursor: string;
}

/** Reads on and on while something is being written, with small pages, then to the end. */
async function readWhile(organization: TestOrganization, writing: Promise<unknown>): Promise<ProvisioningEvent[]> {
  const read: ProvisioningEvent[] = [];
  let cursor: string | undefined;
  let done = false;
  void writing.finally(() => (done = true)).catch(() => undefined);
  for (let finished = false; ; ) {
    const after = cursor === undefined ? "" : `&after=${encodeURIComponent(cursor)}`;
    const path = `/organizations/${organization.id}/provisioning-events?limit=7${after}`;
    const page: Page = await organization.call<Page>("GET", path);
    read.push(...page.items);
    cursor = page.nextCursor;
    if (page.items.length > 0) continue;
    if (finished) break;
    if (done) {
      // Everything that was written gets its position before this returns.
      await organization.events();
      finished = true;
    }
  }
  await writing;
  return read;
}

async function story(source: Source, name: string): Promise<void> {
  const { id } = await source.create("Users", person(name));
  const group = await source.create("Groups", { displayName: name, members: [{ value: id }] });
  for (let step = 1; step <= 4; step += 1) {
    await source.patch("Users", id, { op: "replace", path: "title", value: `Step ${step}` });
  }
  await source.setActive(id, false);
  await source.setActive(id, true);
  await source.removeMembers(group.id, id);
  await source.delete("Groups", group.id);
  await source.delete("Users", id);
}

const told = [
  "user.created",
  "group.created",
  "group.member-added",
  "user.changed",
  "user.changed",
  "user.changed",
  "user.changed",
  "user.disabled",
  "user.enabled",
  "group.member-removed",
  "group.binned",
  "user.disabled",
  "user.unlinked",
];

describe("events", () => {
  test("a reader who polls while 12 sources write sees every event once, and of each source in its order", async () => {
    const organization = await own.organization();
    const sources = await Promise.all(Array.from({ length: 12 }, (_, index) => organization.source(`Source ${index}`)));
    const writing = Promise.all(sources.map((source, index) => story(source, `person${index}`)));
    const read = await readWhile(organization, writing);
    assert.equal(new Set(read.map(({ id }) => id)).size, read.length, "an event was seen twice");
    for (const { applicationId } of sources) {
      const events = read.filter(({ sourceApplicationId }) => sourceApplicationId === applicationId);
      assert.deepEqual(
        events.map(({ type }) => type),
        told,
      );
      const titles = events.flatMap(({ changes }) => changes.filter(({ attribute }) => attribute === "title"));
      assert.deepEqual(
        titles.map(({ from, to }) => [from, to]),
        [1, 2, 3, 4].map((step) => [step === 1 ? null : `Step ${step - 1}`, `Step ${step}`]),
      );
    }
    assert.deepEqual(await organization.events(), read, "a later reader sees the same in the same order");
  });

  test("changes of one person that many connections make at once are a chain: each begins where the last ended", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    const writing = Promise.all(
      Array.from({ length: 32 }, (_, index) =>
        source.patch("Users", ann.id, { op: "replace", path: "title", value: `Title ${index}` }),
      ),
    );
    const read = (await readWhile(organization, writing)).filter(({ type }) => type === "user.changed");
    assert.equal(read.length, 32);
    let title: unknown = null;
    for (const { changes } of read) {
      assert.deepEqual(
        changes.map(({ attribute, from }) => [attribute, from]),
        [["title", title]],
      );
      title = changes[0]?.to;
    }
    assert.equal((await organization.user("ann@example.com")).attributes["title"], title);
  });

  test("an event names its application, person, resource, externalId, exchange and outcome", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann", { externalId: "a-1" }));
    await organization.setMode(source, "paused");
    await source.setActive(ann.id, false);
    const [created, held] = await organization.events();
    const exchanges = await organization.exchanges(source);
    const { id: directoryUserId } = await organization.user("ann@example.com");
    const facts = { sourceApplicationId: source.applicationId, directoryUserId, scimId: ann.id, externalId: "a-1" };
    const pick = (event: ProvisioningEvent | undefined) => ({
      sourceApplicationId: event?.sourceApplicationId,
      directoryUserId: event?.directoryUserId,
      scimId: event?.scimId,
      externalId: event?.externalId,
    });
    assert.deepEqual([pick(created), pick(held)], [facts, facts]);
    assert.deepEqual(
      [created?.type, created?.outcome, created?.exchangeId],
      ["user.created", "applied", exchanges[0]?.id],
    );
    assert.deepEqual([held?.type, held?.outcome, held?.exchangeId], ["user.disabled", "held", exchanges[1]?.id]);
    assert.deepEqual(held?.changes, [{ attribute: "status", from: "enabled", to: "disabled" }]);
  });

  test("what is unchanged or refused is in the exchange only", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    await source.replace("Users", ann.id, person("ann"));
    await source.send("POST", "/Users", person("ann"));
    assert.deepEqual(await organization.eventTypes(), ["user.created"]);
    assert.deepEqual(
      (await organization.exchanges(source)).map(({ outcome }) => outcome),
      ["applied", "unchanged", "refused"],
    );
  });

  test("one event for each member, and one for a group that is deleted", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const people = await Promise.all(
      Array.from({ length: 5 }, (_, index) => source.create("Users", person(`person${index}`))),
    );
    const lab = await source.create("Groups", { displayName: "Lab" });
    const earlier = (await organization.events()).length;
    await source.addMembers(lab.id, ...people.map(({ id }) => id));
    const added = (await organization.events()).slice(earlier);
    assert.deepEqual(
      added.map(({ type }) => type),
      people.map(() => "group.member-added"),
    );
    assert.deepEqual(added.map(({ scimId }) => scimId ?? "").sort(), people.map(({ id }) => id).sort());
    await source.delete("Groups", lab.id);
    assert.deepEqual((await organization.eventTypes()).slice(earlier + 5), ["group.binned"]);
  });
});

for (const [decision, status, kept] of [
  ["approve", "disabled", []],
  ["disable", "disabled", []],
  ["reject", "enabled", ["Lab"]],
] as const) {
  test(`a deletion that the guard held, then ${decision}: what becomes of the memberships is told when it happens`, async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const path = `/source-applications/${source.applicationId}`;
    await organization.call("PUT", `${path}/guard`, { enabled: true, atLeast: 0, percent: 0 });
    const ann = await source.create("Users", person("ann"));
    await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    const before = (await organization.events()).length;
    await source.delete("Users", ann.id);
    await organization.call("POST", `${path}/held-changes/decide`, { decision, reason: "asked for" });
    await organization.server.finishing.run();
    const { id } = await organization.user("ann@example.com");
    const removed = (await organization.events()).slice(before).filter(({ type }) => type === "group.member-removed");
    const told = { directoryUserId: id, scimId: ann.id, changes: [{ attribute: "members", from: ann.id, to: null }] };
    const facts = removed.map(({ outcome, directoryUserId, scimId, changes }) => {
      return { outcome, directoryUserId, scimId, changes };
    });
    const applied = decision === "reject" ? [] : [{ outcome: "applied", ...told }];
    assert.deepEqual(facts, [{ outcome: "held", ...told }, ...applied]);
    assert.equal(removed[1]?.reason, decision === "reject" ? undefined : "asked for");
    assert.deepEqual([(await organization.userById(id)).status, await organization.groupsOf(id)], [status, kept]);
  });
}

test("deletions that the guard holds are told once, however often their application goes live", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  const path = `/source-applications/${source.applicationId}/guard`;
  await organization.call("PUT", path, { enabled: true, atLeast: 0, percent: 0 });
  const ann = await source.create("Users", person("ann"));
  const lab = await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
  await source.delete("Users", ann.id);
  await source.delete("Groups", lab.id);
  const held = async () => {
    const { items } = await organization.call<{ items: object[] }>(
      "GET",
      `/organizations/${organization.id}/held-changes`,
    );
    return { items, types: await organization.eventTypes() };
  };
  const before = await held();
  assert.deepEqual([before.items.length, before.types.filter((type) => type === "group.binned held").length], [2, 1]);
  for (const mode of ["paused", "observe"] as const) {
    await organization.setMode(source, mode);
    await organization.resume(source);
    assert.deepEqual(await held(), before);
  }
});
