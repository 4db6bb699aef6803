import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { printable, WrongUsage } from "./session.ts";

/** Exit codes of the verbs that speak SCIM to a service provider; docs/cli.md lists them. */
export const exitCodes = { passed: 0, failed: 1, usage: 2, unreachable: 3, notAllowed: 4, interrupted: 130 } as const;

/** A service provider as a person names it on the command line. */
export interface Provider {
  readonly baseUrl: string;
  readonly token: string | undefined;
}

interface ProviderOptions {
  readonly token?: string;
  readonly tokenFile?: string;
}

/** Gives a command the options that name the token of a service provider. */
export function addTokenOptions(command: Command): Command {
  return command
    .option("--token <token>", "the bearer token")
    .option("--token-file <path>", "a file with the bearer token, which other people of the machine do not see");
}

/** @throws {WrongUsage} when the address is none, or the file cannot be read. */
export function readProvider(baseUrl: string, options: ProviderOptions): Provider {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new WrongUsage(`<baseUrl>: expected an address such as https://example.com/scim/v2, found ${baseUrl}`);
  }
  if (url.search !== "" || url.hash !== "") throw new WrongUsage("<baseUrl>: a SCIM base URL has no query");
  if (url.username !== "" || url.password !== "") throw new WrongUsage("<baseUrl>: name the token with --token-file");
  if (options.token !== undefined && options.tokenFile !== undefined) {
    throw new WrongUsage("--token and --token-file: expected one of them, found both");
  }
  const token = options.tokenFile === undefined ? options.token : readToken(options.tokenFile);
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new WrongUsage("the bearer token: expected visible ASCII characters without blanks");
  }
  return { baseUrl, token };
}

function readToken(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new WrongUsage(`--token-file: ${(error as Error).message}`);
  }
}

/** Reads a whole number of an option. @throws {WrongUsage} when it is none, or out of bounds. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new WrongUsage(`${option}: expected a whole number from ${least} to ${most}, found ${text}`);
}

/**
 * Runs `work` with a signal that Ctrl-C aborts, so that it can end in order; the second Ctrl-C ends the process at once.
 * Says what went wrong in one line.
 */
export async function endInOrder(work: (stop: AbortSignal) => Promise<number>): Promise<number> {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(exitCodes.interrupted);
    stop.abort();
    process.stderr.write("\nEnding in order; once more ends at once.\n");
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    return await work(stop.signal);
  } catch (error) {
    return await explain(error);
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

async function explain(error: unknown): Promise<number> {
  const { NoAnswer, Refused } = await import("@rollcall/simulator/scim-client.ts");
  const { NoProvider } = await import("@rollcall/simulator/verify/read-claims.ts");
  if (error instanceof WrongUsage) return say(exitCodes.usage, error.message);
  if (error instanceof NoProvider) {
    return say(error.kind === "token refused" ? exitCodes.notAllowed : exitCodes.unreachable, error.message);
  }
  if (error instanceof NoAnswer) {
    const cause = error.cause instanceof Error ? error.cause.message || error.cause.name : String(error.cause);
    return say(exitCodes.unreachable, `${error.message}: ${cause}`);
  }
  // A connection test that is refused: nothing was provisioned.
  if (error instanceof Refused) {
    return say(error.status === 401 || error.status === 403 ? exitCodes.notAllowed : exitCodes.failed, error.message);
  }
  throw error;
}

function say(code: number, sentence: string): number {
  process.stderr.write(`${printable(sentence)}\n`);
  return code;
}

/** Prints lines; what a service provider answered cannot steer the terminal. */
export function printLines(output: NodeJS.WriteStream, lines: readonly string[]): void {
  output.write(`${lines.map(printable).join("\n")}\n`);
}
