import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Instant, nullable } from "./values.ts";

/** A source of made-up people that Rollcall itself plays into an application of its own. */
export const PlayedSource = exactly({
  sourceApplicationId: nullable(Type.String(), "Null until its application is made."),
  state: Type.Enum(["playing", "done", "failed"]),
  title: Type.String({ description: "What happens now, in words." }),
  percent: Type.Integer({ description: "How much of it is played." }),
  requests: Type.Integer({ description: "SCIM requests that it sent." }),
  refused: Type.Integer({ description: "Of them, those that were refused." }),
  problem: nullable(Type.String(), "Why it failed."),
  startedAt: Instant,
});
export type PlayedSource = Static<typeof PlayedSource>;

export const playedSourceRoutes = defineRoutes({
  getPlayedSource: {
    method: "GET",
    path: "/organizations/{organizationId}/played-source",
    summary: "Reads how the played source of an organization stands; null where there is none.",
    permission: "read",
    answer: exactly({ played: nullable(PlayedSource, "Null where none was played, or its application was deleted.") }),
  },
  playSource: {
    method: "POST",
    path: "/organizations/{organizationId}/played-source",
    summary:
      "Makes an application of 200 made-up people and 10 groups and plays its source into it over HTTP; one at a time.",
    permission: "change",
    answer: PlayedSource,
  },
});
