import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { useNavigate } from "@tanstack/react-router";
import { useChange } from "../../api/use-change.ts";
import { BarePage } from "../../components/bare-page.tsx";
import { Card } from "../../components/card.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";

/** Makes a further organization, with a directory of its own. */
export function NewOrganizationPage() {
  const navigate = useNavigate();
  const create = useChange(organizationRoutes.createOrganization, {
    stale: ["organizations"],
    onDone: ({ slug }) => void navigate({ to: "/o/$slug/apps", params: { slug } }),
  });
  const form = useForm({
    initialValues: { name: "" },
    validate: { name: (name) => (name.trim() === "" ? "An organization needs a name" : null) },
  });
  return (
    <BarePage>
      <Page
        title="New organization"
        lead="A directory of its own with its own applications. Organizations see nothing of each other."
        calls={[{ route: organizationRoutes.createOrganization, body: { name: "Example Corp" } }]}
      >
        <Card>
          <form noValidate onSubmit={form.onSubmit(({ name }) => create.mutate({ body: { name: name.trim() } }))}>
            <Stack gap="sm" maw={400}>
              <TextInput
                label="Name"
                dir="auto"
                placeholder="Example Corp"
                autoFocus
                maxLength={200}
                {...form.getInputProps("name")}
              />
              <Refusal error={create.error} />
              <Group gap="xs">
                <Button type="submit" loading={create.isPending}>
                  Create organization
                </Button>
                <LinkButton to="/" variant="default">
                  Cancel
                </LinkButton>
              </Group>
            </Stack>
          </form>
        </Card>
      </Page>
    </BarePage>
  );
}
