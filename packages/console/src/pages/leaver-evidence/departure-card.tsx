import type { Acknowledgement, Departure, LeaverStep } from "@rollcall/admin-api/leaver-evidence.ts";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useOrganization } from "../../api/organization.ts";
import { Card } from "../../components/card.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import { because, decisionSentence, delayInWords, departureWords, receiverWords, stepWords } from "./evidence-words.ts";
import classes from "./leaver-evidence.module.css";

const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium", hour12: false });
const day = new Intl.DateTimeFormat("en", { dateStyle: "long" });

/** One time that somebody left: asked, held, disabled, each further step, and who downstream acknowledged it. */
export function DepartureCard({ departure }: { readonly departure: Departure }) {
  const { asked, held, disabled, steps, ended } = departure;
  const { says, meaning } = departureWords(departure);
  return (
    <Card
      title={`${disabled === null ? "Asked for" : "Left"} ${day.format(new Date(disabled?.at ?? asked.at))}`}
      lead={<StateLabel meaning={meaning}>{says}</StateLabel>}
      flush
    >
      <ol className={classes.steps}>
        <Line what="Asked" at={asked.at}>
          <Asked asked={asked} />
        </Line>
        {held !== null && (
          <Line what={because[held.because]} at={held.decidedAt}>
            {held.decision === "waiting" ? <WaitsHere /> : decisionSentence(held)}
            {held.reason !== null && <div className={classes.note}>{held.reason}</div>}
          </Line>
        )}
        {[...(disabled === null ? [] : [disabled]), ...steps].map((step) => (
          <Line key={step.eventId} what={stepWords[step.type]} at={step.at} after={step.secondsAfterAsked}>
            <Step step={step} />
          </Line>
        ))}
        {ended !== null && (
          <Line what="Came back" at={ended.at}>
            by {ended.actorName ?? ended.actor}
          </Line>
        )}
      </ol>
    </Card>
  );
}

interface LineProps {
  readonly what: string;
  readonly at: string | null;
  /** Seconds since it was asked. */
  readonly after?: number;
  readonly children: ReactNode;
}

function Line({ what, at, after, children }: LineProps) {
  return (
    <li className={classes.step}>
      <div className={classes.what}>{what}</div>
      <div className={classes.when}>
        {at !== null && (
          <time dateTime={at} title={at}>
            {exact.format(new Date(at))}
          </time>
        )}
        {after !== undefined && <div className={classes.note}>{delayInWords(after)} after it was asked</div>}
      </div>
      <div className={classes.details}>{children}</div>
    </li>
  );
}

/** Which request asked for it, by which token; or who did it by hand. */
function Asked({ asked }: { readonly asked: Departure["asked"] }) {
  const { slug } = useOrganization();
  const { exchange, exchangeId, sourceApplicationId, actor, actorName } = asked;
  if (exchangeId === null || sourceApplicationId === null) return <>by {actorName ?? actor}, without a request</>;
  return (
    <>
      by {actorName ?? "an application that is gone"}
      {exchange === null ? (
        <div className={classes.note}>
          Its request <code>{exchangeId}</code> is not on record.
        </div>
      ) : (
        <div className={classes.request}>
          <Link
            to="/o/$slug/activity"
            params={{ slug }}
            search={{ tab: "exchanges", source: sourceApplicationId, exchange: exchangeId }}
          >
            <code>
              {exchange.method} {exchange.path}
            </code>
          </Link>
          {exchange.token !== null && (
            <span className={classes.note}>
              {exchange.token.kind === "bearer-token" ? "token" : "OAuth client"} {exchange.token.name}
            </span>
          )}
        </div>
      )}
    </>
  );
}

function WaitsHere() {
  const { slug } = useOrganization();
  return (
    <>
      waits for a person:{" "}
      <Link to="/o/$slug/held" params={{ slug }}>
        Held
      </Link>
    </>
  );
}

function Step({ step: { actor, actorName, reason, receivers } }: { readonly step: LeaverStep }) {
  return (
    <>
      {actor === "policy" ? "by the policy" : `by ${actorName ?? actor}`}
      {reason !== null && <div className={classes.note}>{reason}</div>}
      {receivers.length > 0 && (
        <ul className={classes.receivers} aria-label="Receivers">
          {receivers.map((receiver) => (
            <Receiver key={receiver.webhookId} receiver={receiver} />
          ))}
        </ul>
      )}
    </>
  );
}

function Receiver({ receiver }: { readonly receiver: Acknowledgement }) {
  const { slug } = useOrganization();
  const { webhookId, webhookName, acknowledgedAt, secondsAfterStep, attempts, error, nextAttemptAt } = receiver;
  const { says, meaning } = receiverWords(receiver);
  return (
    <li className={classes.receiver}>
      <Link to="/o/$slug/webhooks/$webhookId" params={{ slug, webhookId }} dir="auto">
        {webhookName}
      </Link>
      <StateLabel meaning={meaning}>{says}</StateLabel>
      <span className={classes.note}>
        {acknowledgedAt !== null && (
          <time dateTime={acknowledgedAt} title={acknowledgedAt}>
            {exact.format(new Date(acknowledgedAt))}
          </time>
        )}
        {secondsAfterStep !== null && `, ${delayInWords(secondsAfterStep)} later`}
        {acknowledgedAt === null && attempts > 0 && `${attempts} ${attempts === 1 ? "attempt" : "attempts"}`}
        {error !== null && `: ${error}`}
        {nextAttemptAt !== null && attempts > 0 && (
          <>
            , the next one <RelativeTime at={nextAttemptAt} />
          </>
        )}
      </span>
    </li>
  );
}
