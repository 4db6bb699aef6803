import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { ProblemDocument } from "@rollcall/admin-api/problem.ts";
import { paramNames, type Route } from "@rollcall/admin-api/route.ts";

/** What the OpenAPI document says of the whole. */
export const openApi: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: "3.1.0",
    info: {
      title: "Rollcall admin API",
      version: "1",
      description:
        "Organizations, their source applications and their directories. Ids are opaque. Lists answer `items` and " +
        "`nextCursor`. Every refusal is application/problem+json with a `code` and `problems`.",
    },
    components: { securitySchemes: { apiKey: { type: "http", scheme: "bearer" } } },
    security: [{ apiKey: [] }],
  },
};

const permissions = {
  public: "Anybody.",
  "signed-in": "An administrator who is signed in, for themselves; no API key.",
  read: "Any role.",
  change: "Roles owner and administrator.",
  own: "Role owner.",
} as const;

/** What the OpenAPI document says of one route, from its declaration. */
export function describeRoute(name: string, route: Route): object {
  const installation = route.installation === true ? " Of the whole installation only." : "";
  const answer = route.answerType === undefined ? route.answer : { type: "string" };
  const content = { [route.answerType ?? "application/json"]: { schema: answer } };
  return {
    operationId: name,
    summary: route.summary,
    description: permissions[route.permission] + installation,
    tags: [tagOf(route.path)],
    params: {
      type: "object",
      properties: Object.fromEntries(paramNames(route.path).map((param) => [param, { type: "string" }])),
    },
    ...(route.query === undefined ? {} : { querystring: route.query }),
    ...(route.body === undefined ? {} : { body: route.body, consumes: [route.bodyType ?? "application/json"] }),
    response: {
      [route.status ?? 200]:
        answer === undefined ? { description: "Done.", type: "null" } : { description: "Done.", content },
      "4XX": { description: "Refused.", content: { "application/problem+json": { schema: ProblemDocument } } },
    },
  };
}

/** The noun: the last segment that is no parameter of the first two. */
function tagOf(path: string): string {
  const nouns = path.split("/").filter((segment) => segment !== "" && !segment.startsWith("{"));
  return nouns[1] ?? nouns[0] ?? "";
}
