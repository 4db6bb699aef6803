import { readFileSync } from "node:fs";
import { childrenOf } from "./process-cpu.ts";

/** Memory in MiB; 0 where there is no /proc. */
export interface MemoryUse {
  /** Resident in the server's process, now and at most so far. */
  readonly server: number;
  readonly serverPeak: number;
  /** Of all processes of PostgreSQL, what they share counted once. */
  readonly database: number;
}

/** What a server and its database hold. */
export function usedMemory(server: number, postmaster: number | undefined): MemoryUse {
  const status = textOf(`/proc/${server}/status`);
  const processes = postmaster === undefined ? [] : [postmaster, ...childrenOf(postmaster)];
  const shares = processes.map((pid) => field(textOf(`/proc/${pid}/smaps_rollup`), "Pss"));
  return {
    server: field(status, "VmRSS"),
    serverPeak: field(status, "VmHWM"),
    database: Math.round(shares.reduce((sum, share) => sum + share, 0)),
  };
}

function field(text: string, name: string): number {
  return Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0) / 1024);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Gone, another's, or no /proc: the figure is left out.
    return "";
  }
}
