import type { reachabilityRoutes } from "@rollcall/admin-api/reachability.ts";
import { defaultKind, findApplicationKind } from "../../domain/application-kinds.ts";
import { judgeReachability, proxyRecipes } from "../../domain/reachability.ts";
import type { HandlersOf } from "./handler.ts";
import { scimBaseUrl } from "./scim-base-url.ts";

export const reachabilityHandlers: HandlersOf<typeof reachabilityRoutes> = {
  getReachability: async ({ deps, application }) => {
    const { callsFrom } = findApplicationKind(application.kind) ?? defaultKind;
    const facts = await deps.originFacts();
    const { reachable, problems } = judgeReachability(callsFrom, facts.problems);
    return {
      scimBaseUrl: scimBaseUrl(deps.origin, application.id),
      callsFrom,
      reachable,
      problems: [...problems],
      recipes: proxyRecipes(facts),
    };
  },
};
