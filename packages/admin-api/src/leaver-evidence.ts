import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, nullable, page, pageQuery } from "./values.ts";

const text = nullable(Type.String());
const seconds = Type.Number({ description: "To the millisecond." });

export const Acknowledgement = exactly({
  webhookId: Id,
  webhookName: Type.String(),
  state: Type.Enum(["acknowledged", "waiting", "dead", "not-logged"], {
    description:
      "`acknowledged`: the receiver answered 2xx. `not-logged`: the delivery is not in the log any more, or the webhook did not ask for such events then.",
  }),
  acknowledgedAt: nullable(Instant),
  secondsAfterStep: nullable(seconds),
  attempts: Type.Integer(),
  status: nullable(Type.Integer(), "Of the last attempt."),
  error: text,
  nextAttemptAt: nullable(Instant),
  stopped: nullable(Type.Enum(["paused", "broken"]), "Why nothing is sent at the moment."),
});
export type Acknowledgement = Static<typeof Acknowledgement>;

const who = {
  eventId: Id,
  actor: Type.String({ description: "source, policy, or api-key: and administrator: with an id." }),
  actorName: nullable(Type.String({ description: "What the actor is called; of the source, its application's name." })),
  at: Instant,
};

export const LeaverStep = exactly({
  ...who,
  type: Type.Enum(["user.disabled", "user.binned", "user.left-groups", "user.erased", "user.restored"]),
  reason: text,
  exchangeId: nullable(Id),
  secondsAfterAsked: seconds,
  receivers: Type.Array(Acknowledgement, { description: "Every webhook that is there for it, and what it answered." }),
});
export type LeaverStep = Static<typeof LeaverStep>;

/** One time that somebody left, with what proves it. */
export const Departure = exactly({
  directoryUserId: Id,
  directoryUserName: nullable(Type.String({ description: "Null for who is erased." })),
  asked: exactly({
    ...who,
    at: Type.String({
      format: "date-time",
      description: "When the request came in; when the directory decided it where no request is known.",
    }),
    sourceApplicationId: nullable(Id, "Null for what was done by hand."),
    sourceApplicationName: text,
    exchangeId: nullable(Id, "Null where no request asked for it."),
    exchange: nullable(
      exactly({
        method: Type.String(),
        path: Type.String(),
        status: Type.Integer(),
        requestId: text,
        token: nullable(exactly({ kind: Type.Enum(["bearer-token", "oauth-client"]), name: Type.String() })),
      }),
      "Null where it is not on record any more, or not yet: requests are written within a second.",
    ),
  }),
  held: nullable(
    exactly({
      because: Type.Enum(["limit", "protected", "paused", "observe"], {
        description: "The guard's limit, the person's protection, or the mode of the application.",
      }),
      reason: text,
      decision: Type.Enum(["waiting", "approved", "released", "overtaken", "rejected", "withdrawn"], {
        description:
          "`released`: the application is live again. `overtaken`: somebody disabled the person by hand. `withdrawn`: the source took it back.",
      }),
      decidedBy: text,
      decidedByName: text,
      decidedAt: nullable(Instant),
    }),
    "What kept it from the directory; null where it came into force at once.",
  ),
  disabled: nullable(LeaverStep, "From when on the person is not in force; null while it is not so."),
  steps: Type.Array(LeaverStep, { description: "What became of the person after that, in its order." }),
  ended: nullable(exactly(who), "By which the person came back."),
});
export type Departure = Static<typeof Departure>;

const delays = {
  count: Type.Integer(),
  p50Seconds: nullable(seconds),
  p99Seconds: nullable(seconds),
};

export const LeaverDelays = exactly({
  departures: Type.Integer(),
  more: Type.Boolean({ description: "There are more in the window: the newest 10,000 were measured." }),
  waiting: Type.Integer({ description: "Held, and not decided." }),
  rejected: Type.Integer(),
  withdrawn: Type.Integer(),
  disabled: exactly(delays),
  disabledAfterHold: exactly(delays),
  unacknowledged: Type.Integer({ description: "Not in force, and the delivery of a receiver waits or is dead." }),
  receivers: Type.Array(
    exactly({
      webhookId: Id,
      webhookName: Type.String(),
      ...delays,
      waiting: Type.Integer(),
      dead: Type.Integer(),
      notLogged: Type.Integer(),
    }),
    { description: "From disabled to acknowledged." },
  ),
});
export type LeaverDelays = Static<typeof LeaverDelays>;

const window = {
  since: Type.Optional(Type.String({ format: "date-time", description: "Asked for from this instant on." })),
  until: Type.Optional(Type.String({ format: "date-time", description: "Asked for before this instant." })),
};
const open = Type.Optional(Type.Boolean({ description: "Only those that wait for a person or for a receiver." }));

const application = "/source-applications/{sourceApplicationId}/leaver-evidence" as const;

export const leaverEvidenceRoutes = defineRoutes({
  getLeaverEvidence: {
    method: "GET",
    path: "/organizations/{organizationId}/directory-users/{directoryUserId}/leaver-evidence",
    summary:
      "Says of each time that somebody left who asked for it, when it was in force, and which receivers acknowledged it; also of who is erased.",
    permission: "read",
    answer: exactly({
      directoryUserId: Id,
      directoryUserName: text,
      erasedAt: nullable(Instant),
      items: Type.Array(Departure, { description: "Newest first." }),
    }),
  },
  listLeaverEvidence: {
    method: "GET",
    path: application,
    summary:
      "Lists the departures that a source application asked for, newest first; a page may be short although there are more.",
    permission: "read",
    query: exactly({ ...window, open, ...pageQuery(500) }),
    answer: page(Departure),
  },
  getLeaverDelays: {
    method: "GET",
    path: `${application}/delays`,
    summary: "Says how long these departures took, until they were in force and until receivers acknowledged them.",
    permission: "read",
    query: exactly(window),
    answer: LeaverDelays,
  },
  exportLeaverEvidence: {
    method: "GET",
    path: `${application}/export.csv`,
    summary:
      "Answers the same as CSV, one line for each departure and receiver; a cell that a spreadsheet would run begins with an apostrophe.",
    permission: "read",
    answerType: "text/csv",
    query: exactly({ ...window, open }),
  },
});
