import type { AdminRoutes } from "@rollcall/admin-api/routes.ts";
import { aboutHandlers } from "./about.ts";
import { administratorHandlers } from "./administrators.ts";
import { apiKeyHandlers } from "./api-keys.ts";
import { auditTrailHandlers } from "./audit-trail.ts";
import { applicationKindHandlers } from "./application-kinds.ts";
import { applicationHealthHandlers } from "./application-health.ts";
import { bearerTokenHandlers } from "./bearer-tokens.ts";
import { callLimitHandlers } from "./call-limits.ts";
import { conflictHandlers } from "./conflicts.ts";
import { deprovisioningPolicyHandlers } from "./deprovisioning-policies.ts";
import { directoryAttributeHandlers } from "./directory-attributes.ts";
import { directoryGroupHandlers } from "./directory-groups.ts";
import { directoryUserAdministrationHandlers } from "./directory-user-administration.ts";
import { directorySnapshotHandlers } from "./directory-snapshot.ts";
import { directoryUserHandlers } from "./directory-users.ts";
import { dialectHandlers } from "./dialects.ts";
import { exchangeHandlers } from "./exchanges.ts";
import { exchangeSettingsHandlers } from "./exchange-settings.ts";
import { groupRuleHandlers } from "./group-rules.ts";
import { goingLiveHandlers } from "./going-live.ts";
import { guardHandlers } from "./guards.ts";
import type { HandlersOf } from "./handler.ts";
import { heldChangeHandlers } from "./held-changes.ts";
import { jobHandlers } from "./jobs.ts";
import { leaverEvidenceHandlers } from "./leaver-evidence.ts";
import { liveHandlers } from "./live.ts";
import { linkHandlers } from "./links.ts";
import { matchRuleHandlers } from "./match-rules.ts";
import { mappingHandlers } from "./mappings.ts";
import { mappingPreviewHandlers } from "./mapping-previews.ts";
import { mappingVersionHandlers } from "./mapping-versions.ts";
import { noticeHandlers } from "./notices.ts";
import { oauthClientHandlers } from "./oauth-clients.ts";
import { organizationHealthHandlers } from "./organization-health.ts";
import { organizationSearchHandlers } from "./organization-search.ts";
import { organizationHandlers } from "./organizations.ts";
import { ownDomainHandlers } from "./own-domains.ts";
import { precedenceHandlers } from "./precedences.ts";
import { playedSourceHandlers } from "./played-sources.ts";
import { provisioningEventHandlers } from "./provisioning-events.ts";
import { reachabilityHandlers } from "./reachability.ts";
import { receivedAttributeHandlers } from "./received-attributes.ts";
import { reconciliationHandlers } from "./reconciliations.ts";
import { resourceTypeHandlers } from "./resource-types.ts";
import { schemaHandlers } from "./schemas.ts";
import { sessionHandlers } from "./sessions.ts";
import { sourceApplicationHandlers } from "./source-applications.ts";
import { statusRuleHandlers } from "./status-rules.ts";
import { undoHandlers } from "./undo.ts";
import { webhookHandlers } from "./webhooks.ts";

/** The handler of every route that packages/admin-api declares; method, path, schemas and permission stand there. */
export const adminHandlers: HandlersOf<AdminRoutes> = {
  ...organizationHandlers,
  ...ownDomainHandlers,
  ...applicationKindHandlers,
  ...sourceApplicationHandlers,
  ...reachabilityHandlers,
  ...bearerTokenHandlers,
  ...oauthClientHandlers,
  ...playedSourceHandlers,
  ...mappingHandlers,
  ...mappingVersionHandlers,
  ...mappingPreviewHandlers,
  ...jobHandlers,
  ...undoHandlers,
  ...goingLiveHandlers,
  ...reconciliationHandlers,
  ...linkHandlers,
  ...matchRuleHandlers,
  ...statusRuleHandlers,
  ...groupRuleHandlers,
  ...precedenceHandlers,
  ...deprovisioningPolicyHandlers,
  ...guardHandlers,
  ...callLimitHandlers,
  ...heldChangeHandlers,
  ...schemaHandlers,
  ...resourceTypeHandlers,
  ...dialectHandlers,
  ...receivedAttributeHandlers,
  ...directoryAttributeHandlers,
  ...directoryUserHandlers,
  ...directoryUserAdministrationHandlers,
  ...leaverEvidenceHandlers,
  ...directoryGroupHandlers,
  ...conflictHandlers,
  ...directorySnapshotHandlers,
  ...provisioningEventHandlers,
  ...exchangeHandlers,
  ...exchangeSettingsHandlers,
  ...applicationHealthHandlers,
  ...organizationHealthHandlers,
  ...organizationSearchHandlers,
  ...liveHandlers,
  ...webhookHandlers,
  ...noticeHandlers,
  ...apiKeyHandlers,
  ...administratorHandlers,
  ...sessionHandlers,
  ...auditTrailHandlers,
  ...aboutHandlers,
};
