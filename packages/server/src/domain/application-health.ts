import { explainExchange } from "./explain-exchange.ts";
import type { FirstFact } from "./observe-call.ts";
import type { Mode } from "./source-application.ts";
import { type ProblemKind, strangersProblems } from "./problem-kind.ts";

/** The first call that took a step. */
export interface FirstCall {
  readonly at: string;
  readonly userAgent: string | null;
  readonly scimId: string | null;
}

/** The last call that had a problem. */
export interface ProblemCall {
  readonly at: string;
  readonly status: number;
  readonly scimType: string | null;
  readonly detail: string | null;
  readonly userAgent: string | null;
}

/** The last call of a source. */
export interface LastCall {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly userAgent: string | null;
}

/** What is known of the calls of an application. */
export interface CallFacts {
  /** Of those that came with a token of the application. */
  readonly last: LastCall | undefined;
  readonly lastAcceptedAt: string | null;
  readonly troubleSince: string | null;
  readonly recoveredAt: string | null;
  readonly firsts: Readonly<Partial<Record<FirstFact, FirstCall>>>;
  readonly problems: Readonly<Partial<Record<ProblemKind, ProblemCall>>>;
}

/** What an application's state is told from. */
export interface HealthFacts {
  readonly mode: Mode;
  readonly modeChangedAt: string | null;
  readonly createdAt: string;
  readonly calls: CallFacts | undefined;
  /** Of this hour and the one before. */
  readonly answered: number;
  readonly refused: number;
  readonly recentSince: string;
  readonly conflicts: number;
  readonly held: number;
  readonly tokenExpiresAt: string | null;
}

export type HealthState = "waiting" | "flowing" | "observing" | "paused" | "refusing" | "failing";

/** How a source is, since when, and why in one sentence. */
export interface Health {
  readonly state: HealthState;
  readonly since: string;
  readonly sentence: string;
  /** It works, and somebody should look at it. */
  readonly attention: boolean;
}

const day = 86_400_000;
/** A source that has nothing to say is silent for days; sources that walk through their people call every day. */
export const silentDays = 3;
const expirySoonDays = 14;
/** Refusals of two hours below which they are what happens every day. */
const fewRefusals = 5;

/** Tells how a source is. */
export function applicationHealth(facts: HealthFacts, now: string): Health {
  const told = stateOf(facts, now);
  const expiring =
    facts.tokenExpiresAt !== null && Date.parse(facts.tokenExpiresAt) - Date.parse(now) < expirySoonDays * day;
  const open = facts.conflicts > 0 || facts.held > 0;
  const stopped = told.state === "paused" || told.state === "refusing";
  return { ...told, attention: expiring || open || stopped || isSilent(facts, now) };
}

function isSilent({ calls }: HealthFacts, now: string): boolean {
  return calls?.last !== undefined && Date.parse(now) - Date.parse(calls.last.at) >= silentDays * day;
}

function stateOf(facts: HealthFacts, now: string): Omit<Health, "attention"> {
  const { mode, calls, createdAt } = facts;
  const modeSince = facts.modeChangedAt ?? createdAt;
  if (mode === "refusing") {
    return {
      state: "refusing",
      since: modeSince,
      sentence: "Every request is refused until an administrator ends that.",
    };
  }
  if (calls !== undefined && calls.troubleSince !== null) {
    return { state: "failing", since: calls.troubleSince, sentence: troubleOf(calls) };
  }
  const { answered, refused } = facts;
  if (refused >= fewRefusals && refused > answered) {
    const sentence = `${refused} of the last ${refused + answered} requests were refused.`;
    return { state: "failing", since: facts.recentSince, sentence };
  }
  if (mode === "paused") {
    return {
      state: "paused",
      since: modeSince,
      sentence: "Requests are answered; their changes wait until it resumes.",
    };
  }
  if (calls?.last === undefined) {
    return { state: "waiting", since: createdAt, sentence: "The source has not called yet." };
  }
  if (mode === "observe") {
    return { state: "observing", since: modeSince, sentence: "Requests are answered; nothing reaches the directory." };
  }
  return {
    state: "flowing",
    since: flowingSince(calls, calls.last, facts.modeChangedAt),
    sentence: flowingSentence(facts, now),
  };
}

function flowingSince(calls: CallFacts, last: LastCall, modeChangedAt: string | null): string {
  const begun = calls.recoveredAt ?? calls.firsts.token?.at ?? last.at;
  return modeChangedAt !== null && modeChangedAt > begun ? modeChangedAt : begun;
}

function flowingSentence(facts: HealthFacts, now: string): string {
  if (!isSilent(facts, now)) return "Requests are answered and reach the directory.";
  const days = Math.floor((Date.parse(now) - Date.parse(facts.calls?.last?.at ?? now)) / day);
  return `The source has not called for ${days} days.`;
}

/** The newest problem of the source's own calls, in words. */
function troubleOf({ problems }: CallFacts): string {
  const own = Object.entries(problems).filter(([kind]) => !strangersProblems.has(kind as ProblemKind));
  const [newest] = own.map(([, problem]) => problem).sort((a, b) => (a.at < b.at ? 1 : -1));
  const said = newest && explainExchange({ ...newest, outcome: "refused" });
  return said?.meaning ?? "Requests fail.";
}

export type HealthDot = "flowing" | "attention" | "failing" | "off";

/** Sums up the applications of an organization. */
export function healthDot(applications: readonly Health[]): HealthDot {
  if (applications.some(({ state }) => state === "failing")) return "failing";
  if (applications.some(({ attention }) => attention)) return "attention";
  return applications.some(({ state }) => state !== "waiting") ? "flowing" : "off";
}
