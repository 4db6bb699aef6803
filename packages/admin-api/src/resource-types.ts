import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly } from "./values.ts";

const described = {
  name: Type.String({
    minLength: 1,
    maxLength: 60,
    pattern: "^[A-Za-z][A-Za-z0-9]*$",
    description: "A letter, then letters and digits; what meta.resourceType says.",
  }),
  endpoint: Type.String({
    minLength: 2,
    maxLength: 60,
    pattern: "^/[A-Za-z][A-Za-z0-9]*$",
    description: "Below the SCIM base URL, with its leading slash.",
  }),
  schema: Type.String({ description: "URN of the base schema." }),
};
const SchemaExtensions = Type.Array(
  exactly({
    schema: Type.String({ description: "URN of the extension." }),
    required: Type.Boolean({ description: "Whether every resource must carry it." }),
  }),
  { maxItems: 20 },
);

/** A resource type (RFC 7643 section 6). */
export const ResourceType = exactly({ ...described, description: Type.String(), schemaExtensions: SchemaExtensions });
export type ResourceType = Static<typeof ResourceType>;

export const SentResourceType = exactly({
  ...described,
  description: Type.Optional(Type.String({ maxLength: 2000 })),
  schemaExtensions: Type.Optional(SchemaExtensions),
});
export type SentResourceType = Static<typeof SentResourceType>;

export const resourceTypeRoutes = defineRoutes({
  getResourceTypes: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/resource-types",
    summary: "Reads what can be provisioned: User and Group with their extensions, and the application's own types.",
    permission: "read",
    answer: exactly({ resourceTypes: Type.Array(ResourceType) }),
  },
  putResourceTypes: {
    method: "PUT",
    path: "/source-applications/{sourceApplicationId}/resource-types",
    summary: "Replaces the extensions of User and Group and the application's own resource types.",
    permission: "change",
    body: exactly({ resourceTypes: Type.Array(SentResourceType, { maxItems: 50 }) }),
    answer: exactly({ resourceTypes: Type.Array(ResourceType) }),
  },
});
