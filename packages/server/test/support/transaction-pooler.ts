import { createConnection, createServer, type Server, type Socket } from "node:net";

/** A pooler in transaction mode, between a program and the tests' PostgreSQL. */
export interface TransactionPooler {
  readonly port: number;
  close(): Promise<void>;
}

/** Where the pooler's own connections go: a unix socket, or a port of this machine; without a password. */
export interface PooledServer {
  readonly path?: string;
  readonly port?: number;
  readonly user: string;
  readonly database: string;
}

/** One connection to PostgreSQL; lent to a client for one transaction. */
interface Backend {
  readonly socket: Socket;
  /** Queries sent whose ReadyForQuery has not come yet. */
  waiting: number;
  client: Client | undefined;
}

interface Client {
  readonly socket: Socket;
  backend: Backend | undefined;
  /** Messages that wait for a connection. */
  queued: Buffer[];
}

const [query, sync, terminate, readyForQuery] = ["Q", "S", "X", "Z"].map((letter) => letter.charCodeAt(0));
const idle = "I".charCodeAt(0);
const sslRequest = 80_877_103;

/**
 * Does what PgBouncer does in transaction mode, no more: lends each client one of few connections for one transaction,
 * the one that has rested longest, so that two transactions in a row seldom meet the same; and refuses session settings
 * at the start of a connection. What relies on a session breaks on it.
 */
export async function startTransactionPooler(server: PooledServer, size = 3): Promise<TransactionPooler> {
  const backends = await Promise.all(Array.from({ length: size }, () => openBackend(server)));
  const resting = [...backends];
  const waiting: Client[] = [];
  const clients = new Set<Client>();

  function serveWaiting(): void {
    while (waiting.length > 0 && resting.length > 0) {
      const [client, backend] = [waiting.shift(), resting.shift()];
      if (client === undefined || backend === undefined) return;
      backend.client = client;
      client.backend = backend;
      for (const message of client.queued.splice(0)) forward(backend, message);
    }
  }

  function receive(client: Client, message: Buffer): void {
    if (message[0] === terminate) return void client.socket.end();
    if (client.backend !== undefined) return forward(client.backend, message);
    client.queued.push(message);
    if (!waiting.includes(client)) waiting.push(client);
    serveWaiting();
  }

  async function leave(client: Client): Promise<void> {
    clients.delete(client);
    if (waiting.includes(client)) waiting.splice(waiting.indexOf(client), 1);
    const { backend } = client;
    if (backend === undefined) return;
    // Its transaction is open for ever: the connection is given up, and another takes its place.
    backend.socket.destroy();
    const fresh = await openBackend(server).catch(() => undefined);
    backends.splice(backends.indexOf(backend), 1, ...(fresh === undefined ? [] : [fresh]));
    if (fresh !== undefined) listen(fresh);
    serveWaiting();
  }

  function listen(backend: Backend): void {
    if (!resting.includes(backend)) resting.push(backend);
    onMessages(backend.socket, (message) => {
      const { client } = backend;
      client?.socket.write(message);
      if (message[0] !== readyForQuery) return;
      backend.waiting -= 1;
      if (backend.waiting > 0 || message[5] !== idle || client === undefined) return;
      client.backend = undefined;
      backend.client = undefined;
      resting.push(backend);
      serveWaiting();
    });
    backend.socket.on("close", () => backend.client?.socket.destroy());
  }

  for (const backend of backends) listen(backend);
  const listener: Server = createServer((socket) => {
    const client: Client = { socket, backend: undefined, queued: [] };
    clients.add(client);
    socket.setNoDelay();
    socket.on("error", () => undefined);
    socket.on("close", () => void leave(client));
    greet(socket, () => onMessages(socket, (message) => receive(client, message)));
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return {
    port: (listener.address() as { port: number }).port,
    async close() {
      for (const client of clients) client.socket.destroy();
      for (const backend of backends) backend.socket.destroy();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

function forward(backend: Backend, message: Buffer): void {
  if (message[0] === query || message[0] === sync) backend.waiting += 1;
  backend.socket.write(message);
}

/** Answers the start of a connection as a server does that trusts everybody; refuses session settings as PgBouncer. */
function greet(socket: Socket, then: () => void): void {
  let held = Buffer.alloc(0);
  const read = (chunk: Buffer): void => {
    held = Buffer.concat([held, chunk]);
    if (held.length < 8 || held.length < held.readUInt32BE(0)) return;
    const startup = held.subarray(0, held.readUInt32BE(0));
    held = held.subarray(startup.length);
    if (startup.readUInt32BE(4) === sslRequest) return void socket.write("N");
    socket.off("data", read);
    const parts = startup.subarray(8).toString("utf8").split("\0");
    const names = parts.filter((part, index) => index % 2 === 0 && part !== "");
    const refused = names.find((name) => !["user", "database", "application_name", "client_encoding"].includes(name));
    if (refused !== undefined) {
      const text = `unsupported startup parameter: ${refused}`;
      return void socket.end(frame("E", Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${text}\0\0`)));
    }
    const encoding = frame("S", Buffer.from("client_encoding\0UTF8\0"));
    socket.write(Buffer.concat([frame("R", Buffer.alloc(4)), encoding, frame("Z", Buffer.from("I"))]));
    then();
    if (held.length > 0) socket.unshift(held);
  };
  socket.on("data", read);
}

async function openBackend({ path, port, user, database }: PooledServer): Promise<Backend> {
  const socket = path === undefined ? createConnection(port ?? 5432, "127.0.0.1") : createConnection(path);
  socket.setNoDelay();
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    const parameters = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
    const startup = Buffer.alloc(8);
    startup.writeUInt32BE(8 + parameters.length, 0);
    startup.writeUInt32BE(196_608, 4);
    socket.write(Buffer.concat([startup, parameters]));
    const stop = onMessages(socket, (message) => {
      if (message[0] === "E".charCodeAt(0))
        reject(new Error(message.subarray(5).toString("utf8").replaceAll("\0", " ")));
      if (message[0] !== readyForQuery) return;
      stop();
      resolve();
    });
  });
  socket.on("error", () => undefined);
  return { socket, waiting: 0, client: undefined };
}

/** Calls `handle` with each whole message that arrives; the function returned stops that. */
function onMessages(socket: Socket, handle: (message: Buffer) => void): () => void {
  let held: Buffer = Buffer.alloc(0);
  const read = (chunk: Buffer): void => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= 5 && held.length > held.readUInt32BE(1)) {
      const length = 1 + held.readUInt32BE(1);
      const message = held.subarray(0, length);
      held = held.subarray(length);
      handle(message);
    }
  };
  socket.on("data", read);
  return () => socket.off("data", read);
}

function frame(letter: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 0, "latin1");
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
