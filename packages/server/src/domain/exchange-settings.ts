import type { Problem } from "./errors.ts";

/** What an organization keeps of its exchanges, and for how long. */
export interface ExchangeSettings {
  /** Attribute paths whose values are masked beside those that always are. */
  readonly maskedPaths: readonly string[];
  /** Days for which exchanges are kept. */
  readonly retentionDays: number;
  /** Days for which the bodies of their requests and answers are kept. */
  readonly contentRetentionDays: number;
}

export const defaultExchangeSettings: ExchangeSettings = {
  maskedPaths: [],
  retentionDays: 30,
  contentRetentionDays: 7,
};

const maskedPath = /^(urn:[^\s"[\]]+:)?[a-z$][\w$-]*(\.[a-z$][\w$-]*)?$/i;

/** Says what is wrong with paths that are to be masked; they are attribute paths without a filter. */
export function checkMaskedPaths(paths: readonly string[]): Problem[] {
  return paths.flatMap((path, index) => {
    if (maskedPath.test(path.trim())) return [];
    const detail = `expected an attribute path without a filter such as name.familyName, found ${JSON.stringify(path)}`;
    return [{ where: `/maskedPaths/${index}`, detail }];
  });
}
