import { Skeleton } from "@mantine/core";
import {
  applicationHealthRoutes,
  type Checklist,
  type ChecklistItem,
  type ChecklistProblem,
} from "@rollcall/admin-api/application-health.ts";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useAnswer } from "../api/use-answer.ts";
import { Card } from "./card.tsx";
import classes from "./live-checklist.module.css";
import { Refusal } from "./refusal.tsx";
import { RelativeTime } from "./relative-time.tsx";

const words: Readonly<Record<ChecklistItem["step"], { readonly done: string; readonly waiting: string }>> = {
  token: { done: "Token accepted", waiting: "Waiting for the first call…" },
  "look-up": { done: "Looked somebody up", waiting: "A look-up: does this person exist?" },
  "first-user": { done: "First user arrived", waiting: "The first user" },
  update: { done: "First change arrived", waiting: "A change of a user" },
  deactivation: { done: "First deactivation arrived", waiting: "A deactivation" },
  groups: { done: "First group arrived", waiting: "A group" },
};

interface Props {
  readonly sourceApplicationId: string;
  /** Leaves it out once all six are done and nothing is in the way. */
  readonly untilComplete?: boolean;
}

/** Six lines that tick by themselves as the source's first calls arrive, and what is in its way. */
export function LiveChecklist({ sourceApplicationId, untilComplete = false }: Props) {
  const found = useAnswer(applicationHealthRoutes.getChecklist, { params: { sourceApplicationId } }, { every: 2_000 });
  if (untilComplete && found.data?.complete === true && found.data.problems.every((one) => one.byStranger)) return null;
  return (
    <Card title="Live checklist" lead="It ticks by itself as the source calls.">
      {found.isError && <Refusal error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={160} aria-label="Loading" />}
      {found.data !== undefined && <Steps checklist={found.data} />}
    </Card>
  );
}

function Steps({ checklist: { steps, problems } }: { readonly checklist: Checklist }) {
  // What a stranger sends is in the way of nothing once the source has got in.
  const inTheWay = problems.filter(({ byStranger }) => !byStranger || steps[0]?.state !== "done");
  const next = inTheWay.length > 0 ? undefined : steps.find(({ state }) => state === "waiting")?.step;
  return (
    <div aria-live="polite">
      {problems.map((problem) => (
        <Problem key={problem.kind} problem={problem} hinders={inTheWay.includes(problem)} />
      ))}
      <ol className={classes.steps}>
        {steps.map((item) => (
          <li key={item.step} className={classes.step} data-state={item.state}>
            <Tick state={item.state} pulsing={item.step === next} />
            <span className={item.state === "done" ? undefined : classes.waiting}>
              {wordsOf(item)}
              {item.state === "done" && item.at !== null && (
                <span className={classes.when}>
                  {" · "}
                  <RelativeTime at={item.at} />
                  {item.client !== null && ` · ${item.client}`}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function wordsOf({ step, state }: ChecklistItem): string {
  if (state === "problem" && step === "token") return "The token is refused";
  return state === "done" ? words[step].done : words[step].waiting;
}

function Tick({ state, pulsing }: { readonly state: ChecklistItem["state"]; readonly pulsing: boolean }) {
  if (state === "done") return <IconCheck size={16} stroke={2} className={classes.done} aria-label="Done:" />;
  if (state === "problem") {
    return <IconAlertTriangle size={16} stroke={1.5} className={classes.problemMark} aria-label="In the way:" />;
  }
  return (
    <span className={pulsing ? `${classes.ring} ${classes.pulsing}` : classes.ring} role="img" aria-label="Not yet:" />
  );
}

function Problem({ problem, hinders }: { readonly problem: ChecklistProblem; readonly hinders: boolean }) {
  return (
    <div
      className={hinders ? classes.problem : `${classes.problem} ${classes.passing}`}
      role="group"
      aria-label={hinders ? "What is in the way" : "What came from elsewhere"}
    >
      <strong>{problem.meaning}</strong>
      <div>{problem.whatToDo}</div>
      <div className={classes.when}>
        {problem.at !== null && <RelativeTime at={problem.at} />}
        {problem.client !== null && ` · ${problem.client}`}
      </div>
      {problem.detail !== null && <code className={classes.detail}>{problem.detail}</code>}
    </div>
  );
}
