import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { freePort } from "../../src/cli/free-port.ts";
import { ExternalPostgres, user } from "./external-postgres.ts";
import type { Findings } from "./findings.ts";
import { Forwarder } from "./forwarder.ts";
import { RollcallProcess } from "./rollcall-process.ts";
import { openSteadyScene } from "./steady-scene.ts";

/** What came of restarts and failovers of the database under load. */
export interface FailoverReport {
  readonly acknowledged: number;
  /** Clear 503s. */
  readonly refused: number;
  /** Answers that were neither a success nor a clear 503. */
  readonly unclear: readonly string[];
  readonly findings: Findings;
  /** Milliseconds without an acknowledged write, the longest of each. */
  readonly restarts: readonly number[];
  readonly failovers: readonly number[];
}

const enough = 60;

/**
 * Restarts PostgreSQL under load, then kills it and promotes its replica, so many times. Replication is synchronous:
 * what is acknowledged is on both.
 *
 * @param bin the folder of PostgreSQL's programs
 */
export async function playFailovers(
  bin: string,
  count: number,
  say: (line: string) => void = () => undefined,
): Promise<FailoverReport> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-failover-"));
  await chmod(folder, 0o711);
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    let primary = await ExternalPostgres.create(bin, folder, "primary");
    closers.push(() => primary.stop());
    await primary.start();
    await ask(primary, "create database rollcall", "postgres");
    let replica = await replicate(primary, folder, "replica-1");
    closers.push(() => replica.stop());
    const forwarder = await Forwarder.open(primary.port);
    closers.push(() => forwarder.close());

    const url = `postgres://${user}@127.0.0.1:${forwarder.port}/rollcall`;
    const port = await freePort("127.0.0.1");
    const rollcall = new RollcallProcess(join(folder, "data"), port, { DATABASE_URL: url });
    await rollcall.start();
    closers.push(() => rollcall.stop());
    const scene = await openSteadyScene(rollcall, "Failover");
    closers.push(() => scene.close());
    const { writers } = scene;
    const [restarts, failovers]: [number[], number[]] = [[], []];
    await writers.more(enough);
    for (let round = 1; round <= count; round += 1) {
      writers.takeLongest();
      await primary.restart();
      await writers.more(enough);
      restarts.push(writers.takeLongest());
      say(`restart ${round} of ${count}: ${restarts.at(-1)} ms without a write`);

      await primary.kill();
      forwarder.target = undefined;
      await replica.promote();
      forwarder.target = replica.port;
      await writers.more(enough);
      failovers.push(writers.takeLongest());
      say(`failover ${round} of ${count}: ${failovers.at(-1)} ms without a write`);
      primary = replica;
      if (round < count) replica = await replicate(primary, folder, `replica-${round + 1}`);
    }
    const findings = await scene.check();
    const { acknowledged, refused, unclear } = writers;
    return { acknowledged: acknowledged.count, refused, unclear, findings, restarts, failovers };
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

/** Starts a replica, and has every commit wait for it from then on. */
async function replicate(primary: ExternalPostgres, folder: string, name: string): Promise<ExternalPostgres> {
  const replica = await primary.makeReplica(folder, name);
  await replica.start();
  await ask(primary, "alter system set synchronous_standby_names = '*'", "postgres");
  await ask(primary, "select pg_reload_conf()", "postgres");
  return replica;
}

async function ask(server: ExternalPostgres, text: string, database: string): Promise<void> {
  const client = new Client({ host: "127.0.0.1", port: server.port, user, database });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
