import { Stack } from "@mantine/core";
import { precedenceRoutes } from "@rollcall/admin-api/precedences.ts";
import { statusRuleRoutes } from "@rollcall/admin-api/status-rules.ts";
import { useOrganization } from "../../api/organization.ts";
import { Page } from "../../components/page.tsx";
import { PrecedenceCard } from "./precedence-card.tsx";
import { StatusRuleCard } from "./status-rule-card.tsx";

/** Several sources, one person: whose word and whose values count? */
export function SeveralSourcesPage() {
  const { id } = useOrganization();
  const params = { organizationId: id };
  return (
    <Page
      title="Several sources"
      lead="What counts where several applications have the same person. Whoever has one source is not concerned."
      calls={[
        { route: statusRuleRoutes.getStatusRule, params },
        { route: statusRuleRoutes.previewStatusRule, params, body: { rule: "any" } },
        { route: statusRuleRoutes.putStatusRule, params, body: { rule: "any" } },
        { route: precedenceRoutes.getPrecedence, params },
        {
          route: precedenceRoutes.putPrecedence,
          params,
          body: { precedence: [{ attribute: "title", sourceApplicationIds: [] }] },
        },
      ]}
    >
      <Stack gap="md">
        <StatusRuleCard />
        <PrecedenceCard />
      </Stack>
    </Page>
  );
}
