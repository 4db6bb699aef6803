import { Socket } from "node:net";
import { Client, type ClientConfig, Query as DriverQuery, type ResultBuilder } from "pg";
import { atEndOfTurn } from "./end-of-turn.ts";
import type { Query } from "./statement.ts";

/** One connection that sends queries without waiting for the answers of those before. */
export interface PipelinedConnection {
  readonly open: boolean;
  /** Queries sent and not yet answered. */
  readonly waiting: number;
  /** Queries of this turn of the event loop wait to leave together: another one costs no write of its own. */
  readonly gathering: boolean;
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
    atEndOfTurn(() => {
      gathering = false;
      stream.uncork();
    });
  }

  function send<Row>(client: Client, query: Query): Promise<Row[]> {
    gather();
    return new Promise<Row[]>((resolve, reject) => {
      // The hottest lines of the house: a callback, not pg's promise; its Query, which copies a text for nothing.
      const sent = new DriverQuery(query.text, query.values, (error: Error | undefined, result: ResultBuilder) => {
        waiting -= 1;
        answered += 1;
        if (error) reject(error);
        else resolve(result.rows as Row[]);
      });
      if (query.name !== undefined) Object.assign(sent, { name: query.name });
      client.query(sent);
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
    get open() {
      return connected !== undefined;
    },
    get waiting() {
      return waiting;
    },
    get gathering() {
      return gathering;
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

/** Queries that leave in one write at most: the last of them waits for all. */
const together = 8;

/**
 * Chooses the connection that a query is sent on: the one whose queries of this turn are about to leave, since a write
 * and the waking of the database cost more than a look-up; else the one with the least to answer.
 */
export function chooseConnection(connections: readonly PipelinedConnection[]): PipelinedConnection {
  let [chosen] = connections;
  for (const one of connections) {
    if (one.gathering && one.waiting < together) return one;
    if (chosen === undefined || one.waiting < chosen.waiting) chosen = one;
  }
  if (chosen === undefined) throw new Error("there is no connection to choose from");
  return chosen;
}
