/** `owner` may do everything; `administrator` all but API keys and owners; `auditor` reads. */
export type Role = "owner" | "administrator" | "auditor";

/** Who calls the admin API: a program by its API key, or an administrator by their session. */
export interface Principal {
  readonly kind: "api-key" | "administrator";
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** The organizations that it sees; null: the whole installation. */
  readonly organizationIds: readonly string[] | null;
}

/** Tells whether an organization is one that a principal sees. */
export function sees(principal: Pick<Principal, "organizationIds">, organizationId: string): boolean {
  return principal.organizationIds === null || principal.organizationIds.includes(organizationId);
}

/** The actor of the events that a principal's calls cause. */
export function actorOf(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}
