import { hashSecret } from "../../actions/issue-secret.ts";
import type { Principal } from "../../domain/api-key.ts";
import { RollcallError } from "../../domain/errors.ts";
import { findPrincipal } from "../../storage/read/api-keys.ts";
import type { AdminDeps } from "./admin-deps.ts";

const scheme = "bearer ";
const maxKeyLength = 500;

/**
 * Finds whom the API key of a request stands for; asked of the database each time, so that a revoked key is dead at
 * once.
 *
 * @throws {RollcallError} authentication.missing, authentication.invalid
 */
export async function authenticateAdministrator(
  deps: AdminDeps,
  authorization: string | undefined,
): Promise<Principal> {
  const header = authorization?.trim() ?? "";
  const key = header.slice(scheme.length).trim();
  if (header.slice(0, scheme.length).toLowerCase() !== scheme || key === "") {
    throw new RollcallError("authentication.missing");
  }
  const principal = key.length > maxKeyLength ? undefined : await findPrincipal(deps.database.reader, hashSecret(key));
  if (principal === undefined) throw new RollcallError("authentication.invalid");
  return principal;
}
