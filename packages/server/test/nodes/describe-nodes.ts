import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { DirectoryUser } from "@rollcall/admin-api/directory-users.ts";
import type { HeldChange } from "@rollcall/admin-api/held-changes.ts";
import type { ProvisioningEvent } from "@rollcall/admin-api/provisioning-events.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { migrationsFolder, readMigrations } from "../../src/storage/migrate.ts";
import { Visitor } from "../admin/visitor.ts";
import { type TestDatabase, testDatabase, type TestDatabaseOptions } from "../support/database.ts";
import { person } from "../support/source.ts";
import { NodeCaller, until } from "./node-caller.ts";
import { type NodeProcess, startNode } from "./node-process.ts";
import { settingsInForce } from "./settings-in-force.ts";

/** Milliseconds after which no node works by what was before (rules.md section 7). */
const trusted = 1_000;

/** What several nodes promise, whatever stands between them and their database. */
export function describeNodes(between: string, options: TestDatabaseOptions & { readonly skip?: string }): void {
  describe(`two nodes on one database, ${between}`, { skip: options.skip ?? false }, () => promiseOfNodes(options));
}

function promiseOfNodes(options: TestDatabaseOptions): void {
  let made: TestDatabase;
  let nodes: NodeProcess[] = [];
  let [first, second]: NodeCaller[] = [];
  let setupToken = "";

  const start = (): Promise<NodeProcess> => {
    const settings = options.pooler === undefined ? {} : { ROLLCALL_POOLER: options.pooler };
    return startNode({ target: made.target, settings });
  };
  before(async () => {
    made = await testDatabase({ ...options, migrated: false });
    nodes = await Promise.all([start(), start()]);
    const keys = nodes.flatMap((node) => /shown this once: (\S+)/.exec(node.said())?.[1] ?? []);
    assert.equal(keys.length, 1, "one of the nodes makes the first owner's key");
    [first, second] = nodes.map(({ origin }) => new NodeCaller(origin, keys[0] ?? ""));
    setupToken = /setup\?token=(\S+)/.exec(nodes[0]?.said() ?? "")?.[1] ?? "";
  });
  after(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await made?.drop();
  });

  const callers = (): [NodeCaller, NodeCaller] => {
    assert.ok(first !== undefined && second !== undefined);
    return [first, second];
  };
  const newOrganization = async (name: string): Promise<string> =>
    (await callers()[0].call<{ id: string }>("POST", "/organizations", { name })).id;

  test("that start at once on an empty database migrate it once, and one of them leads", async () => {
    const applied = await made.database.pool.query(unnamedStatement("select from schema_migrations"), []);
    assert.equal(applied.length, readMigrations(migrationsFolder).length);
    const migrated = nodes.map((node) => node.said().match(/migrated the database/g)?.length ?? 0);
    assert.equal(
      migrated.reduce((sum, count) => sum + count),
      applied.length,
    );
    await until("a node leads", () => nodes.find((node) => node.leads()));
    assert.equal(nodes.filter((node) => node.leads()).length, 1);
  });

  test("what is changed on one is in force on the other within a second, whatever it is", async (t) => {
    const [changing, other] = callers();
    const cases = Object.entries(settingsInForce).map(async ([name, prepare]) => {
      const organizationId = await newOrganization(name);
      const application = await changing.createApplication(organizationId, "Source");
      const source = other.source(application);
      const ann = await source.create("Users", person("ann"));
      return { name, change: await prepare({ changing, other, organizationId, application, source, ann }) };
    });
    const prepared = await Promise.all(cases);
    const changed = prepared.map(async ({ name, change }) => ({ name, inForce: await change() }));
    const sights = await Promise.all(changed);
    // A promise and no measure: what is asked for from now on is answered by what is in force, however slow the machine.
    await sleep(trusted);
    for (const { name, inForce } of sights) await t.test(name, inForce);
  });

  test("a sign-out and a revoked API key are in force on the other at once", async () => {
    const [one, other] = callers();
    const browser = new Visitor(one.origin);
    const ada = { name: "Ada Example", email: "ada@example.com", password: "correct horse battery staple" };
    const answer = await browser.send("POST", "/setup", {
      ...ada,
      token: setupToken,
      organizationName: "Example Corp",
    });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const elsewhere = browser.at(other.origin);
    assert.equal((await elsewhere.send("GET", "/session")).status, 200);

    const key = await one.call<{ id: string; apiKey: string }>("POST", "/api-keys", { name: "Second", role: "owner" });
    const withKey = new NodeCaller(other.origin, key.apiKey);
    await withKey.call("GET", "/organizations");
    await one.call("DELETE", `/api-keys/${key.id}`);
    await assert.rejects(withKey.call("GET", "/organizations"), /401/);

    assert.equal((await browser.send("DELETE", "/session")).status, 204);
    assert.equal((await elsewhere.send("GET", "/session")).status, 401);
  });

  test("patch the same user and the same group at once, and nothing is lost", async () => {
    const organizationId = await newOrganization("Together");
    const [one, other] = callers();
    const application = await one.createApplication(organizationId, "Source");
    const sources = [one.source(application), other.source(application)] as const;
    const ann = await sources[0].create("Users", person("ann"));
    const names = Array.from({ length: 40 }, (_, n) => `member${n}`);
    const people = await Promise.all(
      names.map((name, n) => sources[n % 2 === 0 ? 0 : 1].create("Users", person(name))),
    );
    const group = await sources[0].create("Groups", { displayName: "Staff", members: [{ value: ann.id }] });
    await Promise.all(
      people.flatMap(({ id }, n) => {
        const source = sources[n % 2 === 0 ? 0 : 1];
        const phone = { value: `+1 201 555 01${String(n).padStart(2, "0")}`, type: "other" };
        return [
          source.addMembers(group.id, id),
          source.patch("Users", ann.id, { op: "add", path: "phoneNumbers", value: [phone] }),
        ];
      }),
    );
    for (const source of sources) {
      assert.deepEqual(await source.memberIds(group.id), [ann.id, ...people.map(({ id }) => id)].sort());
      assert.equal(((await source.read("Users", ann.id))["phoneNumbers"] as object[]).length, names.length);
    }
    const events = await until("every event has its place", async () => {
      const found = await feed(other, organizationId);
      return found.filter(({ type }) => type === "group.member-added").length === names.length + 1 ? found : undefined;
    });
    assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
  });

  test("count those who leave together, so that the guard holds what is too much for both", async () => {
    const organizationId = await newOrganization("Guarded");
    const [one, other] = callers();
    const application = await one.createApplication(organizationId, "Source");
    await one.call("PUT", `/source-applications/${application.id}/guard`, { enabled: true, atLeast: 5, percent: 0 });
    await sleep(trusted);
    const sources = [one.source(application), other.source(application)] as const;
    const people = await Promise.all(Array.from({ length: 12 }, (_, n) => sources[0].create("Users", person(`p${n}`))));
    for (const [n, { id }] of people.entries()) await sources[n % 2 === 0 ? 0 : 1].setActive(id, false);
    const users = await one.call<{ items: DirectoryUser[] }>("GET", `/organizations/${organizationId}/directory-users`);
    assert.equal(users.items.filter(({ status }) => status === "disabled").length, 5);
    const path = `/organizations/${organizationId}/held-changes`;
    assert.equal((await other.call<{ items: HeldChange[] }>("GET", path)).items.length, 7);
  });

  test("go on when the one that leads is killed: events, resumed applications, and a node that comes back", async () => {
    const organizationId = await newOrganization("Succession");
    const leading = await until("a node leads", () => nodes.find((node) => node.leads()));
    const index = nodes.indexOf(leading);
    const dying = callers()[index] as NodeCaller;
    const staying = callers()[1 - index] as NodeCaller;
    const application = await staying.createApplication(organizationId, "Source");
    await dying.source(application).create("Users", person("before"));
    await staying.call("PATCH", `/source-applications/${application.id}`, { mode: "paused" });
    await sleep(trusted);
    await staying.source(application).create("Users", person("meanwhile"));

    await leading.kill();
    await staying.source(application).create("Users", person("after"));
    await staying.call("PATCH", `/source-applications/${application.id}`, { mode: "live" });
    const users = ["after@example.com", "before@example.com", "meanwhile@example.com"];
    const events = await until("the other node leads", async () => {
      const found = await feed(staying, organizationId);
      const created = found.filter(({ type, outcome }) => type === "user.created" && outcome === "applied");
      return created.length === users.length ? found : undefined;
    });
    assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
    const path = `/organizations/${organizationId}/directory-users`;
    const { items } = await staying.call<{ items: DirectoryUser[] }>("GET", path);
    assert.deepEqual(items.map(({ userName }) => userName ?? "").sort(), users);
    const heir = nodes[1 - index] as NodeProcess;
    assert.equal(heir.leads(), true);

    const back = await start();
    nodes[index] = back;
    const key = /shown this once/.exec(back.said());
    assert.equal(key, null, "no second owner's key is made");
    assert.equal((await fetch(`${back.origin}/api/v1/organizations`)).status, 401);
    assert.equal(back.leads(), false);
  });
}

/** All events of an organization in the order of their positions. */
async function feed(caller: NodeCaller, organizationId: string): Promise<ProvisioningEvent[]> {
  const path = `/organizations/${organizationId}/provisioning-events?limit=1000`;
  return (await caller.call<{ items: ProvisioningEvent[] }>("GET", path)).items;
}
