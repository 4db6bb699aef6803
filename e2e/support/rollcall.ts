import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client } from "pg";
import { readPostmasterFile } from "../../packages/server/src/storage/embedded-postgres/postmaster-file.ts";
import { socketPort } from "../../packages/server/src/storage/embedded-postgres/socket-folder.ts";

const main = fileURLToPath(new URL("../../packages/server/src/main.ts", import.meta.url));
const patienceMilliseconds = 60_000;

/** The whole program, started as people start it, on an empty data folder of its own. */
export interface Rollcall {
  /** Where it listens. */
  readonly origin: string;
  /** Of the first owner, as it printed it. */
  readonly apiKey: string;
  /** Leads to the page that makes the first administrator, as it printed it. */
  readonly setupLink: string;
  /** Calls the admin API; the path begins below /api/v1. */
  api<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Runs a verb of the command line on its data folder; answers what it printed. */
  run(...args: readonly string[]): Promise<string>;
  /** Opens a connection of the test's own to its embedded PostgreSQL. */
  connect(): Promise<Client>;
  /** Ends it and removes what it kept. */
  stop(): Promise<void>;
}

/** Starts `rollcall serve`; some tests set what it runs with beside its port and its data folder. */
export async function startRollcall(environment: Readonly<Record<string, string>> = {}): Promise<Rollcall> {
  const dataFolder = mkdtempSync(join(tmpdir(), "rollcall-e2e-"));
  const env = {
    ...inherited(),
    ...environment,
    ROLLCALL_PORT: "0",
    ROLLCALL_DATA: dataFolder,
    ROLLCALL_LOG_LEVEL: "warn",
  };
  const child = spawn(process.execPath, [main, "serve"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = await listen(child);
  const origin = found(said, /listens on (http:\S+?);/);
  const apiKey = found(said, /API key, shown this once: (\S+)/);
  const setupLink = found(said, /^Next: make the first administrator at (\S+)/m);
  return {
    origin,
    apiKey,
    setupLink,
    async api<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
      const response = await fetch(`${origin}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return (text === "" ? undefined : JSON.parse(text)) as Answer;
    },
    async run(...args) {
      return (await promisify(execFile)(process.execPath, [main, ...args], { env })).stdout;
    },
    async connect() {
      const postmaster = readPostmasterFile(join(dataFolder, "postgres"));
      assert.ok(postmaster !== undefined, "the embedded PostgreSQL left no postmaster.pid");
      const client = new Client({
        host: postmaster.socketFolder,
        port: socketPort,
        user: "rollcall",
        database: "rollcall",
      });
      await client.connect();
      return client;
    },
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Resolves with what it said once it listens. */
function listen(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const deadline = setTimeout(
      () => reject(new Error(`Rollcall did not start in time:\n${said}`)),
      patienceMilliseconds,
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (text: string) => {
        said += text;
        if (!/^Next: /m.test(said)) return;
        clearTimeout(deadline);
        resolve(said);
      });
    }
    child.once("exit", (code) => reject(new Error(`Rollcall ended with ${code}:\n${said}`)));
  });
}

function found(said: string, pattern: RegExp): string {
  const match = pattern.exec(said)?.[1];
  if (match === undefined) throw new Error(`expected ${pattern} in what Rollcall printed:\n${said}`);
  return match;
}

// The process gets no setting of whoever runs the tests.
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("ROLLCALL_") && name !== "DATABASE_URL"),
  );
}
