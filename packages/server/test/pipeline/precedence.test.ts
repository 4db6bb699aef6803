import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Job } from "@rollcall/admin-api/jobs.ts";
import type { Precedence } from "@rollcall/admin-api/precedences.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";

// rules.md section 3: which source's value counts where several give one.

// The clock stands before jobs may begin, until a test moves it.
let ahead = 0;
const own = withServer({ now: () => new Date(Date.now() + ahead).toISOString(), jobsWhenTold: true });
const granted = { domains: ["example.com"] };

type Wanted = Readonly<Record<string, readonly Source[]>>;

async function save(organization: TestOrganization, wanted: Wanted): Promise<Precedence & { readonly job: Job }> {
  const precedence = Object.entries(wanted).map(([attribute, sources]) => ({
    attribute,
    sourceApplicationIds: sources.map(({ applicationId }) => applicationId),
  }));
  return organization.call("PUT", `/organizations/${organization.id}/precedence`, { precedence });
}

/** Saves a precedence, and makes everybody's values anew by it. */
async function applied(organization: TestOrganization, wanted: Wanted): Promise<Job> {
  const { job } = await save(organization, wanted);
  ahead += 2_001;
  await own.server.jobs.run();
  return organization.call("GET", `/organizations/${organization.id}/jobs/${job.id}`);
}

const department = (name: string) => ({ [enterpriseUserUrn]: { department: name } });

/** Ann of three sources, each of which says something of title and department. */
async function annOfThree() {
  const organization = await own.organization();
  const owner = await organization.source("Owner", granted);
  const second = await organization.source("Second", granted);
  const third = await organization.source("Third", granted);
  const first = await owner.create("Users", person("ann", { title: "Chemist", ...department("Lab") }));
  const annOfSecond = await second.create("Users", person("ann", { title: "Physicist", ...department("Sales") }));
  const annOfThird = await third.create("Users", person("ann", { title: "Lawyer" }));
  const { id } = await organization.user("ann@example.com");
  /** Value and application of an attribute, then those that lost. */
  const told = async (attribute: string) => {
    const found = (await organization.userById(id)).provenance.find((one) => one.attribute === attribute);
    const others = (found?.others ?? []).map(({ value, from }) => `${from.displayName}: ${String(value)}`);
    return [`${found?.from?.displayName ?? "by hand"}: ${String(found?.value)}`, ...others];
  };
  return { organization, owner, second, third, first, annOfSecond, annOfThird, id, told };
}

describe("for an attribute other sources may come before the owner", () => {
  test("a saved precedence makes everybody's values anew, with the reason, and tells who won and who lost", async () => {
    const { organization, owner, second, third, id, told } = await annOfThree();
    await owner.create("Users", person("bob", { title: "Baker" }));
    assert.deepEqual(await told("title"), ["Owner: Chemist", "Second: Physicist", "Third: Lawyer"]);
    const job = await applied(organization, { title: [third, second] });
    assert.deepEqual(
      [job.kind, job.title, job.state, job.done, job.result],
      ["apply-precedence", "Apply the precedence", "done", 2, { changed: 1 }],
    );
    assert.deepEqual(await told("title"), ["Third: Lawyer", "Second: Physicist", "Owner: Chemist"]);
    assert.deepEqual(await told("department"), ["Owner: Lab", "Second: Sales"]);
    const changed = (await organization.events()).filter(
      ({ type, actor }) => type === "user.changed" && actor !== "source",
    );
    assert.deepEqual(
      changed.map(({ directoryUserId, reason, changes }) => [directoryUserId, reason, changes]),
      [[id, "the precedence of sources was changed", [{ attribute: "title", from: "Chemist", to: "Lawyer" }]]],
    );
    assert.match(changed[0]?.actor ?? "", /^api-key:/);
    const again = await applied(organization, { title: [third, second] });
    assert.deepEqual([again.state, again.result], ["done", { changed: 0 }]);
    const back = await applied(organization, {});
    assert.deepEqual([back.state, back.result], ["done", { changed: 1 }]);
    assert.deepEqual(await told("title"), ["Owner: Chemist", "Second: Physicist", "Third: Lawyer"]);
  });

  test("what a source writes later counts by it, whoever writes, and who gives nothing leaves it to the next", async () => {
    const { organization, owner, second, third, first, annOfSecond, annOfThird, told } = await annOfThree();
    await applied(organization, { title: [third, second] });
    await owner.patch("Users", first.id, { op: "replace", path: "title", value: "Head" });
    assert.equal((await told("title"))[0], "Third: Lawyer");
    await second.patch("Users", annOfSecond.id, { op: "replace", path: "title", value: "Judge" });
    assert.equal((await told("title"))[0], "Third: Lawyer");
    await third.patch("Users", annOfThird.id, { op: "replace", path: "title", value: "Notary" });
    assert.equal((await told("title"))[0], "Third: Notary");
    await third.patch("Users", annOfThird.id, { op: "remove", path: "title" });
    assert.equal((await told("title"))[0], "Second: Judge");
    await second.setActive(annOfSecond.id, false);
    assert.deepEqual(await told("title"), ["Owner: Head"], "a source that says inactive gives none");
    await second.setActive(annOfSecond.id, true);
    assert.equal((await told("title"))[0], "Second: Judge");
    await second.delete("Users", annOfSecond.id);
    assert.deepEqual(await told("title"), ["Owner: Head"]);
  });

  test("somebody whom one more source brings gets its value where it comes first", async () => {
    const organization = await own.organization();
    const owner = await organization.source("Owner", granted);
    const second = await organization.source("Second", granted);
    await applied(organization, { title: [second] });
    await owner.create("Users", person("ann", { title: "Chemist" }));
    await second.create("Users", person("ann", { title: "Physicist" }));
    assert.equal((await organization.user("ann@example.com")).attributes["title"], "Physicist");
  });

  test("a person's links show no difference for a value that another source wins", async () => {
    const { organization, second, id } = await annOfThree();
    await applied(organization, { title: [second] });
    const links = await organization.links(id);
    assert.deepEqual(
      links.map(({ differences }) => differences),
      [[], [], []],
    );
  });

  test("a preview of a mapping knows of it", async () => {
    const { organization, owner, second } = await annOfThree();
    await applied(organization, { title: [second] });
    const path = `/source-applications/${owner.applicationId}/mapping`;
    const mapping = await organization.call<object>("GET", path);
    const preview = await organization.call<{ id: string }>("POST", `${path}/previews`, mapping);
    await own.server.jobs.run();
    const job = await organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${preview.id}`);
    assert.deepEqual([job.state, job.done], ["done", 1]);
    const { items } = await organization.call<{ items: unknown[] }>(
      "GET",
      `${path}/previews/${preview.id}/differences`,
    );
    assert.deepEqual(items, []);
  });

  test("an override stays when the precedence changes, and ends when the source that counts says something else", async () => {
    const { organization, owner, second, first, annOfSecond, told } = await annOfThree();
    const from = new Date(Date.now() + ahead).toISOString();
    await owner.patch("Users", first.id, { op: "replace", path: "title", value: "Wrong" });
    ahead += 10;
    const undo = `/source-applications/${owner.applicationId}/undo`;
    const until = new Date(Date.now() + ahead).toISOString();
    await organization.call("POST", undo, { from, until, reason: "a bad sync" });
    await organization.events();
    ahead += 2_001;
    await own.server.jobs.run();
    assert.equal((await told("title"))[0], "by hand: Chemist");
    await applied(organization, { title: [second] });
    assert.deepEqual(await told("title"), ["by hand: Chemist", "Second: Physicist", "Owner: Wrong", "Third: Lawyer"]);
    await owner.patch("Users", first.id, { op: "replace", path: "title", value: "Right" });
    assert.equal((await told("title"))[0], "by hand: Chemist");
    await second.patch("Users", annOfSecond.id, { op: "replace", path: "title", value: "Judge" });
    assert.equal((await told("title"))[0], "Second: Judge");
  });

  test("a value that makes two people share an e-mail address flags both", async () => {
    const organization = await own.organization();
    const owner = await organization.source("Owner", granted);
    const second = await organization.source("Second", granted);
    await owner.create("Users", person("ann"));
    const ann = await second.create("Users", person("ann"));
    await second.patch("Users", ann.id, {
      op: "replace",
      path: "emails",
      value: [{ value: "bob@example.com", type: "work" }],
    });
    await owner.create("Users", person("bob"));
    await applied(organization, { email: [second] });
    const flags = (await organization.users()).map(({ userName, email, flags: some }) => [userName, email, some]);
    assert.deepEqual(flags, [
      ["ann@example.com", "bob@example.com", ["name-collision"]],
      ["bob@example.com", "bob@example.com", ["name-collision"]],
    ]);
  });

  test("people who are written meanwhile end with the value that counts", async () => {
    const { organization, owner, second, first, annOfSecond, told } = await annOfThree();
    for (let round = 0; round < 6; round += 1) {
      const wins = round % 2 === 0 ? second : owner;
      await Promise.all([
        applied(organization, { title: [wins] }),
        owner.patch("Users", first.id, { op: "replace", path: "title", value: `Owner ${round}` }),
        second.patch("Users", annOfSecond.id, { op: "replace", path: "title", value: `Second ${round}` }),
      ]);
      await applied(organization, { title: [wins] });
      assert.equal((await told("title"))[0], wins === second ? `Second: Second ${round}` : `Owner: Owner ${round}`);
    }
  });
});

describe("a precedence that is saved", () => {
  test("is read with names and labels, and one that was replaced meanwhile is not applied", async () => {
    const { organization, second, third, told } = await annOfThree();
    const first = await save(organization, { title: [third], department: [second, third] });
    assert.deepEqual(
      first.precedence.map(({ attribute, label, applications }) => [
        attribute,
        label,
        applications.map(({ displayName }) => displayName),
      ]),
      [
        ["department", "Department", ["Second", "Third"]],
        ["title", "Title", ["Third"]],
      ],
    );
    await applied(organization, { title: [second] });
    const ended = await organization.call<Job>("GET", `/organizations/${organization.id}/jobs/${first.job.id}`);
    assert.deepEqual(
      [ended.state, ended.problem],
      ["failed", "Another precedence was saved while this one was being applied."],
    );
    assert.equal((await told("title"))[0], "Second: Physicist");
    assert.equal((await told("department"))[0], "Owner: Lab");
    const read = await organization.call<Precedence>("GET", `/organizations/${organization.id}/precedence`);
    assert.deepEqual(
      read.precedence.map(({ attribute }) => attribute),
      ["title"],
    );
    assert.ok(read.attributes.some(({ name, label }) => name === "userName" && label === "Username"));
  });

  test("is refused with all that is wrong, and the one in force stays", async () => {
    const { organization, owner, second } = await annOfThree();
    await applied(organization, { title: [second] });
    const stranger = await (await own.organization()).source("Stranger");
    const path = `/organizations/${organization.id}/precedence`;
    const precedence = [
      { attribute: "shoeSize", sourceApplicationIds: [owner.applicationId] },
      { attribute: "title", sourceApplicationIds: [stranger.applicationId] },
    ];
    const answer = await own.server.api<{ code: string; problems: unknown[] }>("PUT", path, { precedence });
    assert.deepEqual([answer.status, answer.body.code], [400, "precedence.invalid"]);
    assert.deepEqual(answer.body.problems, [
      { where: "/precedence/0/attribute", detail: 'expected a directory attribute of people, found "shoeSize"' },
      {
        where: "/precedence/1/sourceApplicationIds/0",
        detail: `the organization has no source application ${stranger.applicationId}`,
      },
    ]);
    for (const body of [{}, { precedence: [{ attribute: "title" }] }, { precedence: "title" }]) {
      const refused = await own.server.api<{ code: string }>("PUT", path, body);
      assert.deepEqual([refused.status, refused.body.code], [400, "request.invalid"]);
    }
    const read = await organization.call<Precedence>("GET", path);
    assert.deepEqual(read.precedence, [
      { attribute: "title", label: "Title", applications: [{ id: second.applicationId, displayName: "Second" }] },
    ]);
  });
});
