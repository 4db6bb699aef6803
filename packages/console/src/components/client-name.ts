const clients: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/okta/i, "Okta"],
  [/azure|entra|microsoft/i, "Microsoft Entra ID"],
  [/onelogin/i, "OneLogin"],
  [/jumpcloud/i, "JumpCloud"],
  [/ping ?federate/i, "PingFederate"],
  [/pingone|ping/i, "PingOne"],
  [/sailpoint/i, "SailPoint"],
  [/sap/i, "SAP"],
  [/authentik/i, "authentik"],
  [/keycloak/i, "Keycloak"],
  [/google/i, "Google"],
  [/curl/i, "curl"],
];

/** Who calls, by the User-Agent that it sends; its first word where it is nobody we know. */
export function clientName(userAgent: string | null): string {
  if (userAgent === null || userAgent === "") return "unknown client";
  const known = clients.find(([pattern]) => pattern.test(userAgent));
  return known?.[1] ?? userAgent.split(/[\s/]/)[0] ?? userAgent;
}
