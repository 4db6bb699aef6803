import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly } from "./values.ts";

export const Reachability = exactly({
  scimBaseUrl: Type.String(),
  callsFrom: Type.Enum(["cloud", "network"], { description: "Where the source's requests come from, by its kind." }),
  reachable: Type.Boolean({ description: "Nothing is known that keeps this source from calling the address." }),
  problems: Type.Array(
    exactly({
      code: Type.Enum(["missing", "not-https", "private", "unresolved"]),
      found: Type.String({ description: "What is wrong, in a sentence." }),
      whatToDo: Type.String(),
      matters: Type.Boolean({ description: "It keeps this source from calling." }),
    }),
  ),
  recipes: Type.Array(exactly({ name: Type.String(), text: Type.String() }), {
    description: "Configuration of a reverse proxy, where one mends it.",
  }),
});
export type Reachability = Static<typeof Reachability>;

export const reachabilityRoutes = defineRoutes({
  getReachability: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/reachability",
    summary: "Says whether the application's source can call the SCIM base URL, and how to mend it where it cannot.",
    permission: "read",
    answer: Reachability,
  },
});
