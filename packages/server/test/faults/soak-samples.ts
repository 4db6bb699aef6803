import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Client } from "pg";
import { findRunningPostgres } from "../../src/storage/embedded-postgres.ts";
import type { RollcallProcess } from "./rollcall-process.ts";
import type { SoakLoad } from "./soak-load.ts";

/** What is looked at again and again during a soak. */
export interface SoakSample {
  /** ISO 8601. */
  readonly at: string;
  readonly serverMegabytes: number;
  readonly heapMegabytes: number;
  /** Of all processes of PostgreSQL, without the buffers that they share. */
  readonly databaseMegabytes: number;
  readonly connections: number;
  readonly deadRows: number;
  readonly liveRows: number;
  /** Of the requests since the sample before. */
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

export interface Sampler {
  take(): Promise<SoakSample>;
  close(): Promise<void>;
}

const counts = `select (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
    sum(n_dead_tup)::float as "deadRows", sum(n_live_tup)::float as "liveRows" from pg_stat_user_tables`;

export async function openSampler(rollcall: RollcallProcess, metricsToken: string, load: SoakLoad): Promise<Sampler> {
  const client = new Client({ ...findRunningPostgres(rollcall.dataFolder) });
  await client.connect();
  return {
    async take() {
      const { rows } = await client.query<Pick<SoakSample, "connections" | "deadRows" | "liveRows">>(counts);
      const [counted] = rows;
      if (counted === undefined) throw new Error("the statistics of PostgreSQL are empty");
      const durations = load.takeDurations();
      const postmaster = rollcall.postmasterPid();
      return {
        at: new Date().toISOString(),
        serverMegabytes: Math.round(residentKilobytes(rollcall.serverPid) / 1_024),
        heapMegabytes: await heapMegabytes(rollcall.origin, metricsToken),
        databaseMegabytes: Math.round(
          [postmaster ?? 0, ...childrenOf(postmaster ?? 0)].reduce((sum, pid) => sum + ownKilobytes(pid), 0) / 1_024,
        ),
        ...counted,
        p50Milliseconds: share(durations, 0.5),
        p99Milliseconds: share(durations, 0.99),
      };
    },
    close: () => client.end(),
  };
}

async function heapMegabytes(origin: string, token: string): Promise<number> {
  const answer = await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const bytes = /^nodejs_heap_size_used_bytes (\S+)/m.exec(await answer.text())?.[1];
  if (bytes === undefined) throw new Error("/metrics has no nodejs_heap_size_used_bytes");
  return Math.round(Number(bytes) / 1_048_576);
}

/** The value below which so much of an ascending list lies. */
export function share(ascending: readonly number[], part: number): number {
  const value = ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? 0;
  return Math.round(value * 10) / 10;
}

function residentKilobytes(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }).trim());
}

function childrenOf(parent: number): number[] {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pids = listed.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  return pids.flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : []));
}

/** Memory that a process has for itself; on Linux only. */
function ownKilobytes(pid: number): number {
  try {
    return Number(/^Anonymous: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch {
    // Gone in the meantime, or another system.
    return 0;
  }
}
