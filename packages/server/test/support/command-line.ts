import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { TestServer } from "./server.ts";

const program = join(import.meta.dirname, "../../src/main.ts");

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Running {
  readonly child: ChildProcess & { readonly stdout: Readable };
  readonly ended: Promise<Ended>;
}

/** Runs `rollcall` as a person does, with the server's address and an owner's key unless an environment says otherwise. */
export interface CommandLine {
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): Running;
  rollcall(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
  /** What a verb that must succeed prints with `--json`. */
  json<Answer>(...args: string[]): Promise<Answer>;
}

export function openCommandLine(serverOf: () => TestServer): CommandLine {
  function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
    const server = serverOf();
    const child = spawn(process.execPath, [program, ...args], {
      env: {
        PATH: process.env["PATH"],
        ROLLCALL_API_KEY: server.apiKey,
        ROLLCALL_PORT: new URL(server.origin).port,
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, out, err })));
    return { child, ended };
  }
  const rollcall: CommandLine["rollcall"] = (args, environment) => start(args, environment).ended;
  return {
    start,
    rollcall,
    async json<Answer>(...args: string[]): Promise<Answer> {
      const { code, out, err } = await rollcall([...args, "--json"]);
      assert.equal(code, 0, err);
      return JSON.parse(out) as Answer;
    },
  };
}
