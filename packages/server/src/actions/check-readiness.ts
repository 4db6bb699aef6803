import { DatabaseUnavailable, StatementTimeout } from "../domain/database-failures.ts";
import type { Database } from "../storage/database.ts";
import { migrationsFolder, readMigrations } from "../storage/migrate.ts";
import { readDatabaseState } from "../storage/read/database-state.ts";

/** Whether requests can be sent to this node; the reason is for whoever operates it. */
export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

export interface ReadinessCheck {
  /** Asks, or repeats what was found less than a second ago: anybody may call it as often as they like. */
  check(): Promise<Readiness>;
  /** From now on the node is not ready: it is about to stop. */
  stopping(): void;
}

const slow = "the database does not answer in time";
const goodMilliseconds = 1_000;
/** A load balancer has given up by then. */
const patienceMilliseconds = 3_000;

/** Opens the check of a node on its database. */
export function openReadinessCheck(database: Database): ReadinessCheck {
  const needed = readMigrations(migrationsFolder).map(({ number }) => number);
  let stops = false;
  let last: { readonly at: number; readonly found: Promise<Readiness> } | undefined;

  async function ask(): Promise<Readiness> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Readiness>((resolve) => {
      timer = setTimeout(() => resolve({ ready: false, reason: slow }), patienceMilliseconds);
    });
    try {
      return await Promise.race([look(), late]);
    } catch (error) {
      // An address that anybody may read does not repeat what the database says.
      return { ready: false, reason: whyNot(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  async function look(): Promise<Readiness> {
    const { migrations, standby } = await readDatabaseState(database.reader);
    const missing = needed.filter((number) => !migrations.includes(number));
    if (missing.length > 0) {
      return { ready: false, reason: `the database lacks migrations: ${missing.join(", ")}` };
    }
    if (standby) return { ready: false, reason: "the database is a standby that takes no writes" };
    return { ready: true };
  }

  return {
    async check() {
      if (stops) return { ready: false, reason: "stopping" };
      const now = performance.now();
      if (last === undefined || now - last.at > goodMilliseconds) last = { at: now, found: ask() };
      return last.found;
    },
    stopping() {
      stops = true;
    },
  };
}

function whyNot(error: unknown): string {
  if (error instanceof DatabaseUnavailable) return "the database cannot be reached";
  if (error instanceof StatementTimeout) return slow;
  return "the database was never migrated, or may not be read";
}
