import type { Role } from "@rollcall/admin-api/api-keys.ts";

/** What a role is called, and what it lets somebody do. */
export const roles: readonly { readonly value: Role; readonly label: string; readonly may: string }[] = [
  { value: "owner", label: "Owner", may: "Everything, administrators and API keys included." },
  { value: "administrator", label: "Administrator", may: "Changes applications, mappings and people." },
  { value: "auditor", label: "Auditor", may: "Sees everything and changes nothing." },
];

/** The name of a role, as people read it. */
export function roleLabel(role: Role): string {
  return roles.find(({ value }) => value === role)?.label ?? role;
}
