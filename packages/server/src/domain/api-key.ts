import { formatSecret } from "./checked-secret.ts";

/** `owner` may do everything; `administrator` all but API keys; `auditor` reads. */
export type Role = "owner" | "administrator" | "auditor";

/** Who calls the admin API. */
export interface Principal {
  readonly apiKeyId: string;
  readonly name: string;
  readonly role: Role;
  /** Null: the whole installation. */
  readonly organizationId: string | null;
}

/**
 * Makes an API key: `rck-`, 43 characters, a checksum of six.
 *
 * @param random 32 random bytes
 */
export function formatApiKey(random: Uint8Array): string {
  return formatSecret("rck-", random);
}

/** Tells whether an organization is one that a principal sees. */
export function sees(principal: Principal, organizationId: string): boolean {
  return principal.organizationId === null || principal.organizationId === organizationId;
}

/** The actor of the events that a principal's calls cause. */
export function actorOf(principal: Principal): string {
  return `api-key:${principal.apiKeyId}`;
}
