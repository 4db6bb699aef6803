/** How a domain that an organization declares as its own stands to its proof. */
export type ProofState =
  /** Never proven. */
  | "pending"
  | "proven"
  /** It was proven, and its record has been missing for days. */
  | "lost";

/** A domain that an organization declares as its own, and what is known of its proof. Instants are ISO 8601. */
export interface OwnDomain {
  readonly domain: string;
  /** Of the TXT record. */
  readonly token: string;
  readonly createdAt: string;
  readonly provenAt: string | null;
  readonly missingSince: string | null;
  readonly lostAt: string | null;
  readonly checkedAt: string | null;
  /** Why the last look did not find the record. */
  readonly problem: string | null;
}

/** What a look for TXT records came to. */
export type TextsFound =
  | { readonly kind: "found"; readonly texts: readonly string[] }
  /** The DNS says that there is none. */
  | { readonly kind: "none" }
  /** The DNS said nothing that can be relied on. */
  | { readonly kind: "failed"; readonly reason: string };

const hour = 3_600_000;
const day = 24 * hour;
/** For so long may the record of a proven domain be missing. */
const graceMilliseconds = 3 * day;
/** A domain that was declared less than this ago is looked at every hour: somebody is about to prove it. */
const freshMilliseconds = 7 * day;

/** The name of the TXT record that proves a domain. */
export function proofName(domain: string): string {
  return `_rollcall.${domain}`;
}

/** What the TXT record has to hold. */
export function proofValue({ token }: Pick<OwnDomain, "token">): string {
  return `rollcall-domain-verification=${token}`;
}

export function proofState({ provenAt, lostAt }: Pick<OwnDomain, "provenAt" | "lostAt">): ProofState {
  if (provenAt === null) return "pending";
  return lostAt === null ? "proven" : "lost";
}

/** Tells whether people may be linked by a domain. @param required only proven domains count */
export function isTrusted(domain: Pick<OwnDomain, "provenAt" | "lostAt">, required: boolean): boolean {
  return !required || proofState(domain) === "proven";
}

/**
 * Decides what a look for the record does to a domain: its record proves it; a proven one whose record has been missing
 * for three days is lost; a DNS that does not answer changes nothing.
 */
export function decideProof(before: OwnDomain, found: TextsFound, now: string): OwnDomain {
  const checked = { ...before, checkedAt: now };
  const name = proofName(before.domain);
  if (found.kind === "failed") {
    return { ...checked, problem: `the DNS did not answer for ${name}: ${found.reason}` };
  }
  if (found.kind === "found" && found.texts.some((text) => text.trim() === proofValue(before))) {
    const provenAt = proofState(before) === "proven" ? before.provenAt : now;
    return { ...checked, provenAt, missingSince: null, lostAt: null, problem: null };
  }
  const problem =
    found.kind === "none"
      ? `there is no TXT record at ${name}`
      : `none of the ${found.texts.length} TXT records at ${name} holds the value`;
  if (proofState(before) !== "proven") return { ...checked, problem };
  const missingSince = before.missingSince ?? now;
  const isLost = Date.parse(now) - Date.parse(missingSince) >= graceMilliseconds;
  return { ...checked, missingSince, lostAt: isLost ? now : null, problem };
}

/** When a domain that was just looked at is looked at again, ISO 8601. */
export function nextProofCheck(domain: OwnDomain, now: string): string {
  const isFresh = Date.parse(now) - Date.parse(domain.createdAt) < freshMilliseconds;
  const isProven = proofState(domain) === "proven";
  const soon = isProven ? domain.problem !== null : isFresh;
  return new Date(Date.parse(now) + (soon ? hour : day)).toISOString();
}
