import { type CallFacts, type LastCall, silentDays } from "./application-health.ts";
import { clientName } from "./client-name.ts";
import { explainExchange } from "./explain-exchange.ts";
import { type ChecklistStep, checklistSteps } from "./observe-call.ts";
import { type ProblemKind, strangersProblems, tokenProblems } from "./problem-kind.ts";

export interface ChecklistItem {
  readonly step: ChecklistStep;
  readonly state: "waiting" | "done" | "problem";
  readonly at: string | null;
  readonly client: string | null;
  readonly scimId: string | null;
}

export interface ChecklistProblem {
  readonly kind: ProblemKind | "active-never-sent" | "silent";
  readonly at: string | null;
  readonly client: string | null;
  readonly meaning: string;
  readonly whatToDo: string;
  /** What was answered. */
  readonly detail: string | null;
  /** Anybody may have caused it who knows the URL. */
  readonly byStranger: boolean;
}

/** How far the set-up of a source has come, by what it has sent. */
export interface Checklist {
  readonly complete: boolean;
  readonly steps: readonly ChecklistItem[];
  readonly problems: readonly ChecklistProblem[];
}

const day = 86_400_000;

/** The step that a problem keeps from being taken. */
const stepOfProblem: Readonly<Partial<Record<ProblemKind, ChecklistStep>>> = {
  "base-url": "look-up",
  "wrong-address": "look-up",
  "refused-create": "first-user",
  "unknown-member": "groups",
};

/** Makes the checklist of an application from what is known of its calls. */
export function applicationChecklist(calls: CallFacts | undefined, now: string): Checklist {
  const problems = calls === undefined ? [] : problemsOf(calls, now);
  const hindered = new Set(problems.map(({ kind }) => hinders(kind)));
  const refused = problems.some(({ kind, byStranger }) => hinders(kind) === "token" && !byStranger);
  const steps = checklistSteps.map((step): ChecklistItem => {
    const first = calls?.firsts[step];
    // A token that was accepted once and is not any more is a problem again; what a stranger sends is none then.
    const stuck = (hindered.has(step) && first === undefined) || (step === "token" && refused);
    return {
      step,
      state: stuck ? "problem" : first === undefined ? "waiting" : "done",
      at: first?.at ?? null,
      client: clientName(first?.userAgent ?? null),
      scimId: first?.scimId ?? null,
    };
  });
  return { complete: steps.every(({ state }) => state === "done"), steps, problems };
}

function hinders(kind: ChecklistProblem["kind"]): ChecklistStep | undefined {
  if (kind === "active-never-sent") return "deactivation";
  if (kind === "silent") return undefined;
  return tokenProblems.has(kind) ? "token" : stepOfProblem[kind];
}

function problemsOf(calls: CallFacts, now: string): ChecklistProblem[] {
  const found = (Object.entries(calls.problems) as [ProblemKind, NonNullable<CallFacts["problems"][ProblemKind]>][])
    .filter(([kind, { at }]) => isOpen(kind, at, calls, now))
    .map(([kind, call]): ChecklistProblem => {
      const said = explainExchange({ ...call, outcome: "refused" });
      return {
        kind,
        at: call.at,
        client: clientName(call.userAgent),
        meaning: said?.meaning ?? "",
        whatToDo: said?.whatToDo ?? "",
        detail: call.detail,
        byStranger: strangersProblems.has(kind),
      };
    })
    .sort((a, b) => ((a.at ?? "") < (b.at ?? "") ? 1 : -1));
  if (calls.firsts.update !== undefined && calls.firsts["active-sent"] === undefined) found.push(activeNeverSent);
  if (calls.last !== undefined) {
    const days = Math.floor((Date.parse(now) - Date.parse(calls.last.at)) / day);
    if (days >= silentDays) found.push(silentFor(days, calls.last));
  }
  return found;
}

const overWhenAnswered: ReadonlySet<ProblemKind> = new Set(["base-url", "refusing", "disk-full", "failed"]);

/** What kept a source out is over when a call got through; everything else is told of for a day. */
function isOpen(kind: ProblemKind, at: string, { lastAcceptedAt }: CallFacts, now: string): boolean {
  const keptOut = tokenProblems.has(kind) || overWhenAnswered.has(kind);
  if (keptOut) return lastAcceptedAt === null || at > lastAcceptedAt;
  return Date.parse(now) - Date.parse(at) < day;
}

const activeNeverSent: ChecklistProblem = {
  kind: "active-never-sent",
  at: null,
  client: null,
  meaning:
    "The source has created and updated people and never sent active, so nobody would be disabled when they leave.",
  whatToDo: "Map the account status to active at the source, or make sure that it deletes people who leave.",
  detail: null,
  byStranger: false,
};

function silentFor(days: number, { at, userAgent }: LastCall): ChecklistProblem {
  return {
    kind: "silent",
    at,
    client: clientName(userAgent),
    meaning: `The source has not called for ${days} days.`,
    whatToDo: "See at the source whether provisioning is on, and whether it is in quarantine after errors.",
    detail: null,
    byStranger: false,
  };
}
