import type { statusRuleRoutes } from "@rollcall/admin-api/status-rules.ts";
import { saveStatusRule, startPreview } from "../../actions/apply-status-rule.ts";
import { actorOf } from "../../domain/principal.ts";
import { findStatusRule } from "../../storage/read/status-rules.ts";
import type { HandlersOf } from "./handler.ts";
import { presentJob } from "./jobs.ts";

export const statusRuleHandlers: HandlersOf<typeof statusRuleRoutes> = {
  getStatusRule: async ({ deps, organizationId }) => ({
    rule: await findStatusRule(deps.database.reader, organizationId),
  }),
  putStatusRule: async ({ deps, principal, organizationId, body }) => {
    const job = await saveStatusRule(deps, organizationId, body.rule, actorOf(principal));
    return { rule: body.rule, job: await presentJob(deps, job) };
  },
  previewStatusRule: async ({ deps, principal, organizationId, body }) =>
    presentJob(deps, await startPreview(deps, organizationId, body.rule, actorOf(principal))),
};
