import { readFileSync } from "node:fs";

/** The version that the project's manifest names. */
export function rollcallVersion(): string {
  const path = new URL("../package.json", import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}
