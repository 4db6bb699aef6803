import { aboutRoutes } from "./about.ts";
import { administratorRoutes } from "./administrators.ts";
import { apiKeyRoutes } from "./api-keys.ts";
import { auditTrailRoutes } from "./audit-trail.ts";
import { applicationKindRoutes } from "./application-kinds.ts";
import { applicationHealthRoutes } from "./application-health.ts";
import { bearerTokenRoutes } from "./bearer-tokens.ts";
import { callLimitRoutes } from "./call-limits.ts";
import { conflictRoutes } from "./conflicts.ts";
import { deprovisioningPolicyRoutes } from "./deprovisioning-policies.ts";
import { dialectRoutes } from "./dialects.ts";
import { directoryAttributeRoutes } from "./directory-attributes.ts";
import { directoryGroupRoutes } from "./directory-groups.ts";
import { directoryUserAdministrationRoutes } from "./directory-user-administration.ts";
import { directorySnapshotRoutes } from "./directory-snapshot.ts";
import { directoryUserRoutes } from "./directory-users.ts";
import { exchangeRoutes } from "./exchanges.ts";
import { exchangeSettingsRoutes } from "./exchange-settings.ts";
import { groupRuleRoutes } from "./group-rules.ts";
import { goingLiveRoutes } from "./going-live.ts";
import { guardRoutes } from "./guards.ts";
import { heldChangeRoutes } from "./held-changes.ts";
import { jobRoutes } from "./jobs.ts";
import { undoRoutes } from "./undo.ts";
import { leaverEvidenceRoutes } from "./leaver-evidence.ts";
import { liveRoutes } from "./live.ts";
import { linkRoutes } from "./links.ts";
import { matchRuleRoutes } from "./match-rules.ts";
import { mappingRoutes } from "./mappings.ts";
import { mappingPreviewRoutes } from "./mapping-previews.ts";
import { mappingVersionRoutes } from "./mapping-versions.ts";
import { noticeRoutes } from "./notices.ts";
import { oauthClientRoutes } from "./oauth-clients.ts";
import { precedenceRoutes } from "./precedences.ts";
import { playedSourceRoutes } from "./played-sources.ts";
import { organizationHealthRoutes } from "./organization-health.ts";
import { organizationSearchRoutes } from "./organization-search.ts";
import { organizationRoutes } from "./organizations.ts";
import { ownDomainRoutes } from "./own-domains.ts";
import { provisioningEventRoutes } from "./provisioning-events.ts";
import { reachabilityRoutes } from "./reachability.ts";
import { receivedAttributeRoutes } from "./received-attributes.ts";
import { reconciliationRoutes } from "./reconciliations.ts";
import { resourceTypeRoutes } from "./resource-types.ts";
import { schemaRoutes } from "./schemas.ts";
import { statusRuleRoutes } from "./status-rules.ts";
import { sessionRoutes } from "./sessions.ts";
import { sourceApplicationRoutes } from "./source-applications.ts";
import { webhookRoutes } from "./webhooks.ts";

/** Every route of the admin API by its operation id. */
export const adminRoutes = {
  ...organizationRoutes,
  ...ownDomainRoutes,
  ...applicationKindRoutes,
  ...sourceApplicationRoutes,
  ...reachabilityRoutes,
  ...bearerTokenRoutes,
  ...oauthClientRoutes,
  ...playedSourceRoutes,
  ...mappingRoutes,
  ...mappingVersionRoutes,
  ...mappingPreviewRoutes,
  ...jobRoutes,
  ...undoRoutes,
  ...goingLiveRoutes,
  ...reconciliationRoutes,
  ...linkRoutes,
  ...matchRuleRoutes,
  ...statusRuleRoutes,
  ...groupRuleRoutes,
  ...precedenceRoutes,
  ...deprovisioningPolicyRoutes,
  ...guardRoutes,
  ...callLimitRoutes,
  ...heldChangeRoutes,
  ...schemaRoutes,
  ...resourceTypeRoutes,
  ...dialectRoutes,
  ...receivedAttributeRoutes,
  ...directoryAttributeRoutes,
  ...directoryUserRoutes,
  ...directoryUserAdministrationRoutes,
  ...leaverEvidenceRoutes,
  ...directoryGroupRoutes,
  ...conflictRoutes,
  ...directorySnapshotRoutes,
  ...provisioningEventRoutes,
  ...exchangeRoutes,
  ...exchangeSettingsRoutes,
  ...applicationHealthRoutes,
  ...organizationHealthRoutes,
  ...organizationSearchRoutes,
  ...liveRoutes,
  ...webhookRoutes,
  ...noticeRoutes,
  ...apiKeyRoutes,
  ...administratorRoutes,
  ...sessionRoutes,
  ...auditTrailRoutes,
  ...aboutRoutes,
};
export type AdminRoutes = typeof adminRoutes;
