import { formatBearerToken } from "../domain/bearer-token.ts";
import { defaultDeprovisioningPolicy } from "../domain/deprovisioning-policy.ts";
import { defaultMapping } from "../domain/mapping.ts";
import type { Mode, SourceApplication } from "../domain/source-application.ts";
import { createBearerToken } from "../storage/write/bearer-tokens.ts";
import { saveDeprovisioningPolicy } from "../storage/write/deprovisioning-policies.ts";
import { saveMapping } from "../storage/write/mappings.ts";
import { createSourceApplication as insertApplication } from "../storage/write/source-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";
import { issueSecret } from "./issue-secret.ts";

/** Creates a source application with the default mapping, the default policy and a first token, which is shown once. */
export async function createSourceApplication(
  deps: ActionDeps,
  organizationId: string,
  { displayName, mode }: { readonly displayName: string; readonly mode: Mode },
): Promise<{ readonly application: SourceApplication; readonly bearerToken: string }> {
  const application = { organizationId, id: deps.newId(), displayName: displayName.trim(), mode };
  const { secret, hash, hint } = issueSecret(formatBearerToken);
  const token = { id: deps.newId(), name: "First token", hash, hint, expiresAt: null };
  const now = deps.now();
  await changeSettings(deps, async (tx) => {
    await insertApplication(tx, organizationId, application, now);
    await saveMapping(tx, organizationId, application.id, defaultMapping, now);
    await saveDeprovisioningPolicy(tx, organizationId, application.id, defaultDeprovisioningPolicy, now);
    await createBearerToken(tx, organizationId, application.id, token, now);
  });
  return { application, bearerToken: secret };
}
