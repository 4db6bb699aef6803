import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { Config } from "../config.ts";
import type { OriginFacts, OriginProblem } from "../domain/reachability.ts";
import { originWarnings } from "./origin-warnings.ts";

/**
 * Finds what keeps sources from the public address: there is none, it is without https, its name does not resolve, or
 * leads to a private address. The one way in which start-up, `rollcall doctor` and the admin API ask.
 */
export async function findOriginProblems(config: Pick<Config, "origin" | "host" | "port">): Promise<OriginProblem[]> {
  const addresses = config.origin === undefined ? [] : await resolveName(new URL(config.origin).hostname);
  if (addresses !== undefined) return originWarnings(config, addresses);
  return [
    {
      code: "unresolved",
      found: `the name in ROLLCALL_ORIGIN, ${config.origin}, does not resolve here`,
      whatToDo: "check the name in DNS",
    },
  ];
}

/** Milliseconds for which an answer is kept: a page that waits asks again and again. */
const keptMilliseconds = 60_000;

/** Makes the question that the admin API asks, of the address where the server came to listen. */
export function openOriginFacts(config: Pick<Config, "origin" | "host" | "port">): () => Promise<OriginFacts> {
  let kept: { readonly until: number; readonly facts: Promise<OriginFacts> } | undefined;
  const listensOn = `${config.host}:${config.port}`;
  return () => {
    if (kept === undefined || kept.until < performance.now()) {
      const facts = findOriginProblems(config).then((problems) => ({ problems, listensOn }));
      kept = { until: performance.now() + keptMilliseconds, facts };
    }
    return kept.facts;
  };
}

async function resolveName(hostname: string): Promise<string[] | undefined> {
  if (hostname.startsWith("[") || isIP(hostname) !== 0) return [];
  try {
    return (await lookup(hostname, { all: true })).map((one) => one.address);
  } catch {
    return undefined;
  }
}
