import { type Tx, unnamedStatement } from "../database.ts";

const replaceOrganizationDomains = unnamedStatement(
  `with gone as (
    delete from organization_domains where organization_id = $1 and not domain = any ($2::text[]))
  insert into organization_domains (organization_id, domain, created_at)
    select $1, domain, $3 from unnest($2::text[]) as domain
    on conflict do nothing`,
);

/** Replaces the domains that an organization declares as its own; one that goes leaves the applications' shares too. */
export async function saveOrganizationDomains(
  tx: Tx,
  organizationId: string,
  domains: readonly string[],
  now: string,
): Promise<void> {
  await tx.execute(replaceOrganizationDomains, [organizationId, domains, now]);
}

const lockDomains = unnamedStatement(
  "select domain from organization_domains where organization_id = $1 order by domain for key share",
);

/** Lists an organization's own domains and keeps them from going before the transaction ends. */
export async function lockOrganizationDomains(tx: Tx, organizationId: string): Promise<string[]> {
  return (await tx.query<{ domain: string }>(lockDomains, [organizationId])).map((row) => row.domain);
}

const replaceApplicationDomains = unnamedStatement(
  `with gone as (
    delete from source_application_domains
      where organization_id = $1 and source_application_id = $2 and not domain = any ($3::text[]))
  insert into source_application_domains (organization_id, source_application_id, domain)
    select $1, $2, domain from unnest($3::text[]) as domain
    on conflict do nothing`,
);

/** Replaces an application's share; each of the domains must be the organization's own. */
export async function saveApplicationDomains(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  domains: readonly string[],
): Promise<void> {
  await tx.execute(replaceApplicationDomains, [organizationId, sourceApplicationId, domains]);
}
