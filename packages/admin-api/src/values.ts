import Type, { type TSchema } from "typebox";
import type { JsonValue } from "./json-value.ts";

/** Opaque; at most 36 characters, no underscores. */
export const Id = Type.String({ description: "Opaque." });

/** An id that a caller sends. */
export const SentId = Type.String({ format: "id", description: "An id as an earlier answer gave it." });

/** ISO 8601 in UTC. */
export const Instant = Type.String({ format: "date-time" });

/** A name that people read: 1 to 200 characters. */
export const Name = Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" });

/** A host name as an e-mail address ends in it; stored in lower case. */
export const Domain = Type.String({ minLength: 1, maxLength: 253 });

/** Any JSON value: what a directory attribute may hold is said by its type. */
export const Json = Type.Unsafe<JsonValue>({});

export function nullable<T extends TSchema>(schema: T, description?: string) {
  return Type.Union([schema, Type.Null()], description === undefined ? {} : { description });
}

/** An object of exactly these properties: others are refused by their names. */
export function exactly<const P extends Record<string, TSchema>>(properties: P) {
  return Type.Object(properties, { additionalProperties: false });
}

/** A page of a list. Pass `nextCursor` as `cursor` for the next page; it is null after the last. */
export function page<T extends TSchema>(item: T) {
  return exactly({ items: Type.Array(item), nextCursor: nullable(Type.String()) });
}

/** The parameters of every list: where to go on, and how many items at most. */
export function pageQuery(maximum: number) {
  return {
    cursor: Type.Optional(Type.String({ maxLength: 2000, description: "nextCursor of the page before." })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum, description: "Items at most; 100 where it is missing." })),
  };
}
