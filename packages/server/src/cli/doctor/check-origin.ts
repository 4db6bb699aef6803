import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { Config } from "../../config.ts";
import { originWarnings } from "../../config/origin-warnings.ts";
import { type Check, ok, warning } from "./check.ts";

const name = "origin";

/** Checks that sources can reach the public address: there is one, with https, of a name that leads to no private one. */
export async function checkOrigin(config: Pick<Config, "origin" | "host" | "port">): Promise<Check[]> {
  const addresses = config.origin === undefined ? [] : await resolveName(new URL(config.origin).hostname);
  if (addresses === undefined) {
    return [
      warning(name, `the name in ROLLCALL_ORIGIN, ${config.origin}, does not resolve here`, "check the name in DNS"),
    ];
  }
  const warnings = originWarnings(config, addresses);
  if (warnings.length === 0) return [ok(name, config.origin ?? "")];
  return warnings.map(({ found, whatToDo }) => warning(name, found, whatToDo));
}

async function resolveName(hostname: string): Promise<string[] | undefined> {
  if (hostname.startsWith("[") || isIP(hostname) !== 0) return [];
  try {
    return (await lookup(hostname, { all: true })).map((one) => one.address);
  } catch {
    return undefined;
  }
}
