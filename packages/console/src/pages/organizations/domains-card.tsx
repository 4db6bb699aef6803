import { Button, Group, Skeleton, Stack, TagsInput, Text } from "@mantine/core";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";

/** The domains that the organization declares as its own: what linking by e-mail rests on. */
export function DomainsCard() {
  const { id } = useOrganization();
  const list = useAnswer(organizationRoutes.getOrganizationDomains, { params: { organizationId: id } });
  return (
    <Card
      title="Own domains"
      lead="An application may link somebody to a person who is in the directory already only by an e-mail address in one of these, and only where the application was given that domain. Without any, nobody is ever linked by e-mail."
    >
      <Refusal error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Skeleton height={34} />}
      {list.data !== undefined && <DomainsForm key={list.data.domains.join(" ")} domains={list.data.domains} />}
    </Card>
  );
}

function DomainsForm({ domains }: { readonly domains: readonly string[] }) {
  const { id } = useOrganization();
  const mayChange = useMayChange();
  const [typed, setTyped] = useState<readonly string[]>(domains);
  const save = useChange(organizationRoutes.putOrganizationDomains, {
    stale: ["domains", "own-domains", "source-applications"],
  });
  const gone = domains.filter((domain) => !typed.includes(domain));
  const changed = gone.length > 0 || typed.length !== domains.length;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ params: { organizationId: id }, body: { domains: [...typed] } });
      }}
    >
      <Stack gap="sm" maw={560}>
        <TagsInput
          aria-label="Own domains"
          placeholder={typed.length === 0 ? "example.com" : ""}
          description={mayChange ? "Enter after each; @ may stand before it." : undefined}
          value={[...typed]}
          readOnly={!mayChange}
          onChange={(values) => setTyped(values.map((value) => value.trim().replace(/^@/, "").toLowerCase()))}
          splitChars={[",", " ", ";"]}
          maxTags={500}
        />
        {gone.length > 0 && (
          <Text size="sm" c="var(--attention)">
            {new Intl.ListFormat("en").format(gone)} also leaves every application that was given it. People who are
            linked already stay linked.
          </Text>
        )}
        <Refusal error={save.error} />
        {mayChange && (
          <Group gap="xs">
            <Button type="submit" loading={save.isPending} disabled={!changed}>
              Save domains
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
