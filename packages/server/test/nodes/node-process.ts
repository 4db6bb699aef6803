import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { DatabaseTarget } from "../../src/storage/database.ts";
import { databaseUrl } from "../support/database.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

export interface NodeProcessOptions {
  readonly target: DatabaseTarget;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A `rollcall serve` of its own process, one node of several on a database. */
export interface NodeProcess {
  readonly pid: number;
  readonly origin: string;
  /** Everything it has said so far, its log included. */
  said(): string;
  /** Whether it does the background work, by what it says in its log. */
  leads(): boolean;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Ends it the ordinary way. */
  stop(): Promise<void>;
}

/** Starts a node and waits until it has said all that it says at its start. */
export async function startNode({ target, settings = {} }: NodeProcessOptions): Promise<NodeProcess> {
  const child = spawn(process.execPath, [main, "serve"], {
    env: {
      ...inherited(),
      DATABASE_URL: databaseUrl(target),
      ROLLCALL_PORT: "0",
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const listens = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        const origin = /listens on (http:\S+);/.exec(said)?.[1];
        // Keys and links are said between the two.
        if (origin !== undefined && said.includes("Programs and the command line")) resolve(origin);
      });
    }
  });
  const ended = gone.then((): never => {
    throw new Error(`the node ended before it listened:\n${said}`);
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (isRunning(child)) child.kill(signal);
    await gone;
  };
  return {
    pid: child.pid ?? 0,
    origin: await Promise.race([listens, ended]),
    said: () => said,
    leads: () => isRunning(child) && said.lastIndexOf("this node does the") > said.lastIndexOf("another node does the"),
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

// A node gets no setting of whoever runs the tests.
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("ROLLCALL_") && name !== "DATABASE_URL"),
  );
}
