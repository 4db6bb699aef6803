import { execFile, spawn } from "node:child_process";
import { appendFile, chown, mkdir, readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../../src/cli/free-port.ts";
import { findPostgres } from "../../src/storage/embedded-postgres/find-postgres.ts";
import { findServerOwner, type ServerOwner } from "../../src/storage/embedded-postgres/server-owner.ts";

const run = promisify(execFile);

export const user = "rollcall";

/** Finds a PostgreSQL with all programs for a streaming replica; the embedded one has no pg_basebackup. */
export function findReplicatingPostgres(): string | undefined {
  const folders = findPostgres("/nowhere").installed.filter(({ major }) => major >= 15);
  return folders.map(({ folder }) => join(folder, "bin")).find((bin) => existsSync(join(bin, "pg_basebackup")));
}

/** A PostgreSQL server of its own on this machine, as an administrator would run it for Rollcall. */
export class ExternalPostgres {
  readonly port: number;
  readonly #bin: string;
  readonly #folder: string;
  readonly #owner: ServerOwner;

  private constructor(bin: string, folder: string, port: number) {
    this.#bin = bin;
    this.#folder = folder;
    this.#owner = findServerOwner(folder);
    this.port = port;
  }

  /** Makes a new cluster, not started. @param parent a folder that everybody may enter */
  static async create(bin: string, parent: string, name: string): Promise<ExternalPostgres> {
    const made = new ExternalPostgres(bin, join(parent, name), await freePort("127.0.0.1"));
    await made.#makeFolder();
    await made.#run("initdb", "-D", made.#folder, "-U", user, "-A", "trust", "-E", "UTF8", "--no-locale");
    const settings = [
      "wal_level = replica",
      "hot_standby = on",
      "wal_retrieve_retry_interval = 200ms",
      "max_connections = 60",
      "unix_socket_directories = ''",
      "listen_addresses = '127.0.0.1'",
    ];
    await appendFile(join(made.#folder, "postgresql.conf"), `${settings.join("\n")}\n`);
    return made;
  }

  /** Makes a streaming replica of this running server, not started. */
  async makeReplica(parent: string, name: string): Promise<ExternalPostgres> {
    const made = new ExternalPostgres(this.#bin, join(parent, name), await freePort("127.0.0.1"));
    await made.#makeFolder();
    const from = ["-h", "127.0.0.1", "-p", String(this.port), "-U", user];
    await made.#run("pg_basebackup", "-D", made.#folder, ...from, "-R", "-X", "stream", "-c", "fast");
    return made;
  }

  async start(): Promise<void> {
    const options = `-p ${this.port}`;
    await this.#run("pg_ctl", "start", "-D", this.#folder, "-w", "-o", options, "-l", join(this.#folder, "log"));
  }

  async restart(): Promise<void> {
    await this.#run("pg_ctl", "restart", "-D", this.#folder, "-w", "-m", "fast", "-l", join(this.#folder, "log"));
  }

  async promote(): Promise<void> {
    await this.#run("pg_ctl", "promote", "-D", this.#folder, "-w");
  }

  /** Kills it as a power cut would. */
  async kill(): Promise<void> {
    const [pid] = (await readFile(join(this.#folder, "postmaster.pid"), "utf8")).split("\n");
    process.kill(Number(pid), "SIGKILL");
  }

  /** Ends it at once where it runs. */
  async stop(): Promise<void> {
    await this.#run("pg_ctl", "stop", "-D", this.#folder, "-w", "-m", "immediate").catch(() => undefined);
  }

  async #makeFolder(): Promise<void> {
    await mkdir(this.#folder, { mode: 0o700 });
    if (this.#owner.switchesUser) await chown(this.#folder, this.#owner.uid, this.#owner.gid);
  }

  async #run(program: string, ...args: readonly string[]): Promise<void> {
    const { uid, gid, switchesUser } = this.#owner;
    const options = { cwd: this.#folder, ...(switchesUser ? { uid, gid } : {}) };
    // The server that pg_ctl starts inherits what it writes to, so nobody may wait for the end of a pipe.
    if (program !== "pg_ctl") await run(join(this.#bin, program), [...args], options);
    else
      await new Promise<void>((resolve, reject) => {
        const child = spawn(join(this.#bin, program), [...args], { ...options, stdio: "ignore" });
        child.once("error", reject);
        child.once("exit", (code) =>
          code === 0 ? resolve() : reject(new Error(`pg_ctl ${args[0]} of ${this.#folder} ended with ${code}`)),
        );
      });
  }
}
