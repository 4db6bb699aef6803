import type { Dialects, dialectRoutes } from "@rollcall/admin-api/dialects.ts";
import { knownDialects } from "@rollcall/scim/dialects/known-dialects.ts";
import { saveDialects } from "../../actions/save-dialects.ts";
import { findApplicationDialects } from "../../storage/read/dialects.ts";
import type { SourceApplicationFacts } from "../../storage/read/source-applications.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";

export const dialectHandlers: HandlersOf<typeof dialectRoutes> = {
  getDialects: ({ deps, application }) => present(deps, application),
  putDialects: async ({ deps, application, body }) => {
    await saveDialects(deps, application, { strict: body.strict ?? false, dialects: body.dialects ?? [] });
    return present(deps, application);
  },
};

async function present(deps: AdminDeps, { organizationId, id }: SourceApplicationFacts): Promise<Dialects> {
  const { strict, refusedDialects, uses } = await findApplicationDialects(deps.database.lists, organizationId, id);
  const dialects = [...knownDialects.values()].map(({ name, description }) => ({
    name,
    description,
    fired: uses.get(name)?.fired ?? 0,
    lastFiredAt: uses.get(name)?.lastFiredAt ?? null,
    strict: refusedDialects.includes(name),
  }));
  return { strict, dialects };
}
