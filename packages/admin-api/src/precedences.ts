import Type, { type Static } from "typebox";
import { Job } from "./jobs.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, SentId } from "./values.ts";

export const Precedence = exactly({
  precedence: Type.Array(
    exactly({
      attribute: Type.String(),
      label: Type.String({ description: "The attribute as the console names it." }),
      applications: Type.Array(exactly({ id: Id, displayName: Type.String() }), {
        description: "The first one that gives a value wins.",
      }),
    }),
    { description: "In the order of the attributes' names; for others the owner's value wins." },
  ),
  attributes: Type.Array(exactly({ name: Type.String(), label: Type.String() }), {
    description: "The directory attributes of people.",
  }),
});
export type Precedence = Static<typeof Precedence>;

export const precedenceRoutes = defineRoutes({
  getPrecedence: {
    method: "GET",
    path: "/organizations/{organizationId}/precedence",
    summary: "Reads for which attributes which sources come before the owner of a person.",
    permission: "read",
    answer: Precedence,
  },
  putPrecedence: {
    method: "PUT",
    path: "/organizations/{organizationId}/precedence",
    summary:
      "Replaces the precedence and begins to make the values anew of everybody whom several sources have; values by hand stay.",
    permission: "change",
    body: exactly({
      precedence: Type.Array(
        exactly({
          attribute: Type.String({ maxLength: 100 }),
          sourceApplicationIds: Type.Array(SentId, {
            maxItems: 50,
            description: "The first one that gives a value wins; then the owner and the others as ever. Empty: none.",
          }),
        }),
        { maxItems: 200 },
      ),
    }),
    answer: exactly({ ...Precedence.properties, job: Job }),
  },
});
