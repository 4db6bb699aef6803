import { BlockList, isIP } from "node:net";
import type { Config } from "../config.ts";
import type { OriginProblem } from "../domain/reachability.ts";

/**
 * What stands in the way of a source that calls from outside: no public address, not https, or a private address. Pure:
 * what the origin's name resolves to, where the caller knows it, is an argument.
 */
export function originWarnings(
  config: Pick<Config, "origin" | "host" | "port">,
  resolved: readonly string[] = [],
): OriginProblem[] {
  const { origin } = config;
  if (origin === undefined) {
    return [
      {
        code: "missing",
        found: `ROLLCALL_ORIGIN is not set: Rollcall only knows itself as http://${config.host}:${config.port}`,
        whatToDo: "put a reverse proxy with https before it and set ROLLCALL_ORIGIN to the public address",
      },
    ];
  }
  const warnings: OriginProblem[] = [];
  const { protocol, hostname } = new URL(origin);
  if (protocol !== "https:") {
    warnings.push({
      code: "not-https",
      found: `ROLLCALL_ORIGIN is ${origin}: sources send bearer tokens, and most refuse an address without https`,
      whatToDo: "put a reverse proxy with https before Rollcall and set ROLLCALL_ORIGIN to its https address",
    });
  }
  const name = hostname.replace(/^\[|\]$/g, "");
  const addresses = isIP(name) === 0 ? resolved : [name];
  const reserved = addresses.find(isPrivateAddress);
  if (reserved !== undefined || isLocalName(name)) {
    const leads = reserved === undefined || reserved === name ? name : `${name}, which leads to ${reserved}`;
    warnings.push({
      code: "private",
      found: `ROLLCALL_ORIGIN is at ${leads}: a source in the cloud cannot reach a private address`,
      whatToDo: "use a public name, or make sure that every source runs on the same network",
    });
  }
  return warnings;
}

const privateNetworks = new BlockList();
for (const [network, prefix, family] of [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["::", 127, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 10, "ipv6"],
] as const) {
  privateNetworks.addSubnet(network, prefix, family);
}

/** Tells whether an address is of the kind that the internet does not route: RFC 1918, loopback, link-local, … */
export function isPrivateAddress(address: string): boolean {
  // BlockList looks through IPv4 addresses that are written as IPv6 (::ffff:10.0.0.1).
  return isIP(address) !== 0 && privateNetworks.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

function isLocalName(name: string): boolean {
  return name === "localhost" || /\.(localhost|local|internal|lan|home\.arpa)$/.test(name) || !/[.:]/.test(name);
}
