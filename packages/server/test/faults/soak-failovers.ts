import { findReplicatingPostgres } from "./external-postgres.ts";
import { playFailovers } from "./failover.ts";
import { listNumbers, type SoakReport } from "./soak-report.ts";

/** Restarts an external PostgreSQL under load and fails over to its replica, so many times. */
export async function soakByFailovers(count: number, say: (line: string) => void): Promise<SoakReport> {
  const bin = findReplicatingPostgres();
  if (bin === undefined) {
    const text = "found no PostgreSQL 15 or newer with pg_basebackup: install one, as Debian's postgresql package\n";
    return { text, json: { skipped: text.trim() }, good: false };
  }
  const { findings, ...report } = await playFailovers(bin, count, say);
  const { lost, duplicated, halfApplied } = findings;
  return {
    text: listNumbers([
      ["restarts", report.restarts.length],
      ["failovers", report.failovers.length],
      ["longest unavailability of a restart, ms", Math.max(...report.restarts)],
      ["longest unavailability of a failover, ms", Math.max(...report.failovers)],
      ["acknowledged writes", report.acknowledged],
      ["answered 503 meanwhile", report.refused],
      ["answered otherwise", report.unclear.length],
      ["lost", lost.length],
      ["duplicated", duplicated.length],
      ["half-applied", halfApplied.length],
    ]),
    json: { ...report, lost, duplicated, halfApplied },
    good: findings.all.length === 0 && report.unclear.length === 0,
  };
}
