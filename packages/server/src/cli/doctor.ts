import { resolve } from "node:path";
import type { Config } from "../config.ts";
import { findLockHolder } from "../storage/embedded-postgres/data-folder-lock.ts";
import type { Check } from "./doctor/check.ts";
import { checkDataFolder } from "./doctor/check-data-folder.ts";
import { checkDatabase } from "./doctor/check-database.ts";
import { checkNode } from "./doctor/check-node.ts";
import { checkOrigin } from "./doctor/check-origin.ts";
import { checkPort } from "./doctor/check-port.ts";

/** Looks at everything Rollcall needs on this machine. Changes nothing: it neither starts nor creates anything. */
export async function examine(config: Config): Promise<Check[]> {
  const holder = findLockHolder(resolve(config.dataFolder));
  const [dataFolder, database, port, origin] = await Promise.all([
    checkDataFolder(config.dataFolder),
    checkDatabase(config),
    checkPort(config.host, config.port, holder?.pid),
    checkOrigin(config),
  ]);
  return [checkNode(process.versions.node), dataFolder, ...database, port, ...origin];
}

/** `rollcall doctor`: prints the checks; the exit code is 1 when one of them found a problem. */
export async function runDoctor(config: Config, { json }: { json: boolean }): Promise<number> {
  const checks = await examine(config);
  const sound = checks.every((check) => check.state !== "problem");
  process.stdout.write(json ? `${JSON.stringify({ sound, checks }, null, 2)}\n` : `${present(checks)}\n`);
  return sound ? 0 : 1;
}

const marks = { ok: "ok     ", warning: "warning", problem: "problem" };

/** One line a check, and what to do about it below. */
export function present(checks: readonly Check[]): string {
  return checks
    .flatMap(({ state, name, found, whatToDo }) => {
      const line = `${marks[state]}  ${name}: ${found}`;
      return whatToDo === undefined ? [line] : [line, `         ${whatToDo}`];
    })
    .join("\n");
}
