import { Stack } from "@mantine/core";
import { statusRuleRoutes } from "@rollcall/admin-api/status-rules.ts";
import { useOrganization } from "../../api/organization.ts";
import { Page } from "../../components/page.tsx";
import { StatusRuleCard } from "./status-rule-card.tsx";

/** Several sources, one person: whose word counts? */
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
      ]}
    >
      <Stack gap="md">
        <StatusRuleCard />
      </Stack>
    </Page>
  );
}
