import Type, { type Static } from "typebox";
import { Mapping } from "./mappings.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Instant, Name, nullable } from "./values.ts";

const version = {
  version: Type.Integer(),
  name: nullable(Name, "What somebody called it."),
  savedAt: Instant,
  savedBy: nullable(Type.String({ description: "The actor; null for the mapping that the application began with." })),
  savedByName: nullable(Type.String({ description: "What they are called." })),
  inForce: Type.Boolean(),
};
const sentences = Type.Array(Type.String());

export const MappingVersion = exactly({
  ...version,
  changes: Type.Array(Type.String(), { description: "What saving it changed, in sentences." }),
});
export type MappingVersion = Static<typeof MappingVersion>;

export const mappingVersionRoutes = defineRoutes({
  listMappingVersions: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/mapping/versions",
    summary: "Lists the saved mappings, the newest first, with what each changed.",
    permission: "read",
    query: exactly({
      before: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: "Only older ones." })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: "20 where it is missing." })),
    }),
    answer: exactly({ items: Type.Array(MappingVersion), more: Type.Boolean() }),
  },
  getMappingVersion: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/mapping/versions/{mappingVersion}",
    summary: "Reads a saved mapping, and what restoring it would change.",
    permission: "read",
    answer: exactly({ ...version, mapping: Mapping, restoring: sentences }),
  },
  nameMappingVersion: {
    method: "PUT",
    path: "/source-applications/{sourceApplicationId}/mapping/versions/{mappingVersion}/name",
    summary: "Gives a saved mapping a name, or takes it away.",
    permission: "change",
    body: exactly({ name: nullable(Name) }),
    answer: exactly({ name: nullable(Name) }),
  },
  restoreMappingVersion: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/mapping/versions/{mappingVersion}/restore",
    summary: "Saves an earlier mapping again, as the next version.",
    permission: "change",
    answer: Mapping,
  },
});
