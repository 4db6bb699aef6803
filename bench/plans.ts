import { chmodSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { silentLog } from "../packages/server/src/log.ts";
import { openDatabase } from "../packages/server/src/storage/database.ts";
import { namedStatements } from "../packages/server/src/storage/database/statement.ts";
import { startEmbeddedPostgres } from "../packages/server/src/storage/embedded-postgres.ts";
import { migrate } from "../packages/server/src/storage/migrate.ts";
import { explainGeneric, type PlanStep } from "../packages/server/test/plans/explain-plan.ts";
import { loadMany } from "../packages/server/test/plans/load-many.ts";
import { playEverything } from "../packages/server/test/plans/play-everything.ts";
import { TestOrganization } from "../packages/server/test/support/organization.ts";
import { startTestServer } from "../packages/server/test/support/server.ts";

// Prints how PostgreSQL carries out every hot statement: `npm run bench:plans`.
//   --users 1000000   in one application, each linked and in two groups
//   --only <text>     statements whose name contains it

const { values: options } = parseArgs({
  options: { users: { type: "string", default: "100000" }, only: { type: "string", default: "" } },
});
const users = Number(options.users);
const storage = fileURLToPath(new URL("../packages/server/src/storage", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "rollcall-plans-"));
chmodSync(folder, 0o711);
const settings = { durable: false };
const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, "data"), log: silentLog, settings });
try {
  // An hour: loading a million takes some minutes in a few statements.
  const openAnother = () => openDatabase({ target: postgres.connection, log: silentLog, writeMilliseconds: 3_600_000 });
  const database = openAnother();
  await migrate(database);
  process.stderr.write(`loading ${users.toLocaleString("en")} users\n`);
  await loadMany(database, users);
  // Every statement is declared: those of one text when their file is loaded, those of writes when they are first made.
  for (const file of globSync("**/*.ts", { cwd: storage })) {
    if (!file.endsWith(".test.ts")) await import(join(storage, file));
  }
  const server = await startTestServer({ made: { database, openAnother, drop: async () => {} } });
  const { body } = await server.api<{ id: string }>("POST", "/organizations", { name: "Plays everything" });
  await playEverything(new TestOrganization(server, body.id));
  const connection = await database.connect();
  const lines = [`# Plans with ${users.toLocaleString("en")} users`, ""];
  const named = [...namedStatements()].filter(([name]) => name.includes(options.only));
  for (const [name, text] of named.sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(name, ...described(await explainGeneric(connection, text), 1), "");
  }
  process.stdout.write(`${lines.join("\n")}\n${named.length} statements\n`);
  await connection.close();
  await server.close();
  await database.close();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A plan as PostgreSQL's own text has it, a step a line. */
function described(step: PlanStep, depth: number): string[] {
  const where = [
    step["Index Name"] && ` by ${step["Index Name"]}`,
    step["Relation Name"] && ` on ${step["Relation Name"]}`,
  ];
  const figures = ` (cost ${Math.round(step["Total Cost"])}, rows ${step["Plan Rows"]})`;
  const inner = (step.Plans ?? []).flatMap((one) => described(one, depth + 1));
  return [`${"  ".repeat(depth)}${step["Node Type"]}${where.join("")}${figures}`, ...inner];
}
