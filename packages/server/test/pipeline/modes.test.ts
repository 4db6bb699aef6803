import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { rowsOf, snapshot } from "../support/snapshot.ts";
import type { CreatedApplication } from "../support/server.ts";
import { type AnsweredResource, person, Source } from "../support/source.ts";

// rules.md section 6, but for the guard.

const own = withServer();

/** What a source has written before its mode changes. */
interface Start {
  readonly organization: TestOrganization;
  readonly source: Source;
  readonly ann: AnsweredResource;
  readonly bob: AnsweredResource;
  readonly cid: AnsweredResource;
  /** Ann and Bob. */
  readonly lab: AnsweredResource;
  /** Cid. */
  readonly office: AnsweredResource;
}

async function start(policy = { deleteDeactivatedUsers: false }): Promise<Start> {
  const organization = await own.organization();
  const source = await organization.source("Source", { policy });
  const [ann, bob, cid] = [
    await source.create("Users", person("ann", { externalId: "a-1" })),
    await source.create("Users", person("bob")),
    await source.create("Users", person("cid", { title: "Clerk" })),
  ];
  const members = [{ value: ann.id }, { value: bob.id }];
  const lab = await source.create("Groups", { displayName: "Lab", members });
  const office = await source.create("Groups", { displayName: "Office", members: [{ value: cid.id }] });
  return { organization, source, ann, bob, cid, lab, office };
}

/** The directory without what time and chance gave it, to be compared with another organization's. */
async function directory({ organization }: Start): Promise<object> {
  const people = await Promise.all(
    (await organization.users()).map(async ({ id, userName, status, attributes, flags, missing }) => {
      const links = (await organization.links(id)).map(({ state, owning, held }) => ({ state, owning, held }));
      const groups = await organization.groupsOf(id);
      return { userName, status, attributes, flags, missing, links, groups };
    }),
  );
  const groups = await Promise.all(
    (await organization.groups()).map(async ({ id, displayName, status, attributes, provisionedMembers }) => {
      const members = await organization.members(id);
      return { displayName, status, attributes, provisionedMembers, members };
    }),
  );
  const conflicts = (await organization.conflicts()).map(({ reason, userName }) => ({ reason, userName }));
  return { people: people.sort(byText), groups: groups.sort(byText), conflicts };
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

/** All tables that say what is in force. */
async function inForce(): Promise<object> {
  const { directory_users, directory_groups, directory_group_members } = await snapshot(own.server.database);
  return { directory_users, directory_groups, directory_group_members };
}

const stories: Record<string, (scene: Start) => Promise<unknown>> = {
  "somebody new joins a group": async ({ source, lab }) => {
    const dan = await source.create("Users", person("dan"));
    await source.addMembers(lab.id, dan.id);
  },
  "somebody who is there joins a group": ({ source, cid, lab }) => source.addMembers(lab.id, cid.id),
  "a member leaves": ({ source, ann, lab }) => source.removeMembers(lab.id, ann.id),
  "a member leaves and comes back": async ({ source, ann, lab }) => {
    await source.removeMembers(lab.id, ann.id);
    await source.addMembers(lab.id, ann.id);
  },
  "somebody joins and leaves again": async ({ source, cid, lab }) => {
    await source.addMembers(lab.id, cid.id);
    await source.removeMembers(lab.id, cid.id);
  },
  "all members are replaced": ({ source, cid, lab }) =>
    source.replace("Groups", lab.id, { displayName: "Lab", members: [{ value: cid.id }] }),
  "a value changes, and changes back": async ({ source, cid }) => {
    await source.patch("Users", cid.id, { op: "replace", path: "title", value: "Chief" });
    await source.patch("Users", cid.id, { op: "replace", path: "title", value: "Clerk" });
  },
  "somebody moves to another department and another group": async ({ source, ann, lab, office }) => {
    await source.patch("Users", ann.id, { op: "add", path: `${enterpriseUserUrn}:department`, value: "Sales" });
    await source.removeMembers(lab.id, ann.id);
    await source.addMembers(office.id, ann.id);
  },
  "somebody is deactivated": ({ source, ann }) => source.setActive(ann.id, false),
  "somebody is deactivated and activated": async ({ source, ann }) => {
    await source.setActive(ann.id, false);
    await source.setActive(ann.id, true);
  },
  "somebody is renamed": ({ source, bob }) => source.replace("Users", bob.id, person("robert", { userName: "robert" })),
  "a member is deleted": ({ source, ann }) => source.delete("Users", ann.id),
  "a member is deleted who joined another group before": async ({ source, ann, office }) => {
    await source.addMembers(office.id, ann.id);
    await source.delete("Users", ann.id);
  },
  "a member is deleted and returns": async ({ source, ann, office }) => {
    await source.delete("Users", ann.id);
    const again = await source.create("Users", person("ann", { externalId: "a-1", title: "Chemist" }));
    await source.addMembers(office.id, again.id);
  },
  "somebody is deleted and somebody else has the user name": async ({ source, ann }) => {
    await source.delete("Users", ann.id);
    await source.create("Users", person("ann", { externalId: "a-2" }));
  },
  "two users have one e-mail": ({ source }) =>
    source.create("Users", person("dan", { emails: [{ value: "ann@example.com" }] })),
  "a group is created": ({ source, ann }) =>
    source.create("Groups", { displayName: "Choir", members: [{ value: ann.id }] }),
  "a group is created with a new person": async ({ source }) => {
    const dan = await source.create("Users", person("dan"));
    await source.create("Groups", { displayName: "Choir", members: [{ value: dan.id }] });
  },
  "a group is renamed": ({ source, lab }) =>
    source.patch("Groups", lab.id, { op: "replace", path: "displayName", value: "Laboratory" }),
  "a group is deleted": ({ source, lab }) => source.delete("Groups", lab.id),
  "a group is deleted after somebody joined and somebody left": async ({ source, lab, ann, cid }) => {
    await source.addMembers(lab.id, cid.id);
    await source.removeMembers(lab.id, ann.id);
    await source.delete("Groups", lab.id);
  },
  "a group is deleted and created again": async ({ source, lab, cid }) => {
    await source.delete("Groups", lab.id);
    await source.create("Groups", { displayName: "Lab", members: [{ value: cid.id }] });
  },
  "a group is created and renamed, and its member deactivated": async ({ source, ann }) => {
    const choir = await source.create("Groups", { displayName: "Choir", members: [{ value: ann.id }] });
    await source.patch("Groups", choir.id, { op: "replace", path: "displayName", value: "Band" });
    await source.setActive(ann.id, false);
  },
  "somebody new is changed twice and deactivated": async ({ source, lab }) => {
    const dan = await source.create("Users", person("dan"));
    await source.addMembers(lab.id, dan.id);
    await source.patch("Users", dan.id, { op: "add", path: "title", value: "Clerk" });
    await source.patch("Users", dan.id, { op: "add", path: "title", value: "Chief" });
    await source.setActive(dan.id, false);
  },
  "members are replaced after one of them was deleted": async ({ source, lab, ann, cid }) => {
    await source.delete("Users", ann.id);
    await source.replace("Groups", lab.id, { displayName: "Lab", members: [{ value: cid.id }] });
  },
  "two groups swap their members": async ({ source, lab, office, ann, bob, cid }) => {
    await source.replace("Groups", lab.id, { displayName: "Lab", members: [{ value: cid.id }] });
    await source.replace("Groups", office.id, {
      displayName: "Office",
      members: [{ value: ann.id }, { value: bob.id }],
    });
  },
  "a group joins a group": ({ source, lab, office }) => source.addMembers(office.id, lab.id),
};

for (const mode of ["observe", "paused"] as const) {
  describe(`${mode}, then live`, () => {
    for (const [name, story] of Object.entries(stories)) {
      test(`${name}: nothing in the directory, then what a live application has`, async () => {
        const live = await start();
        await story(live);
        const held = await start();
        await held.organization.setMode(held.source, mode);
        const before = [await directory(held), await inForce()];
        await story(held);
        const during = [await directory(held), await inForce()];
        assert.deepEqual(withoutWaiting(during), withoutWaiting(before));
        await held.organization.resume(held.source);
        assert.deepEqual(await directory(held), await directory(live));
        assert.deepEqual(await exceptionsOf(held), []);
        assert.deepEqual(await scimView(held), await scimView(live));
      });
    }

    test("what comes and goes meanwhile leaves no trace in the directory", async () => {
      const held = await start();
      const before = await directory(held);
      await held.organization.setMode(held.source, mode);
      const dan = await held.source.create("Users", person("dan"));
      const choir = await held.source.create("Groups", { displayName: "Choir", members: [{ value: dan.id }] });
      await held.source.addMembers(held.lab.id, dan.id);
      await held.source.delete("Users", dan.id);
      await held.source.delete("Groups", choir.id);
      await held.organization.resume(held.source);
      assert.deepEqual(await directory(held), before);
      assert.deepEqual(await exceptionsOf(held), []);
    });

    test("the toggle of the policy decides at the end, on what the source says then", async () => {
      const held = await start();
      await held.organization.setMode(held.source, mode);
      await held.source.setActive(held.ann.id, false);
      await held.source.setActive(held.bob.id, false);
      await held.source.setActive(held.bob.id, true);
      const path = `/source-applications/${held.source.applicationId}/deprovisioning-policy`;
      await held.organization.call("PUT", path, { deleteDeactivatedUsers: true });
      await held.organization.resume(held.source);
      assert.deepEqual(await held.organization.statuses(), {
        "ann@example.com": "binned",
        "bob@example.com": "enabled",
        "cid@example.com": "enabled",
      });
    });
  });
}

/** What SCIM reads, by names instead of ids. */
async function scimView({ source }: Start): Promise<object> {
  const users = (await source.send("GET", "/Users")).body["Resources"] as AnsweredResource[];
  const groups = (await source.send("GET", "/Groups")).body["Resources"] as AnsweredResource[];
  const ids: ReadonlySet<string> = new Set(["id", "meta", "value", "$ref"]);
  const withoutIds = (resource: AnsweredResource): unknown =>
    JSON.parse(JSON.stringify(resource, (key, value: unknown) => (ids.has(key) ? undefined : value)));
  const version = ({ meta }: AnsweredResource) => meta["version"];
  return {
    users: users.map((user) => [withoutIds(user), version(user)]).sort(byText),
    groups: groups.map((group) => [withoutIds(group), version(group)]).sort(byText),
  };
}

/** That effects wait shows at the links, and how many members the source says. */
function withoutWaiting(states: unknown): unknown {
  return JSON.parse(
    JSON.stringify(states, (key, value) => (key === "held" || key === "provisionedMembers" ? undefined : value)),
  );
}

async function exceptionsOf({ organization }: Start): Promise<object[]> {
  return own.server.database.pool.query(
    unnamedStatement("select * from membership_exceptions where organization_id = $1"),
    [organization.id],
  );
}

describe("paused", () => {
  test("a person whom two sources write keeps what the paused one gave before, whatever the other one sends", async () => {
    const organization = await own.organization();
    const domains = ["example.com"];
    const owner = await organization.source("Owner", { domains });
    const other = await organization.source("Other", { domains });
    const first = await owner.create("Users", person("ann"));
    const second = await other.create("Users", person("ann", { title: "Clerk", nickName: "Annie" }));
    const lab = await other.create("Groups", { displayName: "Lab", members: [{ value: second.id }] });
    await organization.setMode(other, "paused");
    await other.patch("Users", second.id, { op: "replace", path: "title", value: "Chief" });
    await other.setActive(second.id, false);
    await owner.patch("Users", first.id, { op: "add", path: "userType", value: "Employee" });
    const { id } = await organization.user("ann@example.com");
    assert.equal((await organization.userById(id)).attributes["title"], "Clerk");
    assert.deepEqual(await organization.members((await organization.group("Lab")).id), ["ann@example.com"]);
    await other.delete("Users", second.id);
    await owner.patch("Users", first.id, { op: "add", path: "userType", value: "Manager" });
    assert.equal((await organization.userById(id)).attributes["title"], "Clerk");
    assert.deepEqual(await organization.members((await organization.group("Lab")).id), ["ann@example.com"]);
    await organization.resume(other);
    assert.equal((await organization.userById(id)).attributes["title"], undefined);
    assert.deepEqual(await organization.members((await organization.group("Lab")).id), []);
    assert.deepEqual(await other.memberIds(lab.id), []);
  });

  test("a repeated PATCH holds nothing twice", async () => {
    const { organization, source, ann } = await start();
    await organization.setMode(source, "paused");
    await source.setActive(ann.id, false);
    await source.setActive(ann.id, false);
    const held = (await organization.events()).filter(({ outcome }) => outcome === "held");
    assert.deepEqual(
      held.map(({ type }) => type),
      ["user.disabled"],
    );
  });

  test("an administrator's word is in force at once", async () => {
    const { organization, source, ann } = await start();
    await organization.setMode(source, "paused");
    await source.patch("Users", ann.id, { op: "add", path: "title", value: "Chief" });
    const { id } = await organization.user("ann@example.com");
    await organization.administer("disable", id);
    assert.equal((await organization.userById(id)).status, "disabled");
    await organization.resume(source);
    const user = await organization.userById(id);
    assert.deepEqual([user.status, user.attributes["title"]], ["disabled", "Chief"]);
  });

  test("a person's decision of a conflict is in force at once", async () => {
    const { organization } = await start();
    const second = await organization.source("Second");
    const ann = await second.create("Users", person("ann", { title: "Chief" }));
    await organization.setMode(second, "paused");
    const { id } = await organization.user("ann@example.com");
    await organization.resolve(second, ann.id, "link", { directoryUserId: id });
    assert.deepEqual(await organization.conflicts(), []);
    assert.equal((await organization.userById(id)).attributes["title"], "Chief");
    await organization.resume(second);
    assert.deepEqual(await organization.conflicts(), []);
    assert.equal((await organization.links(id)).length, 2);
  });

  test("what a source wrote while the mode changed is never left behind", async () => {
    const { organization, source, ann } = await start();
    const { id } = await organization.user("ann@example.com");
    let written = 0;
    let writing = true;
    const writer = (async () => {
      for (; writing; written += 1) {
        await source.patch("Users", ann.id, { op: "replace", path: "title", value: `Title ${written}` });
      }
    })();
    for (let round = 0; round < 15; round += 1) {
      await organization.setMode(source, "paused");
      await organization.resume(source);
    }
    writing = false;
    await writer;
    await own.server.finishing.run();
    assert.ok(written > 15, `only ${written} writes`);
    assert.equal((await organization.userById(id)).attributes["title"], `Title ${written - 1}`);
    assert.deepEqual(
      (await organization.links(id)).map(({ held }) => held),
      [false],
    );
  });
});

describe("refusing", () => {
  test("answers 503 with Retry-After to everything, and nothing changes", async () => {
    const { organization, source, ann, lab } = await start();
    await organization.setMode(source, "refusing");
    // Applications of other tests may still be caught up with.
    const ownRows = async () => rowsOf(await snapshot(own.server.database), organization.id);
    const before = await ownRows();
    const requests: readonly [string, string, object?][] = [
      ["GET", "/Users"],
      ["GET", `/Users/${ann.id}`],
      ["POST", "/Users", person("dan")],
      ["PUT", `/Users/${ann.id}`, person("ann", { active: false })],
      ["PATCH", `/Groups/${lab.id}`, { Operations: [{ op: "remove", path: "members" }] }],
      ["DELETE", `/Users/${ann.id}`],
      ["GET", "/Schemas"],
    ];
    for (const [method, path, body] of requests) {
      const answer = await source.send(method, path, body as never);
      assert.equal(answer.status, 503, `${method} ${path}`);
      assert.equal(answer.headers.get("retry-after"), "300");
      assert.deepEqual(answer.body["schemas"], ["urn:ietf:params:scim:api:messages:2.0:Error"]);
      assert.equal(answer.body["status"], "503");
    }
    assert.deepEqual(await ownRows(), before);
    await organization.resume(source);
    assert.equal((await source.send("GET", `/Users/${ann.id}`)).status, 200);
  });
});

describe("deleting an application", () => {
  async function afterDeletion(people?: "keep" | "disable" | "bin") {
    const scene = await start();
    const before = await directory(scene);
    await scene.organization.deleteApplication(scene.source, people);
    return { ...scene, before };
  }

  const fates = { keep: "enabled", disable: "disabled", bin: "binned" } as const;
  for (const [people, status] of Object.entries(fates) as [keyof typeof fates, string][]) {
    test(`${people}: its people are ${status} and its links closed`, async () => {
      const { organization } = await afterDeletion(people);
      for (const user of await organization.users()) {
        assert.equal(user.status, status);
        const links = await organization.links(user.id);
        assert.deepEqual(
          links.map(({ state, held }) => [state, held]),
          [["closed", false]],
        );
      }
    });
  }

  test("asks nothing: keep is what happens when nothing is said", async () => {
    const { organization } = await afterDeletion();
    assert.deepEqual([...new Set(Object.values(await organization.statuses()))], ["enabled"]);
  });

  test("keep leaves values, provenance and memberships as they were", async () => {
    const { organization } = await afterDeletion("keep");
    const ann = await organization.user("ann@example.com");
    assert.equal(ann.displayName, "Ann Example");
    assert.deepEqual([...new Set(ann.provenance.map(({ from }) => from?.displayName))], ["Source"]);
    assert.deepEqual(await organization.groupsOf(ann.id), ["Lab"]);
    const lab = await organization.group("Lab");
    assert.equal(lab.status, "active");
    assert.deepEqual(await organization.members(lab.id), ["ann@example.com", "bob@example.com"]);
  });

  test("its tokens are dead at once", async () => {
    const { organization, source } = await start();
    await organization.call("DELETE", `/source-applications/${source.applicationId}`);
    assert.equal((await source.send("GET", "/Users")).status, 401);
  });

  test("a person whom another source owns stays as it is", async () => {
    const organization = await own.organization();
    const domains = ["example.com"];
    const owner = await organization.source("Owner", { domains });
    const other = await organization.source("Other", { domains });
    await owner.create("Users", person("ann"));
    await other.create("Users", person("ann"));
    await organization.deleteApplication(other, "bin");
    assert.deepEqual(await organization.statuses(), { "ann@example.com": "enabled" });
    const links = await organization.links((await organization.user("ann@example.com")).id);
    assert.deepEqual(
      links.map(({ state }) => state),
      ["linked", "closed"],
    );
  });

  test("what was held when a paused application is deleted never comes into force", async () => {
    const { organization, source, ann, bob, cid, lab } = await start();
    await organization.setMode(source, "paused");
    await source.setActive(ann.id, false);
    await source.removeMembers(lab.id, bob.id);
    await source.addMembers(lab.id, cid.id);
    await organization.deleteApplication(source, "keep");
    assert.deepEqual([...new Set(Object.values(await organization.statuses()))], ["enabled"]);
    const members = await organization.members((await organization.group("Lab")).id);
    assert.deepEqual(members, ["ann@example.com", "bob@example.com"]);
  });
});

describe("an application that succeeds a deleted one", () => {
  async function succession(people: "keep" | "disable" | "bin" = "keep") {
    const organization = await own.organization();
    const source = await organization.source("Old");
    const ann = await source.create("Users", person("ann", { externalId: "a-1" }));
    await source.create("Users", person("bob"));
    const ids = Object.fromEntries((await organization.users()).map(({ id, userName }) => [userName, id]));
    await organization.deleteApplication(source, people);
    const path = `/organizations/${organization.id}/source-applications`;
    const body = { displayName: "New", succeeds: source.applicationId };
    const made = await organization.call<CreatedApplication & { mode: string }>("POST", path, body);
    return { organization, ann, ids, successor: new Source(made), mode: made.mode };
  }

  test("observes first", async () => {
    const { organization, successor, mode } = await succession();
    assert.equal(mode, "observe");
    await successor.create("Users", person("ann", { title: "Chief" }));
    assert.equal((await organization.user("ann@example.com")).attributes["title"], undefined);
  });

  test("takes over its people by externalId, then by user name, and owns them", async () => {
    const { organization, ids, successor } = await succession("disable");
    await successor.create("Users", person("ann.new", { externalId: "a-1" }));
    await successor.create("Users", person("bob", { externalId: "b-1" }));
    await successor.create("Users", person("cid"));
    await organization.resume(successor);
    const users = await organization.users();
    assert.deepEqual(users.map(({ id, userName, status }) => [id, userName, status]).slice(0, 2), [
      [ids["ann@example.com"], "ann.new@example.com", "enabled"],
      [ids["bob@example.com"], "bob@example.com", "enabled"],
    ]);
    assert.equal(users.length, 3);
    const links = await organization.links(ids["ann@example.com"] ?? "");
    assert.deepEqual(
      links.map(({ sourceApplicationName, state, owning }) => [sourceApplicationName, state, owning]).sort(byText),
      [
        ["New", "linked", true],
        ["Old", "closed", true],
      ],
    );
    assert.deepEqual(await organization.conflicts(), []);
  });

  test("knows one by externalId although another one's user name is the same", async () => {
    const { organization, ids, successor } = await succession();
    await organization.setMode(successor, "live");
    const emails = [{ value: "ann@example.com", type: "work" }];
    await successor.create("Users", person("bob", { externalId: "a-1", emails }));
    assert.deepEqual(await organization.conflicts(), []);
    assert.equal((await organization.userById(ids["ann@example.com"] ?? "")).userName, "bob@example.com");
  });
});

describe("an application that observes from its first push on", () => {
  test("brings everything into force when it goes live, as if it had been live all along", async () => {
    const push = async (source: Source): Promise<void> => {
      const ann = await source.create("Users", person("ann", { externalId: "a-1" }));
      const bob = await source.create("Users", person("bob", { active: false }));
      const lab = await source.create("Groups", {
        displayName: "Lab",
        members: [{ value: ann.id }, { value: bob.id }],
      });
      const all = await source.create("Groups", { displayName: "All", members: [{ value: lab.id }] });
      await source.setActive(bob.id, true);
      await source.patch("Users", ann.id, { op: "add", path: "title", value: "Chemist" });
      await source.create("Users", person("cid", { emails: [{ value: "ann@example.com", type: "work" }] }));
      await source.addMembers(all.id, ann.id);
    };
    const views: object[] = [];
    for (const mode of ["live", "observe"] as const) {
      const organization = await own.organization();
      const source = await organization.source("Source", { mode });
      await push(source);
      const scene = { organization, source } as Start;
      if (mode === "observe") {
        assert.deepEqual(await directory(scene), { people: [], groups: [], conflicts: [] });
        await organization.resume(source);
      }
      views.push(await directory(scene), await scimView(scene));
    }
    assert.deepEqual(views.slice(2), views.slice(0, 2));
  });
});

describe("restoring a deleted application", () => {
  test("wins over the end of its people that is being carried out at that moment", async () => {
    const scene = await start();
    const { organization, source, bob } = scene;
    const before = await directory(scene);
    const path = `/organizations/${organization.id}/deleted-source-applications/${source.applicationId}/restore`;
    const lock = unnamedStatement("select 1 from links where organization_id = $1 and resource_id = $2 for update");
    const [settled, restored] = await own.server.database.transaction(async (tx) => {
      await tx.query(lock, [organization.id, bob.id]);
      await organization.call("DELETE", `/source-applications/${source.applicationId}?people=bin`);
      const settling = own.server.finishing.run();
      // Ann is settled, Bob's turn waits for the lock.
      while ((await organization.statuses())["ann@example.com"] !== "binned") await sleep(10);
      const restoring = organization.call("POST", path);
      await sleep(100);
      return [settling, restoring];
    });
    await Promise.all([settled, restored]);
    await own.server.finishing.run();
    assert.deepEqual(await directory(scene), before);
  });

  test("a second deletion is carried out like the first", async () => {
    const { organization, source } = await start();
    const path = `/organizations/${organization.id}/deleted-source-applications/${source.applicationId}/restore`;
    await organization.deleteApplication(source, "keep");
    await organization.call("POST", path);
    await organization.deleteApplication(source, "bin");
    assert.deepEqual([...new Set(Object.values(await organization.statuses()))], ["binned"]);
  });

  for (const people of ["keep", "disable", "bin"] as const) {
    test(`brings its people, groups and links back as they were, also from ${people}`, async () => {
      const scene = await start();
      const { organization, source } = scene;
      const before = await directory(scene);
      await organization.deleteApplication(source, people);
      const path = `/organizations/${organization.id}/deleted-source-applications/${source.applicationId}/restore`;
      await organization.call("POST", path);
      await own.server.finishing.run();
      assert.deepEqual(await directory(scene), before);
    });
  }
});
