import { formatBearerToken } from "../domain/bearer-token.ts";
import { defaultDeprovisioningPolicy } from "../domain/deprovisioning-policy.ts";
import { defaultKind, findApplicationKind, mappingOfKind } from "../domain/application-kinds.ts";
import type { Mode, SetupStep, SourceApplication } from "../domain/source-application.ts";
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
 * Creates a source application with its kind's mapping and tolerance, the default policy and a first token, which is
 * shown once. One that succeeds a deleted application takes over its people as they arrive, and observes first (rules.md
 * section 6).
 *
 * @throws {RollcallError} application_kind.unknown; source_application.not_found: the one to succeed was not deleted within 30 days
 */
export async function createSourceApplication(
  deps: ActionDeps,
  organizationId: string,
  wanted: {
    readonly displayName: string;
    readonly kind?: string;
    readonly mode?: Mode;
    readonly setup?: { readonly step: SetupStep };
    readonly succeeds?: string;
  },
): Promise<{ readonly application: SourceApplication & { readonly kind: string }; readonly bearerToken: string }> {
  const kind = findApplicationKind(wanted.kind ?? defaultKind.id);
  if (kind === undefined) {
    throw new RollcallError("application_kind.unknown", `Expected the id of a kind, found "${wanted.kind}"`);
  }
  const { succeeds = null } = wanted;
  if (succeeds !== null) {
    const deleted = await listDeletedSourceApplications(deps, organizationId);
    if (!deleted.some((one) => one.id === succeeds)) throw new RollcallError("source_application.not_found");
  }
  const mode = wanted.mode ?? (succeeds === null ? "live" : "observe");
  const application = { organizationId, id: deps.newId(), displayName: wanted.displayName.trim(), kind: kind.id, mode };
  const { basicAllowed, refusedDialects } = kind;
  const setupStep = wanted.setup?.step ?? "done";
  const { secret, hash, hint } = issueSecret(formatBearerToken);
  const token = { id: deps.newId(), name: "First token", hash, hint, expiresAt: null };
  const now = deps.now();
  await changeSettings(deps, async (tx) => {
    await insertApplication(
      tx,
      organizationId,
      { ...application, basicAllowed, refusedDialects, setupStep, succeeds },
      now,
    );
    await saveMapping(tx, organizationId, application.id, mappingOfKind(kind), now, null);
    await saveDeprovisioningPolicy(tx, organizationId, application.id, defaultDeprovisioningPolicy, now);
    await createBearerToken(tx, organizationId, application.id, token, now);
  });
  return { application, bearerToken: secret };
}
