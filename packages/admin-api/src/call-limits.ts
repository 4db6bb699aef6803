import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly } from "./values.ts";

const perSecond = (description: string) => Type.Integer({ minimum: 1, maximum: 1_000_000, description });

export const CallLimit = exactly({
  enabled: Type.Boolean({ description: "Off: every call of the source is taken as soon as it comes." }),
  perSecond: perSecond(
    "Calls per second that each node takes from the source; what goes beyond gets 429 with Retry-After. After a quiet time five seconds' worth may come at once. An operation of a Bulk request counts as a call.",
  ),
  raisedPerSecond: perSecond(
    "The same during an initial sync: from 100 creations within ten minutes until an hour after the last of them.",
  ),
  inFlight: Type.Integer({
    minimum: 1,
    maximum: 10_000,
    description:
      "Calls of the source that each node works on at the same moment; four times as many wait, further ones get 429.",
  }),
});
export type CallLimit = Static<typeof CallLimit>;

export const callLimitRoutes = defineRoutes({
  getCallLimit: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/call-limit",
    summary: "Reads how many calls of a source are taken, so that it cannot slow the others down.",
    permission: "read",
    answer: CallLimit,
  },
  putCallLimit: {
    method: "PUT",
    path: "/source-applications/{sourceApplicationId}/call-limit",
    summary: "Replaces the call limit; in force on every node within a second.",
    permission: "change",
    body: CallLimit,
    answer: CallLimit,
  },
});
