import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly } from "./values.ts";

export const MatchRule = exactly({
  attribute: Type.String({
    maxLength: 100,
    description: "userName, email, employeeNumber, or a custom attribute of type string.",
  }),
  compare: Type.Enum(["exact", "ignoreCase"], { description: "Whether upper and lower case are the same." }),
  whenFound: Type.Enum(["link", "ask", "refuse"], {
    description:
      "link: it is that person, where exactly one is found, in the application's share of domains, neither protected nor in the recycle bin; else a conflict. ask: a conflict. refuse: 409 uniqueness, and nothing is stored; a conflict where the resource is stored already or the application is not live.",
  }),
});
export type MatchRule = Static<typeof MatchRule>;

const rules = Type.Array(MatchRule, {
  maxItems: 10,
  description:
    "The first rule that finds somebody says what is done. Whoever has the user name or the e-mail besides is a conflict.",
});

export const MatchRules = exactly({
  rules,
  attributes: Type.Array(exactly({ name: Type.String(), label: Type.String() }), {
    description: "The directory attributes that people can be found by.",
  }),
});
export type MatchRules = Static<typeof MatchRules>;

export const matchRuleRoutes = defineRoutes({
  getMatchRules: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/match-rules",
    summary: "Reads how an application finds out whether somebody whom it brings exists already.",
    permission: "read",
    answer: MatchRules,
  },
  putMatchRules: {
    method: "PUT",
    path: "/source-applications/{sourceApplicationId}/match-rules",
    summary:
      "Replaces the match rules; they concern resources that have no link yet. The first rule of an organization that names an attribute takes some seconds: its values are indexed before the rule is in force.",
    permission: "change",
    body: exactly({ rules }),
    answer: MatchRules,
  },
});
