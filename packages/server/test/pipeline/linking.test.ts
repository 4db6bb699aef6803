import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";

// rules.md section 3.

const own = withServer();
const granted = { domains: ["example.com"] };

function department(name: string) {
  return { [enterpriseUserUrn]: { department: name } };
}

/** Whose links are which person, the owner first: application name, state, owning. */
async function linksOf(organization: TestOrganization, userName: string): Promise<string[]> {
  const links = await organization.links((await organization.user(userName)).id);
  return links.map(
    ({ sourceApplicationName, state, owning }) => `${sourceApplicationName} ${state}${owning ? " owning" : ""}`,
  );
}

describe("a link is decided once, when a resource has none; after that only a person changes it", () => {
  test("a changed e-mail never links to somebody else", async () => {
    const organization = await own.organization();
    const first = await organization.source("First");
    await first.create("Users", person("ann"));
    const second = await organization.source("Second", granted);
    const bob = await second.create("Users", person("bob"));
    const before = await organization.user("bob@example.com");
    await second.patch("Users", bob.id, { op: "replace", path: "emails", value: [{ value: "ann@example.com" }] });
    const after = await organization.userById(before.id);
    assert.equal(after.email, "ann@example.com");
    assert.deepEqual(await linksOf(organization, "bob@example.com"), ["Second linked owning"]);
    assert.equal((await organization.users()).length, 2);
  });

  test("a changed mapping never links to somebody else", async () => {
    const organization = await own.organization();
    const first = await organization.source("First");
    await first.create("Users", person("ann"));
    const second = await organization.source("Second", granted);
    const bob = await second.create("Users", person("bob", { nickName: "ann@example.com" }));
    await organization.remap(second, "email", "nickName");
    await second.patch("Users", bob.id, { op: "replace", path: "title", value: "Chemist" });
    assert.equal((await organization.user("bob@example.com")).email, "ann@example.com");
    assert.deepEqual(await linksOf(organization, "bob@example.com"), ["Second linked owning"]);
  });

  test("a link stays when the domain it was made in is taken from the application", async () => {
    const organization = await own.organization();
    const first = await organization.source("First");
    await first.create("Users", person("ann"));
    const second = await organization.source("Second", granted);
    const ann = await second.create("Users", person("ann", { title: "Chemist" }));
    await organization.call("PUT", `/source-applications/${second.applicationId}/domains`, { domains: [] });
    await second.patch("Users", ann.id, { op: "replace", path: "title", value: "Physicist" });
    assert.equal((await organization.user("ann@example.com")).attributes["title"], "Physicist");
  });
});

describe("whose directory user a new resource is", () => {
  test("1. a return comes before a match: the leaver, though somebody else has the e-mail now", async () => {
    const organization = await own.organization();
    const source = await organization.source("Source", granted);
    const ann = await source.create("Users", person("ann", { externalId: "a-1" }));
    const annsPerson = await organization.user("ann@example.com");
    await source.delete("Users", ann.id);
    const other = await organization.source("Other");
    await other.create("Users", person("ann.two", { emails: [{ value: "ann2@example.com", type: "work" }] }));
    await source.create(
      "Users",
      person("ann", { externalId: "a-1", emails: [{ value: "ann2@example.com", type: "work" }] }),
    );
    const returned = await organization.user("ann@example.com");
    assert.equal(returned.id, annsPerson.id);
    assert.equal(returned.status, "enabled");
  });

  test("2. the same e-mail in a granted domain links, in any case, and the first link stays the owner", async () => {
    const organization = await own.organization();
    const first = await organization.source("First");
    await first.create("Users", person("ann"));
    const second = await organization.source("Second", granted);
    await second.create("Users", person("a.example", { emails: [{ value: "ANN@Example.com", type: "work" }] }));
    assert.deepEqual(await linksOf(organization, "ann@example.com"), ["First linked owning", "Second linked"]);
    assert.deepEqual(await organization.eventTypes(), ["user.created", "user.linked"]);
  });

  test("2. a person made by hand is owned by the source that links first", async () => {
    const organization = await own.organization();
    const attributes = { userName: "ann", email: "ann@example.com", department: "Reception" };
    await organization.call("POST", `/organizations/${organization.id}/directory-users`, { attributes });
    const source = await organization.source("Source", granted);
    const ann = await source.create("Users", person("ann"));
    const user = await organization.user("ann@example.com");
    assert.deepEqual([user.status, user.attributes["department"]], ["enabled", "Reception"]);
    await source.setActive(ann.id, false);
    assert.equal((await organization.userById(user.id)).status, "disabled");
  });

  const notLinked: Record<string, (organization: TestOrganization) => Promise<Source>> = {
    "no domain was granted": (organization) => organization.source("Second"),
    "another domain was granted": (organization) => organization.source("Second", { domains: ["example.org"] }),
    "a domain above was granted": (organization) => organization.source("Second", { domains: ["ample.com"] }),
    "the person is protected": async (organization) => {
      await organization.administer("protect", (await organization.user("ann@example.com")).id);
      return organization.source("Second", granted);
    },
    "the person is in the recycle bin": async (organization) => {
      await organization.administer("delete", (await organization.user("ann@example.com")).id);
      return organization.source("Second", granted);
    },
  };
  for (const [why, make] of Object.entries(notLinked)) {
    test(`3. somebody has the e-mail and ${why}: a conflict, answered normally, and nobody is made`, async () => {
      const organization = await own.organization();
      const first = await organization.source("First");
      await first.create("Users", person("ann"));
      const before = await organization.user("ann@example.com");
      const second = await make(organization);
      const ann = await second.create("Users", person("ann", { title: "Chemist" }));
      assert.equal((await second.read("Users", ann.id))["title"], "Chemist");
      const [conflict, ...more] = await organization.conflicts();
      assert.deepEqual(more, []);
      assert.deepEqual(
        [conflict?.scimId, conflict?.sourceApplicationName, conflict?.reason, conflict?.candidates.map(({ id }) => id)],
        [ann.id, "Second", "candidate-not-allowed", [before.id]],
      );
      assert.deepEqual((await organization.userById(before.id)).attributes, before.attributes);
      assert.equal((await organization.users()).length, 1);
    });
  }

  test("3. an application cannot be given a domain that the organization has not declared", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const path = `/source-applications/${source.applicationId}/domains`;
    const answer = await own.server.api<{ code: string }>("PUT", path, { domains: ["example.com"] });
    assert.deepEqual([answer.status, answer.body.code], [409, "domain.not_own"]);
  });

  test("3. the same user name alone is a conflict", async () => {
    const organization = await own.organization();
    const first = await organization.source("First");
    await first.create("Users", person("ann"));
    const second = await organization.source("Second", granted);
    await second.create("Users", person("ann", { emails: [{ value: "a@example.com", type: "work" }] }));
    const reasons = (await organization.conflicts()).map(({ reason }) => reason);
    assert.deepEqual(reasons, ["candidate-not-allowed"]);
  });

  test("3. several candidates are a conflict with all of them", async () => {
    const organization = await own.organization();
    const first = await organization.source("First");
    await first.create("Users", person("ann"));
    await first.create("Users", person("bob"));
    const second = await organization.source("Second", granted);
    await second.create("Users", person("ann", { emails: [{ value: "bob@example.com", type: "work" }] }));
    const [conflict] = await organization.conflicts();
    assert.equal(conflict?.reason, "several-candidates");
    assert.deepEqual(conflict?.candidates.map(({ userName }) => userName ?? "").sort(), [
      "ann@example.com",
      "bob@example.com",
    ]);
  });

  test("3. two users of one application with one e-mail are a conflict, not one person", async () => {
    const organization = await own.organization();
    const source = await organization.source("Source", granted);
    await source.create("Users", person("ann"));
    await source.create("Users", person("bob", { emails: [{ value: "ann@example.com", type: "work" }] }));
    const reasons = (await organization.conflicts()).map(({ reason }) => reason);
    assert.deepEqual(reasons, ["candidate-linked-already"]);
    assert.equal((await organization.users()).length, 1);
  });

  test("4. otherwise somebody new", async () => {
    const organization = await own.organization();
    const first = await organization.source("First");
    await first.create("Users", person("ann"));
    const second = await organization.source("Second", granted);
    await second.create("Users", person("bob"));
    assert.deepEqual(await organization.statuses(), { "ann@example.com": "enabled", "bob@example.com": "enabled" });
  });
});

describe("a conflict waits for a person", () => {
  async function conflicting() {
    const organization = await own.organization();
    const first = await organization.source("First");
    await first.create("Users", person("ann"));
    const second = await organization.source("Second");
    const ann = await second.create("Users", person("ann", { title: "Chemist" }));
    const candidate = await organization.user("ann@example.com");
    return { organization, first, second, ann, candidate };
  }

  test("its resource is written, read, listed and filtered like any other, and nothing of it reaches the directory", async () => {
    const { organization, second, ann, candidate } = await conflicting();
    await second.patch("Users", ann.id, { op: "replace", path: "title", value: "Physicist" });
    assert.deepEqual(await organization.lastOutcome(second), {
      outcome: "conflict",
      reason: "waits for a person to decide whom it concerns",
    });
    const [found] = await second.find("Users", 'title eq "physicist"');
    assert.deepEqual(found, await second.read("Users", ann.id));
    assert.equal((await organization.conflicts()).length, 1);
    assert.deepEqual(await organization.userById(candidate.id), candidate);
  });

  test("Link makes the resource this person: its values fill what the owner leaves empty", async () => {
    const { organization, second, ann, candidate } = await conflicting();
    await second.patch("Users", ann.id, { op: "replace", path: "title", value: "Physicist" });
    await organization.resolve(second, ann.id, "link", { directoryUserId: candidate.id });
    assert.deepEqual(await organization.conflicts(), []);
    assert.deepEqual(await linksOf(organization, "ann@example.com"), ["First linked owning", "Second linked"]);
    assert.equal((await organization.userById(candidate.id)).attributes["title"], "Physicist");
    const linked = (await organization.events()).find(({ type }) => type === "user.linked");
    assert.match(linked?.actor ?? "", /^api-key:/);
  });

  test("Create makes somebody new with the same name", async () => {
    const { organization, second, ann } = await conflicting();
    await organization.resolve(second, ann.id, "create");
    assert.deepEqual(await organization.conflicts(), []);
    const users = await organization.users();
    assert.deepEqual(
      users.map(({ userName, attributes }) => [userName, attributes["title"]]),
      [
        ["ann@example.com", undefined],
        ["ann@example.com", "Chemist"],
      ],
    );
  });

  test("Ignore leaves the resource to SCIM; it can still be linked later", async () => {
    const { organization, second, ann, candidate } = await conflicting();
    await organization.resolve(second, ann.id, "ignore");
    assert.deepEqual(await organization.conflicts(), []);
    await second.patch("Users", ann.id, { op: "replace", path: "title", value: "Physicist" });
    assert.deepEqual(await organization.lastOutcome(second), {
      outcome: "unchanged",
      reason: "an administrator ignores this resource",
    });
    assert.equal((await organization.users()).length, 1);
    await organization.resolve(second, ann.id, "link", { directoryUserId: candidate.id });
    assert.equal((await organization.userById(candidate.id)).attributes["title"], "Physicist");
  });

  test("a resource that is deleted while it waits takes its conflict along", async () => {
    const { organization, second, ann, candidate } = await conflicting();
    await second.delete("Users", ann.id);
    assert.deepEqual(await organization.conflicts(), []);
    assert.deepEqual(await organization.userById(candidate.id), candidate);
  });

  test("a person who is another resource of the application already cannot be linked", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    await source.create("Users", person("ann"));
    const same = await source.create("Users", person("bob", { emails: [{ value: "ann@example.com" }] }));
    const path = `/source-applications/${source.applicationId}/conflicts/${same.id}/link`;
    const directoryUserId = (await organization.user("ann@example.com")).id;
    const answer = await own.server.api<{ code: string }>("POST", path, { directoryUserId });
    assert.deepEqual([answer.status, answer.body.code], [400, "conflict.candidate_unknown"]);
    assert.equal((await organization.conflicts()).length, 1);
  });
});

describe("two applications creating the same person at once", () => {
  const rounds = 50;

  async function race(organization: TestOrganization, sources: readonly Source[]): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const body = person(`person${round}`);
      await Promise.all(sources.map((source) => source.create("Users", body)));
    }
    const names = (await organization.users()).map(({ userName }) => userName);
    assert.equal(new Set(names).size, rounds);
    assert.equal(names.length, rounds, "somebody was made twice");
  }

  test(`never make two people: somebody and a conflict, ${rounds} times`, async () => {
    const organization = await own.organization();
    const sources = await Promise.all(["First", "Second", "Third"].map((name) => organization.source(name)));
    await race(organization, sources);
    assert.equal((await organization.conflicts()).length, rounds * 2);
  });

  test(`make one person with two links where the domain was granted, ${rounds} times`, async () => {
    const organization = await own.organization();
    const first = await organization.source("First", granted);
    const second = await organization.source("Second", granted);
    await race(organization, [first, second]);
    assert.deepEqual(await organization.conflicts(), []);
    for (const { id } of await organization.users()) {
      const links = await organization.links(id);
      assert.deepEqual(
        links.map(({ state, owning }) => [state, owning]),
        [
          ["linked", true],
          ["linked", false],
        ],
      );
    }
  });

  test("never make two people when an administrator makes the same one by hand in that moment", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    for (let round = 0; round < 20; round += 1) {
      const attributes = { userName: `person${round}@example.com`, email: `person${round}@example.com` };
      await Promise.all([
        source.create("Users", person(`person${round}`)),
        own.server.api("POST", `/organizations/${organization.id}/directory-users`, { attributes }),
      ]);
    }
    assert.equal((await organization.users()).length, 20);
  });
});

describe("only the owner drives status and bin", () => {
  async function shared() {
    const organization = await own.organization();
    const owner = await organization.source("Owner", granted);
    const other = await organization.source("Other", granted);
    const first = await owner.create("Users", person("ann", department("Lab")));
    const second = await other.create("Users", person("ann", { title: "Chemist", ...department("Sales") }));
    const group = await other.create("Groups", { displayName: "Others", members: [{ value: second.id }] });
    const { id } = await organization.user("ann@example.com");
    return { organization, owner, other, first, second, group, id };
  }

  test("another application's deactivation ends only its own values and memberships", async () => {
    const { organization, owner, other, second, id } = await shared();
    assert.deepEqual(await organization.groupsOf(id), ["Others"]);
    await other.setActive(second.id, false);
    const user = await organization.userById(id);
    assert.deepEqual([user.status, user.attributes["title"]], ["enabled", undefined]);
    assert.deepEqual(await organization.groupsOf(id), []);
    assert.deepEqual(await linksOf(organization, "ann@example.com"), ["Owner linked owning", "Other linked"]);
    await other.setActive(second.id, true);
    assert.equal((await organization.userById(id)).attributes["title"], "Chemist");
    assert.deepEqual(await organization.groupsOf(id), ["Others"]);
    assert.equal((await owner.send("GET", "/Users")).body["totalResults"], 1);
  });

  test("another application's DELETE ends only its own link, values and memberships", async () => {
    const { organization, other, second, group, id } = await shared();
    await other.delete("Users", second.id);
    const user = await organization.userById(id);
    assert.deepEqual([user.status, user.attributes["title"]], ["enabled", undefined]);
    assert.deepEqual(await organization.groupsOf(id), []);
    assert.deepEqual(await other.memberIds(group.id), []);
    assert.deepEqual(await linksOf(organization, "ann@example.com"), ["Owner linked owning", "Other closed"]);
  });

  test("the owner's deactivation disables, whatever another application says", async () => {
    const { organization, owner, other, first, second, id } = await shared();
    await owner.setActive(first.id, false);
    await other.setActive(second.id, false);
    await other.setActive(second.id, true);
    assert.equal((await organization.userById(id)).status, "disabled");
    assert.deepEqual(await organization.groupsOf(id), []);
  });

  test("for a value that several give the owner wins, and others fill what is empty", async () => {
    const { organization, owner, other, first, id } = await shared();
    const provenance = async () =>
      new Map(
        (await organization.userById(id)).provenance.map(({ attribute, value, from }) => [
          attribute,
          [value, from?.displayName],
        ]),
      );
    assert.deepEqual((await provenance()).get("department"), ["Lab", "Owner"]);
    assert.deepEqual((await provenance()).get("title"), ["Chemist", "Other"]);
    await owner.patch("Users", first.id, { op: "remove", path: `${enterpriseUserUrn}:department` });
    assert.deepEqual((await provenance()).get("department"), ["Sales", "Other"]);
    await owner.patch("Users", first.id, { op: "add", path: "title", value: "Head" });
    assert.deepEqual((await provenance()).get("title"), ["Head", "Owner"]);
    assert.equal((await other.find("Users", 'title eq "Chemist"')).length, 1);
  });

  test("of two who fill what is empty the one linked first wins, whoever writes last", async () => {
    const { organization, other, second, id } = await shared();
    const third = await organization.source("Third", granted);
    const { id: thirdId } = await third.create("Users", person("ann", { title: "Physicist", nickName: "Annie" }));
    const title = async () => (await organization.userById(id)).attributes["title"];
    assert.equal(await title(), "Chemist");
    await third.patch("Users", thirdId, { op: "replace", path: "userType", value: "Guest" });
    assert.equal(await title(), "Chemist");
    await other.patch("Users", second.id, { op: "replace", path: "userType", value: "Contractor" });
    assert.equal(await title(), "Chemist");
    assert.equal((await organization.userById(id)).attributes["userType"], "Contractor");
    await other.setActive(second.id, false);
    assert.equal(await title(), "Physicist");
  });

  test("values of an owner that is gone stay until another source gives one", async () => {
    const { organization, owner, other, first, second, id } = await shared();
    await owner.delete("Users", first.id);
    await other.patch("Users", second.id, { op: "replace", path: "title", value: "Physicist" });
    const { attributes } = await organization.userById(id);
    assert.deepEqual([attributes["title"], attributes["department"]], ["Physicist", "Sales"]);
    assert.equal(attributes["givenName"], "Ann");
    await other.patch("Users", second.id, { op: "remove", path: "name" });
    assert.equal((await organization.userById(id)).attributes["givenName"], undefined);
  });

  test("values of both are there when both write at the same moment", async () => {
    const { organization, owner, other, first, second, id } = await shared();
    for (let round = 0; round < 30; round += 1) {
      const gives = round % 2 === 0 ? `Lab ${round}` : null;
      await Promise.all([
        owner.patch("Users", first.id, { op: "replace", path: `${enterpriseUserUrn}:department`, value: gives }),
        other.patch("Users", second.id, {
          op: "replace",
          path: `${enterpriseUserUrn}:department`,
          value: `Sales ${round}`,
        }),
      ]);
      const { attributes } = await organization.userById(id);
      assert.equal(attributes["department"], gives ?? `Sales ${round}`, `round ${round}`);
    }
  });
});

describe("names are not made unique by refusing", () => {
  test("a new e-mail or user name that somebody has is applied, and both are flagged", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    await source.create("Users", person("ann"));
    const bob = await source.create("Users", person("bob"));
    const answer = await source.patch("Users", bob.id, {
      op: "replace",
      path: 'emails[type eq "work"].value',
      value: "ann@example.com",
    });
    assert.equal(answer.status, 200);
    const [ann, changed] = [await organization.user("ann@example.com"), await organization.user("bob@example.com")];
    assert.equal(changed.email, "ann@example.com");
    assert.deepEqual([ann.flags, changed.flags], [["name-collision"], ["name-collision"]]);
  });

  test("the flag goes with the last who shared the name", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const email = (user: { id: string }, value: string) =>
      source.patch("Users", user.id, { op: "replace", path: 'emails[type eq "work"].value', value });
    await source.create("Users", person("ann"));
    const bob = await source.create("Users", person("bob"));
    const cleo = await source.create("Users", person("cleo"));
    const flags = async () =>
      Promise.all(["ann", "bob", "cleo"].map(async (name) => (await organization.user(`${name}@example.com`)).flags));
    const flagged = ["name-collision"];
    await email(bob, "ann@example.com");
    await email(cleo, "ann@example.com");
    assert.deepEqual(await flags(), [flagged, flagged, flagged]);
    await email(cleo, "cleo@example.com");
    assert.deepEqual(await flags(), [flagged, flagged, []]);
    await email(bob, "bob@example.com");
    assert.deepEqual(await flags(), [[], [], []]);
  });
});

describe("an administrator decides about a link", () => {
  /** Ann, owned by First and linked to Second as well, which is told her title and department. */
  async function annOfTwo() {
    const organization = await own.organization();
    const first = await organization.source("First");
    const second = await organization.source("Second", granted);
    const annOfFirst = await first.create("Users", person("ann", { title: "Chemist" }));
    const annOfSecond = await second.create("Users", {
      ...person("ann", { title: "Physicist" }),
      ...department("Labs"),
    });
    const { id } = await organization.user("ann@example.com");
    const decide = (source: Source, scimId: string, verb: "own" | "unlink") =>
      organization.server.api<{ outcome?: string; code?: string }>(
        "POST",
        `/source-applications/${source.applicationId}/links/${scimId}/${verb}`,
        verb === "unlink" ? { reason: "asked for" } : undefined,
      );
    return { organization, first, second, annOfFirst, annOfSecond, id, decide };
  }

  test("the ownership moves: status and first values follow the new owner, and the old one keeps its link", async () => {
    const { organization, first, second, annOfFirst, annOfSecond, id, decide } = await annOfTwo();
    assert.equal((await organization.userById(id)).attributes["title"], "Chemist");
    assert.deepEqual((await decide(second, annOfSecond.id, "own")).body, { outcome: "applied", reason: null });
    assert.deepEqual(await linksOf(organization, "ann@example.com"), ["Second linked owning", "First linked"]);
    assert.equal((await organization.userById(id)).attributes["title"], "Physicist");
    await first.setActive(annOfFirst.id, false);
    assert.equal((await organization.userById(id)).status, "enabled", "the former owner drives the status no more");
    await second.setActive(annOfSecond.id, false);
    assert.equal((await organization.userById(id)).status, "disabled");
    const again = await decide(second, annOfSecond.id, "own");
    assert.deepEqual([again.status, again.body.code], [409, "link.owning"]);
    const { items } = await organization.call<{ items: { type: string; reason: string | null; actorName: string }[] }>(
      "GET",
      `/organizations/${organization.id}/directory-users/${id}/timeline`,
    );
    const moved = items.find(({ reason }) => reason === '"Second" owns this person from now on');
    assert.deepEqual([moved?.type, moved?.actorName], ["user.changed", "First owner"]);
  });

  test("a new owner that says inactive disables at once, as its next write would", async () => {
    const { organization, second, annOfSecond, id, decide } = await annOfTwo();
    await second.setActive(annOfSecond.id, false);
    assert.equal((await organization.userById(id)).status, "enabled");
    await decide(second, annOfSecond.id, "own");
    assert.equal((await organization.userById(id)).status, "disabled");
  });

  test("an unlinked resource gives nothing any more, waits for a decision, and no write links it again", async () => {
    const { organization, second, annOfSecond, id, decide } = await annOfTwo();
    const group = await second.create("Groups", { displayName: "Labs", members: [{ value: annOfSecond.id }] });
    assert.deepEqual(await organization.groupsOf(id), ["Labs"]);
    assert.equal((await decide(second, annOfSecond.id, "unlink")).body.outcome, "applied");
    const ann = await organization.userById(id);
    assert.deepEqual(
      [ann.attributes["department"], ann.attributes["title"], ann.status],
      [undefined, "Chemist", "enabled"],
    );
    assert.deepEqual(await organization.groupsOf(id), []);
    assert.deepEqual(await linksOf(organization, "ann@example.com"), ["First linked owning"]);
    await second.patch("Users", annOfSecond.id, { op: "replace", path: "title", value: "Lawyer" });
    assert.deepEqual(await linksOf(organization, "ann@example.com"), ["First linked owning"]);
    const [conflict] = await organization.conflicts();
    assert.deepEqual(
      [conflict?.reason, conflict?.scimId, conflict?.candidates.map((candidate) => candidate.id)],
      ["unlinked-by-administrator", annOfSecond.id, [id]],
    );
    assert.equal((await second.read("Users", annOfSecond.id))["title"], "Lawyer", "SCIM reads what was written");
    await organization.resolve(second, annOfSecond.id, "link", { directoryUserId: id });
    assert.deepEqual(await organization.groupsOf(id), ["Labs"]);
    assert.equal((await organization.userById(id)).attributes["department"], "Labs");
    assert.equal((await second.read("Groups", group.id))["displayName"], "Labs");
  });

  test("the owning link is unlinked only when it is the last, and leaves the person as it is", async () => {
    const { organization, first, second, annOfFirst, annOfSecond, id, decide } = await annOfTwo();
    const refused = await decide(first, annOfFirst.id, "unlink");
    assert.deepEqual([refused.status, refused.body.code], [409, "link.owning"]);
    await decide(second, annOfSecond.id, "unlink");
    await decide(first, annOfFirst.id, "unlink");
    const ann = await organization.userById(id);
    assert.deepEqual([ann.status, ann.attributes["title"]], ["enabled", "Chemist"]);
    assert.deepEqual(await organization.links(id), []);
    await first.setActive(annOfFirst.id, false);
    assert.equal((await organization.userById(id)).status, "enabled");
    const gone = await decide(first, annOfFirst.id, "unlink");
    assert.deepEqual([gone.status, gone.body.code], [404, "link.not_found"]);
  });
});
