import { readdirSync, readFileSync } from "node:fs";

/** The kernel counts processor time in hundredths of a second. */
const tickMicroseconds = 10_000;

/** Processor time that a process has used, and its children where asked, in microseconds; 0 where there is no /proc. */
export function usedCpu(pid: number, withChildren = false): number {
  const pids = withChildren ? [pid, ...childrenOf(pid)] : [pid];
  return pids.reduce((sum, one) => sum + cpuOf(one), 0);
}

export function childrenOf(parent: number): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && fieldsOf(Number(name))[1] === String(parent))
      .map(Number);
  } catch {
    // Another system than Linux: the figure is left out.
    return [];
  }
}

function cpuOf(pid: number): number {
  const fields = fieldsOf(pid);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMicroseconds;
}

/** The fields of /proc/{pid}/stat after the program's name: state, parent, …, user time (11), system time (12). */
function fieldsOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    // Gone in the meantime, or no /proc.
    return [];
  }
}
