import { Button, Group, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { sessionRoutes } from "@rollcall/admin-api/sessions.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { NewPassword, passwordProblem } from "../../components/new-password.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { CurrentPassword } from "./current-password.tsx";

/** Another password; whoever is signed in elsewhere with the old one is signed out. */
export function OwnPasswordCard() {
  const form = useForm({
    initialValues: { currentPassword: "", newPassword: "" },
    validate: {
      currentPassword: (password) => (password === "" ? "The password that you sign in with now" : null),
      newPassword: passwordProblem,
    },
  });
  const change = useChange(sessionRoutes.changeOwnPassword, { stale: ["sessions"], onDone: () => form.reset() });
  return (
    <Card title="Password" lead="Changing it signs you out in every other browser.">
      <form noValidate onSubmit={form.onSubmit((body) => change.mutate({ body }))}>
        <Stack gap="sm" maw={400}>
          <CurrentPassword {...form.getInputProps("currentPassword")} />
          <NewPassword label="New password" {...form.getInputProps("newPassword")} />
          <Refusal error={change.error} />
          <Group gap="sm">
            <Button type="submit" variant="default" loading={change.isPending}>
              Change password
            </Button>
            {change.isSuccess && !form.isDirty() && (
              <Text size="sm" c="dimmed" role="status">
                Changed; other browsers are signed out
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
