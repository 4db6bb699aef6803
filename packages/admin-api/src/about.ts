import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Instant, nullable } from "./values.ts";

/** The program that answers, for whoever reports a problem or plans an update. */
export const About = exactly({
  version: Type.String({ description: "Of Rollcall." }),
  nodeVersion: Type.String({ description: "Of Node.js." }),
  databaseVersion: Type.String({ description: "Of PostgreSQL." }),
  databaseEmbedded: Type.Boolean({ description: "True where Rollcall runs its own PostgreSQL." }),
  dataFolder: nullable(
    Type.String(),
    "Where the embedded database lies; null without one, and for who does not see the whole installation.",
  ),
  origin: Type.String({ description: "The address in all URLs that are shown." }),
  startedAt: Instant,
});
export type About = Static<typeof About>;

export const aboutRoutes = defineRoutes({
  getAbout: {
    method: "GET",
    path: "/about",
    summary: "Reads which program answers: its version, its database, and since when it runs.",
    permission: "read",
    answer: About,
  },
});
