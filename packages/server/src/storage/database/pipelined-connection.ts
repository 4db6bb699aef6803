import { Socket } from "node:net";
import { Client, type ClientConfig } from "pg";
import type { Query } from "./statement.ts";

/** One connection that sends queries without waiting for the answers of those before. */
export interface PipelinedConnection {
  /** Queries sent and not yet answered. */
  readonly waiting: number;
  query<Row>(query: Query): Promise<Row[]>;
  close(): Promise<void>;
}

const silenceSeconds = 15;

/**
 * Opens a connection at the first query, and again at the next one after it was lost. `pg` closes each query with a
 * Sync of its own, so that an error reaches only the query that made it, and answers arrive in the order of sending:
 * a slow query delays those behind it. Without any answer for 15 seconds the connection is given up.
 */
export function openPipelinedConnection(config: ClientConfig): PipelinedConnection {
  let connected: Client | undefined;
  let connecting: Promise<Client> | undefined;
  let socket: Socket | undefined;
  let waiting = 0;
  let answered = 0;
  let closed = false;
  let gathering = false;

  let silence = 0;
  let answeredBefore = 0;
  const watchdog = setInterval(() => {
    silence = waiting > 0 && answered === answeredBefore ? silence + 1 : 0;
    answeredBefore = answered;
    // The other side is gone without a word (a pulled cable, a stopped process).
    if (silence >= silenceSeconds) socket?.destroy(new Error("Connection terminated: no answer"));
  }, 1_000);
  watchdog.unref();

  async function connect(): Promise<Client> {
    const client = new Client({
      ...config,
      pipeline: true,
      stream: () => (socket = new Socket()),
    });
    const forget = () => {
      if (connected === client) connected = undefined;
    };
    client.on("error", forget);
    client.on("end", forget);
    try {
      await client.connect();
    } finally {
      connecting = undefined;
    }
    if (closed) {
      await client.end();
      throw new Error("Client was closed and is not queryable");
    }
    connected = client;
    return client;
  }

  /** Has the queries of one turn of the event loop leave in one write: a write costs more than making a query. */
  function gather(): void {
    const stream = socket;
    if (gathering || stream === undefined) return;
    gathering = true;
    stream.cork();
    setImmediate(() => {
      gathering = false;
      stream.uncork();
    });
  }

  function send<Row>(client: Client, query: Query): Promise<Row[]> {
    gather();
    return new Promise<Row[]>((resolve, reject) => {
      // A callback, not pg's promise: this is the hottest line of the house.
      client.query(query, (error: Error | null, result: { rows: unknown[] }) => {
        waiting -= 1;
        answered += 1;
        if (error) reject(error);
        else resolve(result.rows as Row[]);
      });
    });
  }

  async function connectAndSend<Row>(query: Query): Promise<Row[]> {
    let client: Client;
    try {
      client = await (connecting ??= connect());
    } catch (error) {
      waiting -= 1;
      throw error;
    }
    return send<Row>(client, query);
  }

  return {
    get waiting() {
      return waiting;
    },
    query<Row>(query: Query): Promise<Row[]> {
      if (closed) return Promise.reject(new Error("Client was closed and is not queryable"));
      waiting += 1;
      return connected === undefined ? connectAndSend<Row>(query) : send<Row>(connected, query);
    },
    async close() {
      closed = true;
      clearInterval(watchdog);
      await connecting?.catch(() => undefined);
      await connected?.end();
    },
  };
}
