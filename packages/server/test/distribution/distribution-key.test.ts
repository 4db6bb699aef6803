import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { dropOldDeliveries, dropOldEvents } from "../../src/actions/drop-old-events.ts";
import { dropOldJobs } from "../../src/actions/drop-old-jobs.ts";
import { dropOldExchanges } from "../../src/actions/drop-old-exchanges.ts";
import { silentLog } from "../../src/log.ts";
import { openDatabase, unnamedStatement } from "../../src/storage/database.ts";
import { namedStatements } from "../../src/storage/database/statement.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../src/storage/embedded-postgres.ts";
import { migrate } from "../../src/storage/migrate.ts";
import { readQueueDepths } from "../../src/storage/read/queue-depths.ts";
import { playEverything } from "../plans/play-everything.ts";
import { TestOrganization } from "../support/organization.ts";
import { Reconciling } from "../support/reconciliation.ts";
import { startReceiver } from "../support/receiver.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person } from "../support/source.ts";
import { distributeTables, shards, undistributed, undistributedTables } from "./distributed-tables.ts";
import { endOfLog, type ExecutedStatement, explainingSettings, partsRead, readExecuted } from "./executed-plans.ts";
import { readAsAdministrator, readAsSource } from "./read-everything.ts";

/** What is asked of all organizations at once, by the name of its statement or how it begins, and why that is right. */
const ofAll: ReadonlyMap<string, string> = new Map([
  ["lease-webhooks", "each node takes what nobody delivers, once a second"],
  ["update webhooks set leased_until = null", "a node that stops gives back what it delivers"],
  ["applications-behind-schemas", "the node that leads looks for what is left to do, once a second"],
  ["open-held-decisions", "as applications-behind-schemas"],
  ["due-jobs", "as applications-behind-schemas"],
  ["expired-overrides", "as applications-behind-schemas"],
  ["due-leavers", "as applications-behind-schemas"],
  ["due-domains", "the node that leads looks for domains to be checked, twice a minute"],
  ["health-of-organizations", "a page of an owner of the installation shows how up to 100 organizations are"],
  ["drop-old-list-bookmarks", "the node that leads drops what is old, every ten minutes"],
  ["retained-feeds", "as drop-old-list-bookmarks: a page of organizations whose old events are dropped one by one"],
  ["retained-webhooks", "as drop-old-list-bookmarks: a page of webhooks whose old deliveries are dropped one by one"],
  ["queue-depths", "what waits, for /metrics, every five seconds"],
]);

// A table that can be distributed by a column can be partitioned by it: here each is, by the organization, in parts as a
// sharded PostgreSQL has shards. The whole house works on them, and PostgreSQL says which parts each statement has read.
describe("with every table of organization data distributed by the organization", () => {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-distribution-"));
  chmodSync(folder, 0o711);
  const log = join(folder, "data", "log", "postgres.log");
  let postgres: EmbeddedPostgres;
  let server: TestServer;
  let distributed: readonly string[] = [];
  let executed: readonly ExecutedStatement[] = [];

  before(async () => {
    const settings = { durable: false, others: { ...explainingSettings, shared_buffers: "128MB" } };
    postgres = await startEmbeddedPostgres({ dataFolder: join(folder, "data"), log: silentLog, settings });
    const openAnother = () => openDatabase({ target: postgres.connection, log: silentLog });
    const database = openAnother();
    await migrate(database);
    distributed = await distributeTables(database);
    const begin = endOfLog(log);
    server = await startTestServer({ made: { database, openAnother, drop: () => database.close() } });
    const receiver = await startReceiver();
    for (const name of ["One", "Two", "Three"]) {
      const { body } = await server.api<{ id: string }>("POST", "/organizations", { name });
      const organization = new TestOrganization(server, body.id);
      await organization.call("POST", `/organizations/${body.id}/webhooks`, { name: "Receiver", url: receiver.url });
      await playEverything(organization);
      const source = await organization.source("Read");
      const ann = await source.create("Users", person("ann-who-is-read", { externalId: "A-1" }));
      const group = await source.create("Groups", { displayName: "All", members: [{ value: ann.id }] });
      await readAsSource(source, ann, group);
      const directoryUserId = (await organization.user("ann-who-is-read@example.com")).id;
      // She leaves and comes back, and would leave again, if she were not protected.
      await source.setActive(ann.id, false);
      await source.setActive(ann.id, true);
      await organization.administer("protect", directoryUserId);
      await source.setActive(ann.id, false);
      const directoryGroupId = (await organization.groups()).find(({ displayName }) => displayName === "All")?.id ?? "";
      const reconciling = new Reconciling(organization, source);
      const exported = "login,status\nbob@example.com,ACTIVE\ncem@example.com,ACTIVE\ncem2@example.com,SUSPENDED\n";
      const { id: reconciliationId } = await reconciling.reconcile(exported);
      await reconciling.act(reconciliationId, { action: "deactivate", people: 3 });
      const ids = {
        reconciliationId,
        organizationId: body.id,
        sourceApplicationId: source.applicationId,
        directoryUserId,
        directoryGroupId,
      };
      await organization.exchanges(source);
      await readAsAdministrator(organization, ids);
      await organization.events();
    }
    await server.domains.run();
    await dropOldJobs(server.deps, () => true);
    await dropOldExchanges(server.deps, () => true);
    await dropOldDeliveries(server.deps, () => true);
    await dropOldEvents(server.deps, 1, () => true);
    await readQueueDepths(database.lists);
    await receiver.got(20);
    await receiver.close();
    // What a connection has carried out is in the log when the connection has ended.
    await server.close();
    executed = readExecuted(log, begin);
  });
  after(async () => {
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("each statement reads one part, but those that are of all organizations and are listed with a reason", (t) => {
    const names = new Map([...namedStatements()].map(([name, text]) => [text, name]));
    const reading = new Map<string, string>();
    const spread = new Map<string, string>();
    const carriedOut = new Set(executed.map(({ text }) => text));
    for (const { text, plan } of executed) {
      const { parts, tables } = partsRead(plan);
      if (parts.length > 0) reading.set(text, tables.join(", "));
      if (parts.length > 1) spread.set(text, tables.join(", "));
    }
    const listed = [...ofAll.keys()];
    const nameOf = (text: string): string =>
      names.get(text) ?? listed.find((begin) => text.startsWith(begin)) ?? text.replaceAll(/\s+/g, " ");
    const found = [...spread].map(([text, tables]) => [nameOf(text), tables] as const);
    const without = found.filter(([name]) => !ofAll.has(name));
    const run = new Set([...carriedOut].map(nameOf));
    const stale = listed.filter((name) => !run.has(name));
    t.diagnostic(
      `${executed.length} executions of ${reading.size} statements on ${distributed.length} tables in ${shards} parts each: ` +
        `${without.length} without the distribution key, ${found.length - without.length} listed`,
    );
    assert.ok(reading.size > 120, `${reading.size} statements`);
    assert.deepEqual({ without, stale }, { without: [], stale: [] });
  });

  test("docs/scale.md names what is asked of all organizations, and the tables that are not distributed", () => {
    const document = readFileSync(new URL("../../../../docs/scale.md", import.meta.url), "utf8");
    const names = [...ofAll.keys(), ...undistributed.keys()].filter((name) => !name.includes(" "));
    assert.deepEqual(
      names.filter((name) => !document.includes(`\`${name}\``)),
      [],
    );
  });

  test("a table of organization data is distributed, or is listed with a reason", async () => {
    const database = openDatabase({ target: postgres.connection, log: silentLog });
    const left = await undistributedTables(database);
    await database.close();
    assert.deepEqual(
      left,
      [...undistributed.keys()].sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  test("a statement that forgets the organization is found out", async () => {
    const begin = endOfLog(log);
    const database = openDatabase({ target: postgres.connection, log: silentLog });
    await database.pool.query(unnamedStatement("select id from directory_users where user_name_key = $1"), ["ann"]);
    await database.close();
    const [statement] = readExecuted(log, begin).filter(({ text }) => text.includes("directory_users"));
    assert.ok(statement !== undefined);
    assert.equal(partsRead(statement.plan).parts.length, shards);
  });
});
