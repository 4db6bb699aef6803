import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { memoryFlags, memoryVariables } from "../packages/server/src/cli/memory-settings.ts";
import { readPostmasterFile } from "../packages/server/src/storage/embedded-postgres/postmaster-file.ts";

const main = fileURLToPath(new URL("../packages/server/src/main.ts", import.meta.url));
const apiKey = "rck-of-the-bench";

/** A Rollcall of its own process on a new data folder, with its embedded PostgreSQL as anybody gets it: durable. */
export interface ServerProcess {
  readonly pid: number;
  readonly postmasterPid: number;
  readonly socketFolder: string;
  /** Calls the admin API as the owner; the path begins below /api/v1. @throws Error for any answer but 2xx */
  api<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts it.
 *
 * @param nodeArguments for the Node that runs it, as `--cpu-prof`
 */
export async function startServerProcess(nodeArguments: readonly string[]): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-bench-"));
  // PostgreSQL runs as somebody else when the bench runs as root, and has to get through to its folder.
  chmodSync(folder, 0o711);
  const dataFolder = join(folder, "data");
  const settings = {
    ROLLCALL_PORT: "0",
    ROLLCALL_DATA: dataFolder,
    ROLLCALL_API_KEY: apiKey,
    ROLLCALL_LOG_LEVEL: "warn",
    // A Bulk of 1,000 whole users is 1.6 MB.
    ROLLCALL_BODY_LIMIT: "8MB",
  };
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("ROLLCALL_") && name !== "DATABASE_URL",
  );
  const child = spawn(process.execPath, [...memoryFlags, ...nodeArguments, main, "serve"], {
    env: { ...Object.fromEntries(inherited), ...memoryVariables, ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const origin = await saidOrigin(child, gone);
    const postmaster = readPostmasterFile(join(dataFolder, "postgres"));
    if (postmaster === undefined) throw new Error("the embedded PostgreSQL left no postmaster.pid");
    return {
      pid: child.pid ?? 0,
      postmasterPid: postmaster.pid,
      socketFolder: postmaster.socketFolder,
      stop,
      async api<Answer>(method: string, path: string, body?: unknown) {
        const response = await fetch(`${origin}/api/v1${path}`, {
          method,
          headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
        return JSON.parse(text) as Answer;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until the server says where it listens. */
async function saidOrigin(child: ChildProcess, gone: Promise<void>): Promise<string> {
  let said = "";
  const origin = new Promise<string>((resolve) => {
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const found = /listens on (http:\S+);/.exec(said);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
  });
  const ended = gone.then((): never => {
    throw new Error(`Rollcall ended before it listened: ${said}`);
  });
  return Promise.race([origin, ended]);
}
