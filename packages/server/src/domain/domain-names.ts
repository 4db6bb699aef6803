import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import type { Problem } from "./errors.ts";

/** Domains as they are kept, or what is wrong with them. */
export interface CheckedDomains {
  /** Folded as e-mail addresses are, each once, in order. */
  readonly domains: readonly string[];
  readonly problems: readonly Problem[];
}

/** Checks that each text is a host name of at least two labels, as an e-mail address ends in it. */
export function checkDomains(texts: readonly string[]): CheckedDomains {
  const problems: Problem[] = [];
  const domains = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const domain = foldCase(text.trim());
    if (isDomain(domain)) domains.add(domain);
    else
      problems.push({
        where: `/domains/${index}`,
        detail: `expected a host name such as example.com, found "${text}"`,
      });
  }
  return { domains: [...domains].sort(), problems };
}

function isDomain(text: string): boolean {
  const labels = text.split(".");
  return text.length <= 253 && labels.length >= 2 && labels.every(isLabel) && !/^\d+$/.test(labels.at(-1) ?? "");
}

function isLabel(label: string): boolean {
  if (label === "" || label.length > 63 || label.startsWith("-") || label.endsWith("-")) return false;
  // Letters of every script: addresses of the e-mail extension for international names end in them.
  for (const character of label) if (!/^[\p{L}\p{M}\p{N}-]$/u.test(character)) return false;
  return true;
}
