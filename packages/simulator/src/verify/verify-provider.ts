import type { Section } from "../checks/check.ts";
import { ProviderClient } from "./provider-client.ts";
import { readClaims } from "./read-claims.ts";
import { type CheckReport, runChecks, type Verdict } from "./run.ts";

export interface VerifyOptions {
  /** The SCIM base URL, with or without a slash at its end. */
  readonly baseUrl: string;
  /** Sent as a bearer token. */
  readonly token?: string | undefined;
  /** Sent with each request: a gateway's key, another way to authenticate. Their values are masked in the report. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly sections: readonly Section[];
  /** Checks under way at the same time. */
  readonly concurrency: number;
  /** Milliseconds until an answer that has not come no longer counts. */
  readonly patience: number;
  /** The domain of the user names that are made. */
  readonly domain: string;
  /** Aborted when the run has to end: what was made is deleted still. */
  readonly stop: AbortSignal;
  /** Told after each check, with how many there are. */
  readonly onChecked?: ((report: CheckReport, done: number, total: number) => void) | undefined;
}

export type Counts = Readonly<Record<Verdict, number>>;

export interface SectionReport {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly counts: Counts;
}

/** Everything that a run against a service provider found. Plain data, fit for JSON. */
export interface VerifyReport {
  readonly baseUrl: string;
  readonly startedAt: string;
  readonly milliseconds: number;
  readonly requests: number;
  readonly counts: Counts;
  readonly sections: readonly SectionReport[];
  /** What the service provider does not claim, with the reason. */
  readonly notClaimed: Readonly<Record<string, string>>;
  readonly checks: readonly CheckReport[];
  /** What was made and could not be deleted again, with the reason. */
  readonly left: readonly string[];
}

/**
 * Judges a service provider by what it claims: reads its discovery documents, makes the checks, deletes what it made.
 * Touches nothing that it did not make.
 * @throws {NoProvider} when nothing there speaks SCIM, or the token is refused.
 * @throws {NoAnswer} when the service provider cannot be reached.
 */
export async function verifyProvider(options: VerifyOptions): Promise<VerifyReport> {
  const startedAt = new Date().toISOString();
  const begun = performance.now();
  const client = new ProviderClient({ ...options, headers: options.headers ?? {} });
  try {
    const claims = await readClaims(client);
    const total = options.sections.reduce((sum, { checks }) => sum + checks.length, 0);
    let done = 0;
    const { checks, left } = await runChecks({
      client,
      claims,
      sections: options.sections,
      concurrency: options.concurrency,
      domain: options.domain,
      stop: options.stop,
      onChecked: (report) => options.onChecked?.(report, (done += 1), total),
    });
    return {
      baseUrl: client.baseUrl,
      startedAt,
      milliseconds: Math.round(performance.now() - begun),
      requests: client.requests,
      counts: countVerdicts(checks),
      sections: options.sections.map(({ name, title, source }) => {
        return { name, title, source, counts: countVerdicts(checks.filter(({ section }) => section === name)) };
      }),
      notClaimed: Object.fromEntries(claims.missing),
      checks,
      left,
    };
  } finally {
    await client.close();
  }
}

function countVerdicts(checks: readonly CheckReport[]): Counts {
  const count = (verdict: Verdict): number => checks.filter((check) => check.verdict === verdict).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    warning: count("warning"),
    skipped: count("skipped"),
    "not run": count("not run"),
  };
}

/** Whether every check that applies was made and none failed; warnings do not count. */
export function hasPassed({ counts }: VerifyReport): boolean {
  return counts.failed === 0 && counts["not run"] === 0;
}
