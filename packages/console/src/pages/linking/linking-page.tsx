import { Stack } from "@mantine/core";
import { matchRuleRoutes } from "@rollcall/admin-api/match-rules.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { Section } from "../../components/section.tsx";
import { LinkingCard } from "./linking-card.tsx";
import { MatchRulesCard } from "./match-rules-card.tsx";

/** Linking of an application: when is somebody whom it brings a person who exists already? */
export function LinkingPage() {
  const { id } = useSourceApplication();
  const params = { sourceApplicationId: id };
  return (
    <Section
      lead="When somebody whom the source brings is a person who exists already."
      calls={[
        { route: matchRuleRoutes.getMatchRules, params },
        {
          route: matchRuleRoutes.putMatchRules,
          params,
          body: { rules: [{ attribute: "email", compare: "ignoreCase", whenFound: "link" }] },
        },
        { route: sourceApplicationRoutes.putSourceApplicationDomains, params, body: { domains: ["example.com"] } },
      ]}
    >
      <Stack gap="lg">
        <MatchRulesCard />
        <LinkingCard />
      </Stack>
    </Section>
  );
}
