import { Resolver } from "node:dns/promises";
import { domainToASCII } from "node:url";
import type { TextsFound } from "../domain/own-domain.ts";

/** Looks up TXT records. */
export interface DomainResolver {
  /** Of a name, at most 100; never throws. */
  texts(name: string): Promise<TextsFound>;
}

export interface DomainResolverOptions {
  /** Addresses, each with or without a port; the machine's own where there is none. */
  readonly servers: readonly string[];
  /** For which one server is waited for, and how often each is asked. */
  readonly timeoutMilliseconds?: number;
  readonly tries?: number;
}

const mostTexts = 100;
/** A proof is short: what is longer is no proof, and is not kept. */
const longestText = 1_000;
/** The DNS says for sure that there is nothing. */
const nothing: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA"]);

/** Opens the way to the DNS; nothing is asked before there is something to look up. */
export function openDomainResolver(options: DomainResolverOptions): DomainResolver {
  const { servers, timeoutMilliseconds = 2_000, tries = 2 } = options;
  return {
    async texts(name) {
      // One for each look: nobody waits behind another one's name.
      const resolver = new Resolver({ timeout: timeoutMilliseconds, tries, maxTimeout: timeoutMilliseconds });
      try {
        if (servers.length > 0) resolver.setServers([...servers]);
        const records = await resolver.resolveTxt(domainToASCII(name));
        const texts = records.slice(0, mostTexts).map((parts) => parts.join("").slice(0, longestText));
        return { kind: "found", texts };
      } catch (error) {
        const { code, message } = error as { code?: string; message?: string };
        if (code !== undefined && nothing.has(code)) return { kind: "none" };
        return { kind: "failed", reason: code ?? message ?? "it said something that is no answer" };
      }
    },
  };
}
