import { type Reader, unnamedStatement } from "../database.ts";

const ofOrganization = unnamedStatement(
  "select domain from organization_domains where organization_id = $1 order by domain",
);

/** Lists the domains that an organization declares as its own. */
export async function listOrganizationDomains(reader: Reader, organizationId: string): Promise<string[]> {
  return (await reader.query<{ domain: string }>(ofOrganization, [organizationId])).map((row) => row.domain);
}

const ofApplication = unnamedStatement(
  `select domain from source_application_domains where organization_id = $1 and source_application_id = $2
    order by domain`,
);

/** Lists an application's share of the organization's domains. */
export async function listApplicationDomains(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<string[]> {
  const rows = await reader.query<{ domain: string }>(ofApplication, [organizationId, sourceApplicationId]);
  return rows.map((row) => row.domain);
}
