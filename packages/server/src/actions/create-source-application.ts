import { formatBearerToken } from "../domain/bearer-token.ts";
import { defaultDeprovisioningPolicy } from "../domain/deprovisioning-policy.ts";
import { defaultMapping } from "../domain/mapping.ts";
import type { Mode, SourceApplication } from "../domain/source-application.ts";
import { createBearerToken } from "../storage/write/bearer-tokens.ts";
import { saveDeprovisioningPolicy } from "../storage/write/deprovisioning-policies.ts";
import { saveMapping } from "../storage/write/mappings.ts";
import { createSourceApplication as insertApplication } from "../storage/write/source-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { RollcallError } from "../domain/errors.ts";
import { changeSettings } from "./change-settings.ts";
import { issueSecret } from "./issue-secret.ts";
import { listDeletedSourceApplications } from "./restore-source-application.ts";

/**
 * Creates a source application with the default mapping, the default policy and a first token, which is shown once. One
 * that succeeds a deleted application takes over its people as they arrive, and observes first (rules.md section 6).
 *
 * @throws {RollcallError} source_application.not_found: the one to succeed was not deleted within 30 days
 */
export async function createSourceApplication(
  deps: ActionDeps,
  organizationId: string,
  wanted: { readonly displayName: string; readonly mode?: Mode; readonly succeeds?: string },
): Promise<{ readonly application: SourceApplication; readonly bearerToken: string }> {
  const { succeeds = null } = wanted;
  if (succeeds !== null) {
    const deleted = await listDeletedSourceApplications(deps, organizationId);
    if (!deleted.some((one) => one.id === succeeds)) throw new RollcallError("source_application.not_found");
  }
  const mode = wanted.mode ?? (succeeds === null ? "live" : "observe");
  const application = { organizationId, id: deps.newId(), displayName: wanted.displayName.trim(), mode };
  const { secret, hash, hint } = issueSecret(formatBearerToken);
  const token = { id: deps.newId(), name: "First token", hash, hint, expiresAt: null };
  const now = deps.now();
  await changeSettings(deps, async (tx) => {
    await insertApplication(tx, organizationId, { ...application, succeeds }, now);
    await saveMapping(tx, organizationId, application.id, defaultMapping, now);
    await saveDeprovisioningPolicy(tx, organizationId, application.id, defaultDeprovisioningPolicy, now);
    await createBearerToken(tx, organizationId, application.id, token, now);
  });
  return { application, bearerToken: secret };
}
