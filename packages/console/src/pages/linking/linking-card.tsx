import { Group, MultiSelect, Skeleton, Stack, Text } from "@mantine/core";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { SettingsForm } from "../../components/settings-form.tsx";

/** In which e-mail domains the source may link to people who exist already. */
export function LinkingCard() {
  const { id } = useSourceApplication();
  const organization = useOrganization();
  const mayChange = useMayChange();
  const [chosen, setChosen] = useState<readonly string[]>();
  const params = { sourceApplicationId: id };
  const own = useAnswer(organizationRoutes.getOrganizationDomains, { params: { organizationId: organization.id } });
  const share = useAnswer(sourceApplicationRoutes.getSourceApplicationDomains, { params });
  const save = useChange(sourceApplicationRoutes.putSourceApplicationDomains, {
    stale: ["domains", "conflicts"],
    onDone: () => setChosen(undefined),
  });
  const domains = own.data?.domains ?? [];
  return (
    <Card title="Linking" lead="Where somebody exists already, the source may take them over by e-mail address.">
      <Stack gap="sm">
        <Refusal error={own.error ?? share.error ?? save.error} />
        {(own.isPending || share.isPending) && <Skeleton height={36} aria-label="Loading" />}
        {own.data !== undefined && domains.length === 0 && (
          <>
            <Text size="sm">
              The organization has declared no domain of its own, so nobody is linked: a person who exists already is a
              conflict until somebody decides.
            </Text>
            <Group>
              <LinkButton variant="default" to="/o/$slug/settings" params={{ slug: organization.slug }}>
                Declare domains
              </LinkButton>
            </Group>
          </>
        )}
        {share.data !== undefined && domains.length > 0 && (
          <SettingsForm
            label="Save domains"
            edited={chosen !== undefined}
            busy={save.isPending}
            onSave={() => chosen !== undefined && save.mutate({ params, body: { domains: [...chosen] } })}
            onDiscard={() => setChosen(undefined)}
          >
            <MultiSelect
              label="Domains in which it may link"
              description="Elsewhere, a person who exists already is a conflict until somebody decides."
              placeholder={(chosen ?? share.data.domains).length === 0 ? "In none" : ""}
              data={domains}
              value={[...(chosen ?? share.data.domains)]}
              onChange={setChosen}
              disabled={!mayChange}
              searchable
            />
          </SettingsForm>
        )}
      </Stack>
    </Card>
  );
}
