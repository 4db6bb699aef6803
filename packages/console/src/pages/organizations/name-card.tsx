import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { Refusal } from "../../components/refusal.tsx";

/** What the organization is called; its addresses keep the name that it had first. */
export function NameCard() {
  const { id, name, slug } = useOrganization();
  const mayChange = useMayChange();
  const [typed, setTyped] = useState(name);
  const rename = useChange(organizationRoutes.changeOrganization, { stale: ["organizations"] });
  return (
    <Card title="Name">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ params: { organizationId: id }, body: { name: typed.trim() } });
        }}
      >
        <Stack gap="sm">
          <Group gap="xs" align="flex-end">
            <TextInput
              aria-label="Name"
              dir="auto"
              w={320}
              maxLength={200}
              value={typed}
              readOnly={!mayChange}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            {mayChange && (
              <Button
                type="submit"
                size="sm"
                loading={rename.isPending}
                disabled={typed.trim() === "" || typed.trim() === name}
              >
                Rename
              </Button>
            )}
          </Group>
          <Refusal error={rename.error} />
          <Text size="sm" c="dimmed" component="div">
            <div>
              In addresses: <CopyValue value={slug} label="name in addresses" />
            </div>
            <div>
              Id, for programs: <CopyValue value={id} label="organization id" />
            </div>
            Both stay when it is renamed.
          </Text>
        </Stack>
      </form>
    </Card>
  );
}
