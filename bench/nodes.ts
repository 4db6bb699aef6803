import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { silentLog } from "../packages/server/src/log.ts";
import { startEmbeddedPostgres } from "../packages/server/src/storage/embedded-postgres.ts";
import { NodeCaller } from "../packages/server/test/nodes/node-caller.ts";
import { type NodeProcess, startNode } from "../packages/server/test/nodes/node-process.ts";
import type { CreatedApplication } from "../packages/server/test/support/server.ts";
import { findPgBouncer, startPgBouncer } from "../packages/server/test/support/pgbouncer.ts";
import { usedCpu } from "./process-cpu.ts";
import { describeMachine, minuteLoad } from "./machine.ts";
import { writeTable } from "./report/table.ts";
import { createUser, readUser, type ScimCall, setActive } from "./scim-call.ts";
import { sendCalls } from "./send-calls.ts";
import { median } from "./windows.ts";

// Measures two nodes on one database, in one run: `npm run bench:nodes`.
//   --windows 5      of one node and of two, in turn
//   --calls 4000     in a window
//   --revocations 100
//   --pgbouncer      has the machine's PgBouncer in transaction mode between

const { values: options } = parseArgs({
  options: {
    windows: { type: "string", default: "5" },
    calls: { type: "string", default: "4000" },
    revocations: { type: "string", default: "100" },
    pgbouncer: { type: "boolean", default: false },
  },
});
const windows = Number(options.windows);
const callsOfWindow = Number(options.calls);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Scenario {
  readonly name: string;
  readonly concurrency: number;
  calls(count: number): ScimCall[];
}

/** Stops what was started, the last first. */
const closers: (() => Promise<unknown>)[] = [];
const close = async (): Promise<void> => {
  for (const step of closers.splice(0).toReversed()) await step();
};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void close().finally(() => process.exit(130)));
}

try {
  const began = minuteLoad();
  const { nodes, postmaster, key } = await startTogether();
  const callers = nodes.map(({ origin }) => new NodeCaller(origin, key)) as [NodeCaller, NodeCaller];
  const organization = await callers[0].call<{ id: string }>("POST", "/organizations", { name: "Example Corp" });
  const application = await callers[0].createApplication(organization.id, "Bench");
  const guard = { enabled: false, atLeast: 10_000_000, percent: 100 };
  await callers[0].call("PUT", `/source-applications/${application.id}/guard`, guard);
  // What is measured is how much the nodes can do, not how much they let one source ask.
  const callLimit = { enabled: false, perSecond: 1, raisedPerSecond: 1, inFlight: 1 };
  await callers[0].call("PUT", `/source-applications/${application.id}/call-limit`, callLimit);

  let number = 0;
  const newcomers = (count: number): ScimCall[] => Array.from({ length: count }, () => createUser(number++));
  say(`creating ${callsOfWindow} users`);
  const { ids } = await send(callers, application, newcomers(callsOfWindow), 16, "ids");
  let turn = 0;
  const scenarios: Scenario[] = [
    { name: "create a user", concurrency: 16, calls: newcomers },
    { name: "read a user", concurrency: 16, calls: (count) => ids.slice(0, count).map(readUser) },
    { name: "read a user", concurrency: 64, calls: (count) => ids.slice(0, count).map(readUser) },
    {
      name: "PATCH active",
      concurrency: 16,
      calls: (count) => ids.slice(0, count).map((id) => setActive(id, turn % 2 === 1)),
    },
  ];
  const rows: string[][] = [];
  for (const { name, concurrency, calls } of scenarios) {
    const measured = { one: [] as Measured[], both: [] as Measured[] };
    for (let window = 0; window < windows; window += 1) {
      for (const side of ["one", "both"] as const) {
        turn += 1;
        const reached = side === "one" ? callers.slice(0, 1) : callers;
        measured[side].push(await measure(reached, calls(callsOfWindow), concurrency));
      }
    }
    const [one, both] = [typical(measured.one), typical(measured.both)];
    const ratio = median(measured.both.map((two, index) => two.perSecond / (measured.one[index]?.perSecond ?? 1)));
    rows.push([name, String(concurrency), ...figures(one), ...figures(both), `**${Math.round(100 * ratio)} %**`]);
    say(
      `${name}, ${concurrency} at once: ${Math.round(one.perSecond)}/s by one, ${Math.round(both.perSecond)}/s by two`,
    );
  }

  const after = await revocations(callers, application, Number(options.revocations));
  const heading = ["scenario", "at once", "one node /s", "CPU µs: node + database", "two nodes /s"];
  const table = writeTable([...heading, "CPU µs: nodes + database", "ratio (windows)"], rows);
  const between = options.pgbouncer ? "behind PgBouncer in transaction mode" : "reached directly";
  const lines = [
    `${describeMachine()}, Node ${process.versions.node}, ${between}; load of the last minute ${began} to ${minuteLoad()}.`,
    "",
    table,
    "",
    `A token that is revoked on one node was last accepted by the other ${Math.round(after.worst)} ms after the answer at ` +
      `worst, ${Math.round(after.typical)} ms typically (${options.revocations} times).`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);

  async function measure(reached: readonly NodeCaller[], calls: ScimCall[], concurrency: number): Promise<Measured> {
    const cpu = () => ({
      nodes: nodes.reduce((sum, { pid }) => sum + usedCpu(pid), 0),
      database: usedCpu(postmaster, true),
    });
    const before = cpu();
    const { seconds } = await send(reached, application, calls, concurrency);
    const used = cpu();
    return {
      perSecond: calls.length / seconds,
      nodeCpu: (used.nodes - before.nodes) / calls.length,
      databaseCpu: (used.database - before.database) / calls.length,
    };
  }
} finally {
  await close();
}

interface Measured {
  readonly perSecond: number;
  /** Microseconds for each call. */
  readonly nodeCpu: number;
  readonly databaseCpu: number;
}

function typical(all: readonly Measured[]): Measured {
  const of = (figure: keyof Measured): number => median(all.map((one) => one[figure]));
  return { perSecond: of("perSecond"), nodeCpu: of("nodeCpu"), databaseCpu: of("databaseCpu") };
}

function figures({ perSecond, nodeCpu, databaseCpu }: Measured): string[] {
  return [Math.round(perSecond).toLocaleString("en"), `${Math.round(nodeCpu)} + ${Math.round(databaseCpu)}`];
}

/** Starts a durable PostgreSQL as anybody gets it, and two nodes on it. */
async function startTogether(): Promise<{ nodes: NodeProcess[]; postmaster: number; key: string }> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-bench-nodes-"));
  chmodSync(folder, 0o711);
  closers.push(async () => rmSync(folder, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, "data"), log: silentLog });
  closers.push(() => postgres.stop());
  const { host, port, user, database } = postgres.connection;
  let way: Parameters<typeof startNode>[0] = { target: postgres.connection };
  if (options.pgbouncer) {
    const program = findPgBouncer();
    if (program === undefined) throw new Error("expected a PgBouncer on this machine, found none: install it");
    const pooler = await startPgBouncer(program, { path: `${host}/.s.PGSQL.${port}`, user, database }, 20);
    closers.push(() => pooler.close());
    const target = { host: "127.0.0.1", port: pooler.port, user, database };
    way = { target, settings: { ROLLCALL_POOLER: "transaction" } };
  }
  const nodes = await Promise.all([startNode(way), startNode(way)]);
  for (const node of nodes) closers.push(() => node.stop());
  const key = nodes.map((node) => /shown this once: (\S+)/.exec(node.said())?.[1]).find((found) => found !== undefined);
  if (key === undefined) throw new Error("no node made the first owner's key");
  return { nodes, postmaster: postgres.pid, key };
}

/** Sends calls to nodes as a load balancer does that gives each the same share. */
async function send(
  reached: readonly NodeCaller[],
  application: CreatedApplication,
  calls: readonly ScimCall[],
  concurrency: number,
  keep: "nothing" | "ids" = "nothing",
): Promise<{ seconds: number; ids: string[] }> {
  const began = performance.now();
  const sent = await Promise.all(
    reached.map(({ origin }, index) => {
      const target = { baseUrl: `${origin}/scim/${application.id}/v2`, token: application.bearerToken };
      const share = calls.filter((_, place) => place % reached.length === index);
      return sendCalls(target, share, concurrency / reached.length, keep);
    }),
  );
  return { seconds: (performance.now() - began) / 1_000, ids: sent.flatMap(({ ids }) => ids) };
}

/** Revokes tokens on one node, and sees for how long after the answer the other still accepts them; milliseconds. */
async function revocations(
  [one, other]: readonly [NodeCaller, NodeCaller],
  application: CreatedApplication,
  rounds: number,
): Promise<{ worst: number; typical: number }> {
  const path = `/source-applications/${application.id}/bearer-tokens`;
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { id, bearerToken } = await one.call<{ id: string; bearerToken: string }>("POST", path, { name: "Revoked" });
    const source = other.source(application, bearerToken);
    const accepted = async (): Promise<boolean> => (await source.send("GET", "/Users?count=0")).status === 200;
    if (!(await accepted())) throw new Error("a new token was not accepted");
    // At any moment between two looks of the other node.
    await sleep(Math.random() * 500);
    await one.call("DELETE", `${path}/${id}`);
    const revoked = performance.now();
    let last = revoked;
    for (let sent = revoked; await accepted(); sent = performance.now()) last = sent;
    times.push(last - revoked);
  }
  return { worst: Math.max(...times), typical: median(times) };
}
