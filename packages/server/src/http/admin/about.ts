import type { aboutRoutes } from "@rollcall/admin-api/about.ts";
import { readServerVersion } from "../../storage/read/server-version.ts";
import type { HandlersOf } from "./handler.ts";

export const aboutHandlers: HandlersOf<typeof aboutRoutes> = {
  getAbout: async ({ deps, principal }) => {
    const { version, dataFolder, startedAt } = deps.program;
    return {
      version,
      nodeVersion: process.versions.node,
      databaseVersion: await readServerVersion(deps.database.lists),
      databaseEmbedded: dataFolder !== undefined,
      dataFolder: principal.organizationIds === null ? (dataFolder ?? null) : null,
      origin: deps.origin,
      startedAt,
    };
  },
};
