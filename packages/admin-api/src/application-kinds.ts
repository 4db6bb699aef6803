import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, nullable } from "./values.ts";

const GuideStep = exactly({
  text: Type.String(),
  values: Type.Array(exactly({ label: Type.String(), value: Type.String() }), {
    description:
      "What to copy into which field. {scimBaseUrl}, {bearerToken} and {displayName} stand for the application's own.",
  }),
});
export type GuideStep = Static<typeof GuideStep>;

const Rule = exactly({ attribute: Type.String(), paths: Type.Array(Type.String()) });

export const ApplicationKind = exactly({
  id: Type.String(),
  name: Type.String(),
  category: Type.Enum(["provisioning"]),
  summary: Type.String({ description: "One line." }),
  push: Type.Enum(["yes", "extension", "no"], {
    description:
      "Whether it pushes to a SCIM address of one's own: only with an extension that is installed in it, or not.",
  }),
  pushNote: nullable(Type.String(), "Why push is not yes, in a sentence."),
  callsFrom: Type.Enum(["cloud", "network"], {
    description:
      "cloud: needs a public https address. network: runs where its owner wants, and may call a private one.",
  }),
  userRules: Type.Array(Rule, { description: "Where its mapping begins other than the default one." }),
  knownDialects: Type.Array(Type.String(), { description: "Deviations that it is known for; tolerated." }),
  refusedDialects: Type.Array(Type.String(), { description: "Deviations that are refused from the start." }),
  basicAllowed: Type.Boolean({ description: "Its token comes as the password of HTTP Basic." }),
  guide: Type.Array(GuideStep, { description: "How to set it up, in order." }),
});
export type ApplicationKind = Static<typeof ApplicationKind>;

export const applicationKindRoutes = defineRoutes({
  listApplicationKinds: {
    method: "GET",
    path: "/application-kinds",
    summary: "Lists the kinds of source applications that can be added, with the presets and the guide of each.",
    permission: "read",
    answer: exactly({ items: Type.Array(ApplicationKind) }),
  },
});
