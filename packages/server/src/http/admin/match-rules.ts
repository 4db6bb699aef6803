import type { matchRuleRoutes, MatchRules } from "@rollcall/admin-api/match-rules.ts";
import { saveMatchRules } from "../../actions/save-match-rules.ts";
import { directoryUserAttributes } from "../../domain/directory-attribute.ts";
import { defaultMatchRules, matchableAttributes } from "../../domain/match-rule.ts";
import type { SourceApplication } from "../../domain/source-application.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import { findMatchRules } from "../../storage/read/match-rules.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";

export const matchRuleHandlers: HandlersOf<typeof matchRuleRoutes> = {
  getMatchRules: ({ deps, application }) => present(deps, application),
  putMatchRules: async ({ deps, application, body }) => {
    await saveMatchRules(deps, application, body.rules);
    return present(deps, application);
  },
};

async function present(deps: AdminDeps, { organizationId, id }: SourceApplication): Promise<MatchRules> {
  const { lists } = deps.database;
  const [saved, custom] = await Promise.all([
    findMatchRules(lists, organizationId, id),
    listCustomAttributes(lists, organizationId),
  ]);
  const attributes = matchableAttributes(directoryUserAttributes, custom);
  return {
    rules: [...(saved ?? defaultMatchRules)],
    attributes: attributes.map(({ name, label }) => ({ name, label })),
  };
}
