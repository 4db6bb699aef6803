import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { memoryFlags, memoryVariables } from "../../src/cli/memory-settings.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const patienceMilliseconds = 300_000;

/** A Rollcall of its own process, on a data folder and a port that stay the same over its restarts. */
export class RollcallProcess {
  readonly apiKey = "rck-of-the-fault-tests";
  readonly origin: string;
  readonly dataFolder: string;
  readonly #port: number;
  readonly #environment: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #said = "";

  /** @param environment settings beside those that a test needs */
  constructor(dataFolder: string, port: number, environment: Readonly<Record<string, string>> = {}) {
    this.#environment = environment;
    this.dataFolder = dataFolder;
    this.#port = port;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** Starts the process unless it runs, and waits until the admin API answers from its database. */
  async start(): Promise<void> {
    if (this.#child === undefined) {
      const settings = {
        ROLLCALL_HOST: "127.0.0.1",
        ROLLCALL_PORT: String(this.#port),
        ROLLCALL_DATA: this.dataFolder,
        ROLLCALL_API_KEY: this.apiKey,
        ROLLCALL_LOG_LEVEL: "warn",
        ...this.#environment,
      };
      const child = spawn(process.execPath, [...memoryFlags, main, "serve"], {
        env: { ...inherited(), ...memoryVariables, ...settings },
        stdio: ["ignore", "pipe", "pipe"],
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8");
        stream.on("data", (text: string) => {
          this.#said = (this.#said + text).slice(-20_000);
        });
      }
      this.#child = child;
    }
    await this.#untilItAnswers(this.#child);
  }

  get serverPid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error("Rollcall does not run");
    return pid;
  }

  /** Kills the server process as a power cut would; PostgreSQL goes on alone. */
  async killServer(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    this.#child = undefined;
  }

  /** Kills the postmaster; its backends notice and end by themselves. */
  killPostmaster(): void {
    const pid = this.postmasterPid();
    if (pid !== undefined) signalQuietly(pid, "SIGKILL");
  }

  /** Kills one of the processes that serve a connection, as the kernel does that runs out of memory. */
  killBackend(): void {
    const postmaster = this.postmasterPid();
    if (postmaster === undefined) return;
    const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
    const pids = listed.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
    // The youngest: those that the postmaster starts first write, sweep and checkpoint.
    const [backend] = pids.findLast(([, parent]) => parent === postmaster) ?? [];
    if (backend !== undefined) signalQuietly(backend, "SIGKILL");
  }

  /** Ends the process and its PostgreSQL the ordinary way. @returns with what it ended; undefined where it did not run */
  async stop(): Promise<number | null | undefined> {
    const child = this.#child;
    if (child === undefined) return undefined;
    // One that ended by itself has said so already.
    if (child.exitCode !== null) return child.exitCode;
    const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const code = await gone;
    this.#child = undefined;
    return code;
  }

  async #untilItAnswers(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + patienceMilliseconds;
    while (Date.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`Rollcall ended with ${child.exitCode}:\n${this.#said}`);
      const answer = await fetch(`${this.origin}/api/v1/organizations`, {
        headers: { authorization: `Bearer ${this.apiKey}` },
      }).catch(() => undefined);
      await answer?.arrayBuffer();
      if (answer?.status === 200) return;
      await wait(50);
    }
    throw new Error(`Rollcall did not answer within ${patienceMilliseconds} ms:\n${this.#said}`);
  }

  postmasterPid(): number | undefined {
    try {
      const pid = Number(readFileSync(join(this.dataFolder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
      return Number.isInteger(pid) && pid > 1 ? pid : undefined;
    } catch {
      // Between a kill and the restart there is no such file: there is nothing to kill either.
      return undefined;
    }
  }
}

// The process gets no setting of whoever runs the tests.
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("ROLLCALL_") && name !== "DATABASE_URL"),
  );
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
