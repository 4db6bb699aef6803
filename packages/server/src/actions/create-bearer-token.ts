import { parseInstant } from "@rollcall/scim/filter/compare-values.ts";
import { formatBearerToken } from "../domain/bearer-token.ts";
import { RollcallError } from "../domain/errors.ts";
import { createBearerToken as insertToken } from "../storage/write/bearer-tokens.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";
import { issueSecret } from "./issue-secret.ts";

/** A bearer token just made; `secret` is shown this once. */
export interface CreatedToken {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly secret: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

/**
 * Creates a bearer token beside those that exist.
 *
 * @param expiresAt an xsd:dateTime, without a zone in UTC; null: never
 * @throws {RollcallError} request.invalid: expiresAt has passed
 */
export async function createBearerToken(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  { name, expiresAt }: { readonly name: string; readonly expiresAt: string | null },
): Promise<CreatedToken> {
  const now = deps.now();
  const expires = expiresAt === null ? null : new Date(parseInstant(expiresAt) ?? Number.NaN).toISOString();
  if (expires !== null && expires <= now) {
    const detail = `expected an instant that is still to come, found ${expires}`;
    throw new RollcallError("request.invalid", `/expiresAt: ${detail}`, [{ where: "/expiresAt", detail }]);
  }
  const { secret, hash, hint } = issueSecret(formatBearerToken);
  const token = { id: deps.newId(), name: name.trim(), hint, expiresAt: expires };
  await changeSettings(deps, (tx) =>
    insertToken(tx, application.organizationId, application.id, { ...token, hash }, now),
  );
  return { ...token, secret, createdAt: now };
}
