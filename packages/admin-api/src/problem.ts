import Type, { type Static } from "typebox";

/** The body of every refusal (RFC 9457), as application/problem+json. */
export const ProblemDocument = Type.Object({
  type: Type.String({ description: "Where the code is explained." }),
  title: Type.String({ description: "What the code means, one sentence." }),
  status: Type.Integer(),
  detail: Type.String({ description: "What happened this time." }),
  code: Type.String({ description: "For programs; docs/errors.md lists them." }),
  whatToDo: Type.String(),
  problems: Type.Array(
    Type.Object({
      where: Type.String({ description: "A JSON pointer into the body, a parameter's name, or a line." }),
      detail: Type.String({ description: "What was found and what was expected." }),
    }),
  ),
  requestId: Type.String(),
});
export type ProblemDocument = Static<typeof ProblemDocument>;
