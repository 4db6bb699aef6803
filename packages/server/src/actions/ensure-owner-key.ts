import { formatApiKey } from "../domain/api-key.ts";
import { secretHint } from "../domain/bearer-token.ts";
import { hasApiKeys } from "../storage/read/api-keys.ts";
import { createApiKey } from "../storage/write/api-keys.ts";
import { lockInstallation } from "../storage/write/installation-lock.ts";
import type { ActionDeps } from "./action-deps.ts";
import { hashSecret, issueSecret } from "./issue-secret.ts";

/**
 * Sees to it that the installation has an owner's key: the given one, or at the first start one that it makes.
 *
 * @param given ROLLCALL_API_KEY; a revoked key stays revoked
 * @returns a key that was made and is to be shown this once; undefined when none was
 */
export async function ensureOwnerKey(
  deps: Pick<ActionDeps, "database" | "newId" | "now">,
  given: string | undefined,
): Promise<string | undefined> {
  const key = (secret: string, name: string) => ({
    id: deps.newId(),
    name,
    role: "owner" as const,
    hash: hashSecret(secret),
    hint: secretHint(secret),
  });
  if (given !== undefined) {
    await createApiKey(deps.database.pool, null, key(given, "ROLLCALL_API_KEY"), deps.now());
    return undefined;
  }
  if (await hasApiKeys(deps.database.lists)) return undefined;
  return deps.database.transaction(async (tx) => {
    await lockInstallation(tx);
    // Of nodes that start at once, one makes it.
    if (await hasApiKeys(tx)) return undefined;
    const { secret } = issueSecret(formatApiKey);
    await createApiKey(tx, null, key(secret, "First owner"), deps.now());
    return secret;
  });
}
