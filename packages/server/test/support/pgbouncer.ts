import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../src/cli/free-port.ts";
import type { PooledServer, TransactionPooler } from "./transaction-pooler.ts";

/** The PgBouncer of this machine; undefined where there is none. */
export function findPgBouncer(): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => join(folder, "pgbouncer")).find((path) => existsSync(path));
}

/**
 * Starts the machine's PgBouncer in transaction mode in front of one database, with so few connections that two
 * transactions in a row seldom meet the same.
 */
export async function startPgBouncer(program: string, server: PooledServer, size = 6): Promise<TransactionPooler> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-pgbouncer-"));
  chmodSync(folder, 0o755);
  const port = await freePort("127.0.0.1");
  const relay = await startRelay(server);
  const behind = `host=127.0.0.1 port=${relay.port} user=${server.user} dbname=${server.database}`;
  const file = join(folder, "pgbouncer.ini");
  const settings = `[databases]
${server.database} = ${behind}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${size}
max_client_conn = 500
server_round_robin = 1
`;
  writeFileSync(file, settings);
  // It refuses to run as root.
  const owner = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const child = spawn(program, [file], { ...owner, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-10_000);
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await gone;
    await relay.close();
    rmSync(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; !(await answers(port)); attempt += 1) {
    if (child.exitCode !== null || attempt === 500) {
      await close();
      throw new Error(`PgBouncer does not listen:\n${said}`);
    }
    await sleep(20);
  }
  return { port, close };
}

/** Lets PgBouncer reach a server whose unix socket is open to nobody but whoever runs the tests. */
async function startRelay({ path, port }: PooledServer): Promise<TransactionPooler> {
  const listener = createServer((near) => {
    const far = path === undefined ? createConnection(port ?? 5432, "127.0.0.1") : createConnection(path);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.setNoDelay();
      one.on("error", () => undefined);
      one.on("close", () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => listener.close(() => resolve())),
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
