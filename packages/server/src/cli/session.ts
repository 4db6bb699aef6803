import { ApiError, ServerUnreachable } from "@rollcall/admin-api/api-error.ts";
import { type Client, createClient } from "@rollcall/admin-api/client.ts";
import type { Command } from "commander";
import { readConfig } from "../config.ts";
import { textTable } from "./text-table.ts";

/** What a verb ended with; docs/cli.md lists them. */
const exitCodes = { done: 0, refused: 1, usage: 2, unreachable: 3, notAllowed: 4 } as const;

/** One run of a verb that speaks to a server: how it calls, and how it prints. */
export interface Session {
  readonly client: Client;
  /** Prints an answer: as JSON where that was asked for, otherwise in the words of `human`. */
  print(answer: unknown, human: () => string): void;
  readonly json: boolean;
}

/** A verb was used wrongly: one sentence for the person who typed it. */
export class WrongUsage extends Error {}

/** What a verb began in the background came to nothing: one sentence that says why. */
export class WorkFailed extends Error {}

interface ServerOptions {
  readonly url?: string;
  readonly key?: string;
  readonly json?: boolean;
}

/**
 * Makes a command a verb that speaks to a server: gives it the options that all of them have, carries it out, and says
 * what went wrong in one or two lines.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what Commander passes: it does not
export function speakToServer<Args extends unknown[]>(
  command: Command,
  exit: (code: number) => void,
  work: (session: Session, ...args: Args) => Promise<void>,
): void {
  command
    .option("--url <address>", "where Rollcall listens (http://127.0.0.1:8080, or as ROLLCALL_PORT says)")
    .option("--key <API key>", "an API key (ROLLCALL_API_KEY)")
    .option("--json", "print JSON")
    .action(async (...args: unknown[]) => {
      exit(
        await explained(async () => {
          // Commander passes the arguments, then the options, then the command.
          await work(openSession(command.opts<ServerOptions>()), ...(args.slice(0, -1) as Args));
        }),
      );
    });
}

function openSession(options: ServerOptions): Session {
  const read = readConfig();
  if ("problems" in read) {
    const [first] = read.problems;
    throw new WrongUsage(`${first?.setting}: found ${first?.found}, expected ${first?.expected}`);
  }
  const { config } = read;
  const key = options.key ?? config.apiKey;
  if (key === undefined) throw new WrongUsage("no API key: give one with --key, or set ROLLCALL_API_KEY");
  const json = options.json ?? false;
  return {
    client: createClient({ url: options.url ?? `http://127.0.0.1:${config.port}`, key }),
    json,
    print(answer, human) {
      process.stdout.write(`${json ? JSON.stringify(answer, undefined, 2) : human()}\n`);
    },
  };
}

async function explained(work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return exitCodes.done;
  } catch (error) {
    if (error instanceof WrongUsage) return explain(exitCodes.usage, error.message);
    if (error instanceof WorkFailed) return explain(exitCodes.refused, error.message);
    if (error instanceof ServerUnreachable) {
      return explain(
        exitCodes.unreachable,
        error.message,
        "Start it with rollcall serve, or say where it is with --url.",
      );
    }
    if (!(error instanceof ApiError)) throw error;
    const problems = error.problems.map(({ where, detail }) => `  ${where}: ${detail}`);
    const notAllowed = error.status === 401 || error.status === 403;
    const code = notAllowed ? exitCodes.notAllowed : exitCodes.refused;
    return explain(code, `${error.message} (${error.code})`, ...problems, error.whatToDo);
  }
}

function explain(code: number, ...lines: string[]): number {
  const said = lines.filter((line) => line !== "").map(printable);
  process.stderr.write(`${said.join("\n")}\n`);
  return code;
}

/** A table for people; what comes from a source cannot steer the terminal. */
export function printableTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  if (rows.length === 0) return "(none)";
  return textTable(
    headings,
    rows.map((row) => row.map((cell) => (typeof cell === "number" ? cell : printable(cell ?? "")))),
  );
}

/** A text without the characters that steer a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd");
}
