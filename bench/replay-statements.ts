import { Client, type ClientConfig } from "pg";
import { columnTypes } from "../packages/server/src/storage/database/column-types.ts";
import { byIndex } from "../packages/server/src/storage/database.ts";
import { socketPort } from "../packages/server/src/storage/embedded-postgres/socket-folder.ts";
import { type Timed, timeAll } from "./in-turn.ts";
import type { RecordedCall, RecordedStatement } from "./record-statements.ts";

/** As many as the server has for its point look-ups. */
const pipelinedConnections = 3;

/** Whether look-ups are pipelined on the connections that the server has for them, or each worker sends on its own. */
export type LookUps = "pipelined" | "apart";

/** Connections that send recorded statements by the bare driver: no program around it, no pool to wait for. */
export interface Replay {
  /** Sends the statements of each call, `concurrency` calls at a time. @throws Error where one misses its row */
  run(calls: readonly RecordedCall[], concurrency: number, lookUps?: LookUps): Promise<Timed>;
  /** Sends the statements of one call. @throws Error where one misses its row */
  send(call: RecordedCall, worker: number): Promise<void>;
  close(): Promise<void>;
}

/** Where the statements go: the server's own PostgreSQL. */
export function replayTarget(socketFolder: string) {
  return { host: socketFolder, port: socketPort, user: "rollcall", database: "rollcall" };
}

/** Opens `most` connections, one for each worker, and the pipelined ones that they share; more wait for a turn. */
export async function openReplay(socketFolder: string, most: number): Promise<Replay> {
  const config: ClientConfig = {
    ...replayTarget(socketFolder),
    ...byIndex,
    application_name: "rollcall-bench",
    types: columnTypes,
  };
  const workers = Array.from({ length: most }, () => new Client(config));
  const pipelined = Array.from({ length: pipelinedConnections }, () => new Client({ ...config, pipeline: true }));
  await Promise.all([...workers, ...pipelined].map((client) => client.connect()));

  async function sendOne(statement: RecordedStatement, worker: number, lookUps: LookUps): Promise<void> {
    const client =
      statement.pipelined && lookUps === "pipelined" ? pipelined[worker % pipelinedConnections] : workers[worker];
    const { name, text, values } = statement;
    const query = name === undefined ? { text, values: [...values] } : { name, text, values: [...values] };
    const found = await client?.query(query);
    // Every statement of the scenarios answers with one row; a write that was overtaken fails instead.
    if (found?.rowCount !== 1) throw new Error(`${name}: expected one row, found ${found?.rowCount}`);
  }

  async function send({ steps }: RecordedCall, worker: number, lookUps: LookUps = "pipelined"): Promise<void> {
    for (const step of steps) {
      const [only] = step;
      if (step.length === 1 && only !== undefined) await sendOne(only, worker, lookUps);
      else await Promise.all(step.map((statement) => sendOne(statement, worker, lookUps)));
    }
  }

  return {
    run: (calls, concurrency, lookUps) =>
      timeAll(calls, Math.min(concurrency, most), (call, worker) => send(call, worker, lookUps)),
    send: (call, worker) => send(call, worker),
    async close() {
      await Promise.all([...workers, ...pipelined].map((client) => client.end()));
    },
  };
}
