import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Instant, nullable } from "./values.ts";

export const Dialect = exactly({
  name: Type.String(),
  description: Type.String({ description: "What is sent, what is made of it, and who is known to send it." }),
  fired: Type.Integer({ description: "Requests that made use of it." }),
  lastFiredAt: nullable(Instant),
  strict: Type.Boolean({ description: "Whether requests that make use of it are refused." }),
});
export type Dialect = Static<typeof Dialect>;

const Strict = Type.Boolean({
  description: "Whether every deviation from the standard is refused, whatever the single dialects say.",
});
const Dialects = exactly({ strict: Strict, dialects: Type.Array(Dialect) });
export type Dialects = Static<typeof Dialects>;

export const dialectRoutes = defineRoutes({
  getDialects: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/dialects",
    summary:
      "Lists the deviations from the standard that are tolerated, and how often the application made use of each.",
    permission: "read",
    answer: Dialects,
  },
  putDialects: {
    method: "PUT",
    path: "/source-applications/{sourceApplicationId}/dialects",
    summary: "Says which dialects are refused; one that is not named is tolerated.",
    permission: "change",
    body: exactly({
      strict: Type.Optional(Strict),
      dialects: Type.Optional(Type.Array(exactly({ name: Type.String(), strict: Type.Boolean() }), { maxItems: 200 })),
    }),
    answer: Dialects,
  },
});
