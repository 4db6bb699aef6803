import type { Command } from "commander";
import { registerApps } from "./apps.ts";
import { registerConflicts, registerLinks } from "./conflicts.ts";
import { registerDomains } from "./domains.ts";
import { registerEvents } from "./events.ts";
import { registerEvidence } from "./evidence.ts";
import { registerGroupRules } from "./group-rules.ts";
import { registerGuard } from "./guard.ts";
import { registerGroups } from "./groups.ts";
import { registerHeld } from "./held.ts";
import { registerJobs } from "./jobs.ts";
import { registerKinds } from "./kinds.ts";
import { registerMapping } from "./mapping.ts";
import { registerMatchRules } from "./match-rules.ts";
import { registerNotices } from "./notices.ts";
import { registerOrganizations } from "./organizations.ts";
import { registerPolicy } from "./policy.ts";
import { registerPrecedence } from "./precedence.ts";
import { registerReceived } from "./received.ts";
import { registerReconcile } from "./reconcile.ts";
import { registerStatusRule } from "./status-rule.ts";
import { registerSimulate } from "./simulate.ts";
import { registerTokens } from "./tokens.ts";
import { registerUndo } from "./undo.ts";
import { registerUsers } from "./users.ts";
import { registerVerify } from "./verify.ts";
import { registerWebhooks } from "./webhooks.ts";

/**
 * Adds the verbs that speak to a running server through its admin API, and those that speak SCIM to any service provider.
 *
 * @param exit takes the exit code that a verb ends with; docs/cli.md lists them
 */
export function registerVerbs(program: Command, exit: (code: number) => void): void {
  registerOrganizations(program, exit);
  registerDomains(program, exit);
  registerKinds(program, exit);
  registerApps(program, exit);
  registerTokens(program, exit);
  registerUsers(program, exit);
  registerGroups(program, exit);
  registerGroupRules(program, exit);
  registerConflicts(program, exit);
  registerHeld(program, exit);
  registerGuard(program, exit);
  registerPolicy(program, exit);
  registerLinks(program, exit);
  registerStatusRule(program, exit);
  registerPrecedence(program, exit);
  registerEvents(program, exit);
  registerWebhooks(program, exit);
  registerNotices(program, exit);
  registerMapping(program, exit);
  registerReceived(program, exit);
  registerMatchRules(program, exit);
  registerUndo(program, exit);
  registerJobs(program, exit);
  registerEvidence(program, exit);
  registerReconcile(program, exit);
  registerVerify(program, exit);
  registerSimulate(program, exit);
}
