import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { HeldChange } from "@rollcall/admin-api/held-changes.ts";
import type { Job } from "@rollcall/admin-api/jobs.ts";
import type { StatusRule } from "@rollcall/admin-api/status-rules.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";

// rules.md section 3: whose word on the status counts where several sources have a person.

// The clock stands before jobs may begin, until a test moves it.
let ahead = 0;
const own = withServer({ now: () => new Date(Date.now() + ahead).toISOString(), jobsWhenTold: true });
const granted = { domains: ["example.com"] };

/** Saves a status rule, and decides everybody by it. */
async function rule(organization: TestOrganization, wanted: StatusRule): Promise<Job> {
  const path = `/organizations/${organization.id}/status-rule`;
  const saved = await organization.call<{ rule: StatusRule; job: Job }>("PUT", path, { rule: wanted });
  assert.equal(saved.rule, wanted);
  ahead += 2_001;
  await own.server.jobs.run();
  return organization.call("GET", `/organizations/${organization.id}/jobs/${saved.job.id}`);
}

/** Ann, whom Owner owns and Other has as well, each with her in a group of its own. */
async function annOfTwo(wanted?: StatusRule, policy?: { deleteDeactivatedUsers: boolean; onGroupDelete: "bin" }) {
  const binRetentionDays = 30;
  const options = policy === undefined ? granted : { ...granted, policy: { ...policy, binRetentionDays } };
  const organization = await own.organization();
  const owner = await organization.source("Owner", options);
  const other = await organization.source("Other", options);
  if (wanted !== undefined) await rule(organization, wanted);
  const first = await owner.create("Users", person("ann", { title: "Chemist" }));
  const second = await other.create("Users", person("ann", { title: "Physicist", nickName: "Annie" }));
  await owner.create("Groups", { displayName: "Owners", members: [{ value: first.id }] });
  await other.create("Groups", { displayName: "Others", members: [{ value: second.id }] });
  const { id } = await organization.user("ann@example.com");
  const look = async () => {
    const { status, statusFacts } = await organization.userById(id);
    return [status, statusFacts.sourceActive, statusFacts.sourcesActive];
  };
  return { organization, owner, other, first, second, id, look };
}

describe("whose word counts", () => {
  type Step = "owner off" | "owner on" | "other off" | "other on" | "owner deletes" | "other deletes" | "other again";
  const table: readonly [StatusRule, readonly [Step, string][]][] = [
    [
      "owner",
      [
        ["other off", "enabled"],
        ["owner off", "disabled"],
        ["other on", "disabled"],
        ["owner on", "enabled"],
        ["other deletes", "enabled"],
        ["owner deletes", "disabled"],
      ],
    ],
    [
      "any",
      [
        ["owner off", "enabled"],
        ["other off", "disabled"],
        ["other on", "enabled"],
        ["owner on", "enabled"],
        ["other off", "enabled"],
        ["owner off", "disabled"],
        ["owner on", "enabled"],
      ],
    ],
    [
      "any",
      [
        ["owner deletes", "enabled"],
        ["other off", "disabled"],
        ["other on", "enabled"],
        ["other deletes", "disabled"],
      ],
    ],
    [
      "any",
      [
        ["owner off", "enabled"],
        ["other deletes", "disabled"],
        ["other again", "enabled"],
      ],
    ],
    [
      "all",
      [
        ["other off", "disabled"],
        ["owner off", "disabled"],
        ["other on", "disabled"],
        ["owner on", "enabled"],
        ["owner off", "disabled"],
        ["owner deletes", "disabled"],
        ["other off", "disabled"],
      ],
    ],
    [
      "all",
      [
        ["other deletes", "disabled"],
        ["owner off", "disabled"],
        ["owner on", "enabled"],
      ],
    ],
    [
      "all",
      [
        ["other off", "disabled"],
        ["other deletes", "disabled"],
        ["other again", "enabled"],
      ],
    ],
  ];
  for (const [wanted, steps] of table) {
    test(`${wanted}: ${steps.map(([step, status]) => `${step}: ${status}`).join(", ")}`, async () => {
      const { owner, other, first, second, look } = await annOfTwo(wanted);
      const moves: Record<Step, () => Promise<unknown>> = {
        "owner off": () => owner.setActive(first.id, false),
        "owner on": () => owner.setActive(first.id, true),
        "other off": () => other.setActive(second.id, false),
        "other on": () => other.setActive(second.id, true),
        "owner deletes": () => owner.delete("Users", first.id),
        "other deletes": () => other.delete("Users", second.id),
        "other again": () => other.create("Users", person("ann")),
      };
      assert.equal((await look())[0], "enabled");
      for (const [index, [step, status]] of steps.entries()) {
        await moves[step]();
        assert.equal((await look())[0], status, `step ${index + 1}: ${step}`);
      }
    });
  }

  test("what a source sends again changes nothing, also when another's DELETE had disabled", async () => {
    const { owner, other, first, second, look } = await annOfTwo("all");
    await other.delete("Users", second.id);
    await owner.replace("Users", first.id, { schemas: first["schemas"] ?? [], ...person("ann", { title: "Head" }) });
    assert.deepEqual(await look(), ["disabled", true, false]);
  });

  test("somebody who is created inactive by one more source is disabled where all have to say active", async () => {
    const organization = await own.organization();
    const owner = await organization.source("Owner", granted);
    const other = await organization.source("Other", granted);
    await rule(organization, "all");
    await owner.create("Users", person("ann"));
    const ann = await other.create("Users", { ...person("ann"), active: false });
    assert.deepEqual(await organization.statuses(), { "ann@example.com": "disabled" });
    await other.setActive(ann.id, true);
    assert.deepEqual(await organization.statuses(), { "ann@example.com": "enabled" });
  });

  test("an owner that says inactive ends its own memberships while another source keeps the person", async () => {
    const { organization, owner, first, id } = await annOfTwo("any");
    assert.deepEqual(await organization.groupsOf(id), ["Others", "Owners"]);
    await owner.setActive(first.id, false);
    assert.deepEqual(await organization.groupsOf(id), ["Others"]);
    assert.deepEqual(await organization.members((await organization.group("Owners")).id), []);
    assert.equal((await organization.userById(id)).attributes["title"], "Chemist", "the owner's values stay");
    const events = (await organization.events()).filter(({ type }) => type === "user.changed");
    assert.deepEqual(
      events.map(({ reason }) => reason),
      ["the owning source says inactive; a linked source says active"],
    );
    await owner.setActive(first.id, true);
    assert.deepEqual(await organization.groupsOf(id), ["Others", "Owners"]);
  });

  test("an owner that deletes ends its own values and memberships while another source keeps the person", async () => {
    const { organization, owner, first, id } = await annOfTwo("any");
    await owner.delete("Users", first.id);
    const user = await organization.userById(id);
    assert.deepEqual([user.status, user.attributes["title"]], ["enabled", "Physicist"]);
    assert.deepEqual(await organization.groupsOf(id), ["Others"]);
  });

  test("a hold and an override stand against all of them", async () => {
    const { organization, owner, other, first, second, id, look } = await annOfTwo("any");
    await organization.administer("disable", id);
    await other.setActive(second.id, false);
    await other.setActive(second.id, true);
    assert.equal((await look())[0], "disabled");
    await organization.administer("enable", id);
    assert.equal((await look())[0], "enabled");
    await owner.setActive(first.id, false);
    await other.setActive(second.id, false);
    await organization.administer("enable", id);
    const { override } = (await organization.userById(id)).statusFacts;
    assert.equal(override?.kind, "enabled");
    await owner.setActive(first.id, true);
    await owner.setActive(first.id, false);
    assert.equal((await look())[0], "disabled", "it ends when what they say together changes");
  });
});

describe("leavers go the way of the policy when nobody has them any more, or their owner does not", () => {
  const bins = { deleteDeactivatedUsers: true, onGroupDelete: "bin" } as const;

  test("any: the last who says inactive puts them into the bin", async () => {
    const { owner, other, first, second, look } = await annOfTwo("any", bins);
    await owner.setActive(first.id, false);
    assert.deepEqual(await look(), ["enabled", false, true]);
    await other.setActive(second.id, false);
    assert.deepEqual(await look(), ["binned", false, null]);
    await other.setActive(second.id, true);
    assert.deepEqual(await look(), ["enabled", false, true]);
  });

  test("all: who is not the owner disables only, and the owner's deactivation is the policy's", async () => {
    const { owner, other, first, second, look } = await annOfTwo("all", bins);
    await other.setActive(second.id, false);
    assert.deepEqual(await look(), ["disabled", true, false]);
    await owner.setActive(first.id, false);
    assert.deepEqual(await look(), ["binned", false, null]);
  });

  /** Decides everything that is held of an application. */
  async function decideHeld(organization: TestOrganization, source: Source, decision: "approve" | "reject") {
    const path = `/source-applications/${source.applicationId}/held-changes/decide`;
    await organization.call("POST", path, { decision, reason: "asked for" });
    await own.server.finishing.run();
  }
  const setGuard = (organization: TestOrganization, source: Source, atLeast: number) =>
    organization.call("PUT", `/source-applications/${source.applicationId}/guard`, {
      enabled: true,
      atLeast,
      percent: 0,
    });

  test("rejected, somebody whom one more source would disable stays, until the sources come to something else", async () => {
    const { organization, other, second, look } = await annOfTwo("all");
    await setGuard(organization, other, 0);
    await other.setActive(second.id, false);
    await decideHeld(organization, other, "reject");
    assert.deepEqual(await look(), ["enabled", true, false]);
    await setGuard(organization, other, 25);
    await other.setActive(second.id, false);
    assert.deepEqual(await look(), ["enabled", true, false], "what is said again ends no override");
    await other.setActive(second.id, true);
    assert.deepEqual(await look(), ["enabled", true, null]);
    await other.setActive(second.id, false);
    assert.deepEqual(await look(), ["disabled", true, false]);
  });

  test("the guard holds whom one more source would disable, until somebody approves", async () => {
    const { organization, other, second, look } = await annOfTwo("all");
    await setGuard(organization, other, 0);
    await other.setActive(second.id, false);
    await other.setActive(second.id, false);
    assert.deepEqual(await look(), ["enabled", true, null]);
    const { items } = await organization.call<{ items: HeldChange[] }>(
      "GET",
      `/organizations/${organization.id}/held-changes`,
    );
    assert.deepEqual(
      items.map(({ target }) => target),
      ["disable"],
    );
    await decideHeld(organization, other, "approve");
    assert.deepEqual(await look(), ["disabled", true, false]);
  });
});

describe("a changed rule decides everybody anew in the background", () => {
  test("by what each source last said, with why, and whoever has one source stays", async () => {
    const { organization, owner, other, second, id } = await annOfTwo();
    await owner.create("Users", { ...person("bob"), active: false });
    const cid = await owner.create("Users", person("cid"));
    await other.create("Users", person("cid"));
    await owner.setActive(cid.id, false);
    await other.setActive(second.id, false);
    const before = { "ann@example.com": "enabled", "bob@example.com": "disabled", "cid@example.com": "disabled" };
    assert.deepEqual(await organization.statuses(), before);

    const preview = `/organizations/${organization.id}/status-rule/preview`;
    const begun = await organization.call<Job>("POST", preview, { rule: "all" });
    await own.server.jobs.run();
    const counted = await organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${begun.id}`);
    assert.deepEqual(
      [counted.kind, counted.title, counted.state, counted.result],
      ["preview-status-rule", "Preview a status rule", "done", { enabled: 0, disabled: 1 }],
    );
    assert.deepEqual(await organization.statuses(), before, "a preview changes nothing");

    const all = await rule(organization, "all");
    const { kind, title, state, done, total, result, sourceApplicationId } = all;
    assert.deepEqual([kind, title, sourceApplicationId], ["apply-status-rule", "Apply the status rule", null]);
    assert.deepEqual([state, done, total, result], ["done", 3, 3, { enabled: 0, disabled: 1 }]);
    assert.deepEqual(await organization.statuses(), { ...before, "ann@example.com": "disabled" });
    const { statusFacts } = await organization.userById(id);
    assert.deepEqual([statusFacts.rule, statusFacts.sourceActive, statusFacts.sourcesActive], ["all", true, false]);
    assert.deepEqual(
      (await organization.links(id)).map(({ sourceApplicationName, active }) => [sourceApplicationName, active]),
      [
        ["Owner", true],
        ["Other", false],
      ],
    );

    const any = await rule(organization, "any");
    assert.deepEqual([any.state, any.result], ["done", { enabled: 2, disabled: 0 }]);
    const now = { ...before, "cid@example.com": "enabled" };
    assert.deepEqual(await organization.statuses(), now);
    const again = await rule(organization, "any");
    assert.deepEqual([again.state, again.result], ["done", { enabled: 0, disabled: 0 }]);

    const back = await rule(organization, "owner");
    assert.deepEqual([back.state, back.result], ["done", { enabled: 0, disabled: 1 }]);
    assert.deepEqual(await organization.statuses(), before);
    const told = (await organization.events()).filter(({ actor }) => actor.startsWith("api-key:"));
    assert.deepEqual(
      told.map(({ type, reason }) => [type, reason]),
      [
        ["user.disabled", 'the status rule is "all": not all linked sources say active'],
        ["user.enabled", 'the status rule is "any": a linked source says active'],
        ["user.enabled", 'the status rule is "any": a linked source says active'],
        ["user.disabled", 'the status rule is "owner": the owning source says inactive'],
      ],
    );
  });

  test("one that was replaced meanwhile ends, and the rule in force decides", async () => {
    const { organization, other, second, look } = await annOfTwo();
    await other.setActive(second.id, false);
    const path = `/organizations/${organization.id}/status-rule`;
    const { job } = await organization.call<{ job: Job }>("PUT", path, { rule: "all" });
    await rule(organization, "any");
    const ended = await organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${job.id}`);
    assert.deepEqual([ended.state, ended.problem], ["failed", '"any" was saved after "all"']);
    assert.equal((await look())[0], "enabled");
    assert.deepEqual(await organization.call("GET", path), { rule: "any" });
  });

  test("people who are written meanwhile end as their sources say", async () => {
    const { organization, owner, other, first, second, look } = await annOfTwo();
    for (let round = 0; round < 6; round += 1) {
      const active = round % 2 === 0;
      const wanted = (["any", "all", "owner"] as const)[round % 3] ?? "owner";
      await Promise.all([
        rule(organization, wanted),
        owner.setActive(first.id, !active),
        other.setActive(second.id, active),
      ]);
      const expected = { any: "enabled", all: "disabled", owner: active ? "disabled" : "enabled" }[wanted];
      await rule(organization, wanted);
      assert.equal((await look())[0], expected, `round ${round}: ${wanted}`);
    }
  });
});

describe("a person's decisions about links", () => {
  async function decide(organization: TestOrganization, source: Source, scimId: string, verb: "own" | "unlink") {
    const path = `/source-applications/${source.applicationId}/links/${scimId}/${verb}`;
    return organization.call("POST", path, verb === "unlink" ? { reason: "not her" } : undefined);
  }

  for (const [wanted, off, before, after] of [
    ["any", "owner", "enabled", "disabled"],
    ["all", "other", "disabled", "enabled"],
  ] as const) {
    test(`${wanted}: the word of a source that is unlinked counts no more`, async () => {
      const { organization, owner, other, first, second, look } = await annOfTwo(wanted);
      await (off === "owner" ? owner.setActive(first.id, false) : other.setActive(second.id, false));
      assert.equal((await look())[0], before);
      await decide(organization, other, second.id, "unlink");
      assert.equal((await look())[0], after);
    });

    test(`${wanted}: moving the ownership changes nobody's word`, async () => {
      const { organization, owner, other, first, second, look } = await annOfTwo(wanted);
      await (off === "owner" ? owner.setActive(first.id, false) : other.setActive(second.id, false));
      await decide(organization, other, second.id, "own");
      assert.deepEqual(await look(), [before, off === "owner", null]);
      await decide(organization, owner, first.id, "own");
      assert.equal((await look())[0], before);
    });
  }

  test("whom nobody owns any more can be given to a source that has them", async () => {
    const { organization, owner, other, first, second, id, look } = await annOfTwo();
    await owner.delete("Users", first.id);
    assert.deepEqual(await look(), ["disabled", false, null]);
    await decide(organization, other, second.id, "own");
    assert.deepEqual(await look(), ["enabled", true, null]);
    const links = (await organization.links(id)).filter(({ state }) => state === "linked");
    assert.deepEqual(
      links.map(({ sourceApplicationName, owning }) => [sourceApplicationName, owning]),
      [["Other", true]],
    );
  });

  test("a link that a person decides leaves the owner's values and the status as the sources say", async () => {
    const organization = await own.organization();
    const owner = await organization.source("Owner");
    const other = await organization.source("Other");
    await rule(organization, "any");
    await owner.create("Users", person("ann", { title: "Chemist" }));
    const waiting = await other.create("Users", { ...person("ann", { title: "Physicist" }), active: false });
    const { id } = await organization.user("ann@example.com");
    await organization.resolve(other, waiting.id, "link", { directoryUserId: id });
    const user = await organization.userById(id);
    assert.deepEqual([user.status, user.attributes["title"]], ["enabled", "Chemist"]);
    await other.setActive(waiting.id, true);
    assert.equal((await organization.userById(id)).attributes["title"], "Chemist");
  });

  test("an application that is deleted takes along only whom no other source has", async () => {
    const { organization, owner, other, look } = await annOfTwo("any");
    await owner.create("Users", person("bob"));
    await organization.deleteApplication(owner, "disable");
    assert.deepEqual(await organization.statuses(), { "ann@example.com": "enabled", "bob@example.com": "disabled" });
    assert.deepEqual(await look(), ["enabled", false, true]);
    await organization.deleteApplication(other, "bin");
    assert.equal((await look())[0], "binned");
  });
});

test("a rule that there is not is refused, and the one in force stays", async () => {
  const organization = await own.organization();
  const path = `/organizations/${organization.id}/status-rule`;
  for (const body of [{ rule: "most" }, {}, { rule: "any", more: 1 }]) {
    const answer = await own.server.api<{ code: string }>("PUT", path, body);
    assert.deepEqual([answer.status, answer.body.code], [400, "request.invalid"]);
  }
  assert.deepEqual(await organization.call("GET", path), { rule: "owner" });
});
