import { readdirSync, readFileSync } from "node:fs";

/** The kernel counts processor time in hundredths of a second. */
const tickMicroseconds = 10_000;

/** Processor time that a process has used, and its children where asked, in microseconds; 0 where there is no /proc. */
export function usedCpu(pid: number, withChildren = false): number {
  const children = withChildren ? childrenOf(pid) : [];
  const ended = withChildren ? cpuOf(pid, endedChildren) : 0;
  return [pid, ...children].reduce((sum, one) => sum + cpuOf(one, itself), ended);
}

/** Where /proc/{pid}/stat has user and system time of a process, and of its children that are gone. */
const itself = [11, 12] as const;
const endedChildren = [13, 14] as const;

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

function cpuOf(pid: number, [user, system]: readonly [number, number]): number {
  const fields = fieldsOf(pid);
  return (Number(fields[user] ?? 0) + Number(fields[system] ?? 0)) * tickMicroseconds;
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
