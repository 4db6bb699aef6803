/** Clients by what their User-Agent contains, in lower case; the first that fits counts. */
const known: readonly (readonly [part: string, name: string])[] = [
  ["okta", "Okta"],
  ["azure", "Microsoft Entra ID"],
  ["entra", "Microsoft Entra ID"],
  ["microsoft", "Microsoft Entra ID"],
  ["onelogin", "OneLogin"],
  ["pingfederate", "PingFederate"],
  ["pingone", "PingOne"],
  ["pingidentity", "Ping Identity"],
  ["sailpoint", "SailPoint"],
  ["jumpcloud", "JumpCloud"],
  ["authentik", "authentik"],
  ["keycloak", "Keycloak"],
  ["google", "Google Workspace"],
  ["successfactors", "SAP"],
  ["sap ", "SAP"],
  ["sap-", "SAP"],
  ["cyberark", "CyberArk"],
  ["workday", "Workday"],
  ["rippling", "Rippling"],
  ["oracle", "Oracle"],
  ["miniorange", "miniOrange"],
  ["rollcall", "Rollcall"],
  ["postman", "Postman"],
  ["insomnia", "Insomnia"],
  ["curl", "curl"],
];

/** Names the client that a User-Agent belongs to: one that is known, or the product that it calls itself. */
export function clientName(userAgent: string | null): string | null {
  const text = userAgent?.trim() ?? "";
  if (text === "") return null;
  const lower = text.toLowerCase();
  const found = known.find(([part]) => lower.includes(part));
  return found?.[1] ?? text.split(/[/(]/, 1)[0]?.trim().slice(0, 60) ?? null;
}
