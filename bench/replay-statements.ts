import { Client, type ClientConfig } from "pg";
import { columnTypes } from "../packages/server/src/storage/database/column-types.ts";
import { byIndex, type DatabaseTarget } from "../packages/server/src/storage/database.ts";
import { type Timed, timeAll } from "./in-turn.ts";
import type { RecordedCall, RecordedStatement } from "./record-statements.ts";

/** As many as the server has for its point look-ups. */
const pipelinedConnections = 3;

/** Connections that send recorded statements by the bare driver: no program around it, no pool to wait for. */
export interface Replay {
  /** Sends the statements of each call, `concurrency` calls at a time. @throws Error where one misses its row */
  run(calls: readonly RecordedCall[], concurrency: number): Promise<Timed>;
  close(): Promise<void>;
}

/** Opens a connection for each of `most` workers, and the pipelined ones that they share. */
export async function openReplay(target: DatabaseTarget & { host: string }, most: number): Promise<Replay> {
  const config: ClientConfig = { ...target, ...byIndex, application_name: "rollcall-bench", types: columnTypes };
  const workers = Array.from({ length: most }, () => new Client(config));
  const pipelined = Array.from({ length: pipelinedConnections }, () => new Client({ ...config, pipeline: true }));
  await Promise.all([...workers, ...pipelined].map((client) => client.connect()));

  async function send(statement: RecordedStatement, worker: number): Promise<void> {
    const client = statement.pipelined ? pipelined[worker % pipelinedConnections] : workers[worker];
    const { name, text, values } = statement;
    const query = name === undefined ? { text, values: [...values] } : { name, text, values: [...values] };
    const found = await client?.query(query);
    // Every statement of the scenarios answers with one row; a write that was overtaken fails instead.
    if (found?.rowCount !== 1) throw new Error(`${name}: expected one row, found ${found?.rowCount}`);
  }

  return {
    run: (calls, concurrency) =>
      timeAll(calls, concurrency, async ({ steps }, worker) => {
        for (const step of steps) {
          const [only] = step;
          if (step.length === 1 && only !== undefined) await send(only, worker);
          else await Promise.all(step.map((statement) => send(statement, worker)));
        }
      }),
    async close() {
      await Promise.all([...workers, ...pipelined].map((client) => client.end()));
    },
  };
}
