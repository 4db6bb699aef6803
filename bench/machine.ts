import { cpus, loadavg, totalmem } from "node:os";

/** The machine in a few words. */
export function describeMachine(): string {
  const all = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${all.length} × ${all[0]?.model.trim() ?? "unknown processor"}, ${memory} GiB, ${process.platform} ${process.arch}`;
}

/** Of the last minute. */
export function minuteLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}
