import { Stack } from "@mantine/core";
import { exchangeSettingsRoutes } from "@rollcall/admin-api/exchange-settings.ts";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { ownDomainRoutes } from "@rollcall/admin-api/own-domains.ts";
import { useOrganization } from "../../api/organization.ts";
import { Page } from "../../components/page.tsx";
import { DomainProofsCard } from "./domain-proofs-card.tsx";
import { DomainsCard } from "./domains-card.tsx";
import { ExchangeSettingsCard } from "./exchange-settings-card.tsx";
import { NameCard } from "./name-card.tsx";

/** The organization: what it is called, which domains are its own, and what is kept of the exchanges. */
export function OrganizationSettingsPage() {
  const { id } = useOrganization();
  const params = { organizationId: id };
  return (
    <Page
      title="Organization"
      calls={[
        { route: organizationRoutes.changeOrganization, params, body: { name: "Example Corp" } },
        { route: organizationRoutes.putOrganizationDomains, params, body: { domains: ["example.com"] } },
        { route: ownDomainRoutes.getOwnDomains, params },
        { route: ownDomainRoutes.checkOwnDomain, params, body: { domain: "example.com" } },
        { route: exchangeSettingsRoutes.getExchangeSettings, params },
      ]}
    >
      <Stack gap="md">
        <NameCard />
        <DomainsCard />
        <DomainProofsCard />
        <ExchangeSettingsCard />
      </Stack>
    </Page>
  );
}
