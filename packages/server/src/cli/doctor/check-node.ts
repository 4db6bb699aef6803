import { type Check, ok, problem } from "./check.ts";

const oldestMajor = 24;

/** Checks the version of Node, given as `24.21.0`. */
export function checkNode(version: string): Check {
  return Number.parseInt(version, 10) >= oldestMajor
    ? ok("node", `Node ${version}`)
    : problem("node", `Node ${version}`, `install Node ${oldestMajor} or newer, or start Rollcall with npm start`);
}
