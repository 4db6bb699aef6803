import Type, { type Static, type TProperties } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly } from "./values.ts";

const texts = Type.Array(Type.String());

/** The characteristics of an attribute, which are the same for sub-attributes (RFC 7643 section 7). */
const characteristics = {
  name: Type.String({ description: "A letter, then letters, digits, -, _ or $." }),
  type: Type.Optional(
    Type.Enum(["string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex"]),
  ),
  multiValued: Type.Optional(Type.Boolean()),
  description: Type.Optional(Type.String()),
  required: Type.Optional(Type.Boolean()),
  canonicalValues: Type.Optional(texts),
  caseExact: Type.Optional(Type.Boolean()),
  mutability: Type.Optional(Type.Enum(["readOnly", "readWrite", "immutable", "writeOnly"])),
  returned: Type.Optional(Type.Enum(["always", "never", "default", "request"])),
  uniqueness: Type.Optional(Type.Enum(["none", "server", "global"])),
  referenceTypes: Type.Optional(texts),
} satisfies TProperties;

/** A Schema document (RFC 7643 section 7). What is left out has the standard's default. */
export const SchemaDocument = exactly({
  id: Type.String({ description: "The schema's URN: nobody else's, and none of the standard's own." }),
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  attributes: Type.Array(
    exactly({ ...characteristics, subAttributes: Type.Optional(Type.Array(exactly(characteristics))) }),
    { minItems: 1 },
  ),
  schemas: Type.Optional({ ...texts, description: "As SCIM answers it; says nothing." }),
  meta: Type.Optional(Type.Object({}, { description: "As SCIM answers it; says nothing." })),
});
export type SchemaDocument = Static<typeof SchemaDocument>;

const Schemas = exactly({ schemas: Type.Array(SchemaDocument, { maxItems: 50 }) });

export const schemaRoutes = defineRoutes({
  getSchemas: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/schemas",
    summary: "Reads the application's own schemas; those that every application has are not among them.",
    permission: "read",
    answer: Schemas,
  },
  putSchemas: {
    method: "PUT",
    path: "/source-applications/{sourceApplicationId}/schemas",
    summary: "Replaces the application's own schemas; a resource type says where they are used.",
    permission: "change",
    body: Schemas,
    answer: Schemas,
  },
});
