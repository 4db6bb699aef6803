import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { silentLog } from "../packages/server/src/log.ts";
import { openDatabase, unnamedStatement } from "../packages/server/src/storage/database.ts";
import { startEmbeddedPostgres } from "../packages/server/src/storage/embedded-postgres.ts";
import { migrate } from "../packages/server/src/storage/migrate.ts";
import { startTestServer } from "../packages/server/test/support/server.ts";
import { loadPeople } from "../packages/server/test/support/load-people.ts";
import { personBody } from "./person.ts";
import { writeTable } from "./report/table.ts";
import { addMembers, createGroup } from "./scim-call.ts";
import { sendCalls } from "./send-calls.ts";

// Prints how many bytes a user takes, table by table: `npm run bench:sizes`.
//   --users 100000       written as a source's requests write them, with their events
//   --memberships 5      of each, in groups of 1,000

const { values: options } = parseArgs({
  options: { users: { type: "string", default: "100000" }, memberships: { type: "string", default: "5" } },
});
const users = Number(options.users);
const memberships = Number(options.memberships);
const groupSize = 1_000;
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), "rollcall-sizes-"));
chmodSync(folder, 0o711);
// Nothing waits for the disk, and WAL is as large as on a server that keeps its promises.
const settings = { durable: false, others: { full_page_writes: "on" } };
const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, "data"), log: silentLog, settings });
try {
  const openAnother = () => openDatabase({ target: postgres.connection, log: silentLog, writeMilliseconds: 3_600_000 });
  const database = openAnother();
  await migrate(database);
  const server = await startTestServer({ made: { database, openAnother, drop: async () => {} } });
  const { id, scimBaseUrl, bearerToken } = await server.createSourceApplication("Sized");
  const callLimit = { enabled: false, perSecond: 1, raisedPerSecond: 1, inFlight: 1 };
  await server.api("PUT", `/source-applications/${id}/call-limit`, callLimit);
  const application = await server.deps.settings.application(id);
  if (application === undefined) throw new Error("the application was not found");
  const written = unnamedStatement("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as bytes");
  const walBytes = async (): Promise<number> =>
    (await database.pool.query<{ bytes: number }>(written, []))[0]?.bytes ?? 0;
  const walBefore = await walBytes();
  say(`writing ${users.toLocaleString("en")} users`);
  const ids = await loadPeople(server.deps, application, users, personBody);

  say(`adding each to ${memberships} groups`);
  const target = { baseUrl: scimBaseUrl, token: bearerToken };
  for (let kind = 0; kind < memberships; kind += 1) {
    for (let first = 0; first < ids.length; first += groupSize) {
      const [groupId = ""] = (await sendCalls(target, [createGroup(`Group ${kind} from ${first}`)], 1, "ids")).ids;
      await sendCalls(target, [addMembers(groupId, ids.slice(first, first + groupSize))], 1);
    }
  }
  const waiting = unnamedStatement("select count(*) as count from provisioning_event_queue");
  for (let left = 1; left > 0; )
    [{ count: left } = { count: 0 }] = await database.pool.query<{ count: number }>(waiting, []);
  const wal = (await walBytes()) - walBefore;
  await server.close();
  await database.pool.execute(unnamedStatement("vacuum full analyze"), []);

  const sizes = unnamedStatement(
    `select relname as name, pg_relation_size(oid)::float8 as rows, pg_indexes_size(oid)::float8 as indexes,
        pg_total_relation_size(oid)::float8 as total
      from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by total desc`,
  );
  const tables = await database.pool.query<{ name: string; rows: number; indexes: number; total: number }>(sizes, []);
  const perUser = (bytes: number): string => Math.round(bytes / users).toLocaleString("en");
  const sum = tables.reduce((bytes, { total }) => bytes + total, 0);
  const large = tables.filter(({ total }) => total / users >= 5);
  const shown = large.map(({ name, rows, indexes, total }) => [name, ...[rows, indexes, total].map(perUser)]);
  const rows = [...shown, ["all tables", "", "", perUser(sum)], ["WAL", "", "", perUser(wal)]];
  process.stdout.write(`${users.toLocaleString("en")} users with ${memberships} memberships each, all events kept\n\n`);
  process.stdout.write(`${writeTable(["table", "rows", "indexes", "bytes per user"], rows)}\n`);
  await database.close();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
