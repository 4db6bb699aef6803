import { join } from "node:path";
import { Pool } from "pg";
import { silentLog } from "../../packages/server/src/log.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../packages/server/src/storage/embedded-postgres.ts";

/** A PostgreSQL of the peer's own: the one that Rollcall embeds, with the same settings, as durable. */
export interface PeerPostgres {
  readonly embedded: EmbeddedPostgres;
  /** For what the peer does, as many connections as Rollcall writes with. */
  readonly pool: Pool;
  close(): Promise<void>;
}

export const peerConnections = 16;

/**
 * Starts it, and names it to drivers that read the environment (`PGHOST` and the like): it listens on a unix socket
 * only, which the addresses that peers take cannot name.
 */
export async function startPeerPostgres(folder: string): Promise<PeerPostgres> {
  const embedded = await startEmbeddedPostgres({ dataFolder: join(folder, "data"), log: silentLog });
  const { host, port, user, database } = embedded.connection;
  Object.assign(process.env, { PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database });
  const pool = new Pool({ host, port, user, database, max: peerConnections });
  // A connection that the server ends while the peer stops.
  pool.on("error", () => undefined);
  return {
    embedded,
    pool,
    async close() {
      try {
        await pool.end();
      } finally {
        await embedded.stop();
      }
    },
  };
}

/** Writes rows by one statement: `columns` are the names of all values of a row, in their order. */
export async function insertRows(pool: Pool, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first)
    .map((name) => `"${name}"`)
    .join(", ");
  await pool.query(
    `insert into "${table}" (${columns}) select ${columns} from json_populate_recordset(null::"${table}", $1)`,
    [JSON.stringify(rows)],
  );
}

/** Numbers 0 to `count` - 1 in batches. */
export function* batches(count: number, size = 2_000): Generator<number[]> {
  for (let first = 0; first < count; first += size) {
    yield Array.from({ length: Math.min(size, count - first) }, (_, index) => first + index);
  }
}
