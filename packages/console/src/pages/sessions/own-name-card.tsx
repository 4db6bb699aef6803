import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { sessionRoutes } from "@rollcall/admin-api/sessions.ts";
import { useMe } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { CurrentPassword } from "./current-password.tsx";

/** Name and e-mail address; another address asks for the password. */
export function OwnNameCard() {
  const me = useMe();
  const form = useForm({
    initialValues: { name: me.name, email: me.email, currentPassword: "" },
    validate: {
      name: (name) => (name.trim() === "" ? "A name is needed: it stands beside what you change" : null),
      email: (email) =>
        /^[^@\s]+@[^@\s]+$/.test(email.trim()) ? null : "An e-mail address is needed: you@example.com",
      currentPassword: (password, { email }) =>
        email.trim() !== me.email && password === "" ? "Another e-mail address asks for your password" : null,
    },
  });
  const change = useChange(sessionRoutes.changeOwnName, {
    onDone: ({ name, email }) => {
      form.setInitialValues({ name, email, currentPassword: "" });
      form.reset();
    },
  });
  const otherEmail = form.values.email.trim() !== me.email;
  return (
    <Card title="You" lead={<RoleWords />}>
      <form
        noValidate
        onSubmit={form.onSubmit(({ name, email, currentPassword }) =>
          change.mutate({
            body: { name: name.trim(), ...(otherEmail ? { email: email.trim(), currentPassword } : {}) },
          }),
        )}
      >
        <Stack gap="sm" maw={400}>
          <TextInput label="Name" dir="auto" autoComplete="name" {...form.getInputProps("name")} />
          <TextInput label="E-mail" type="email" autoComplete="email" {...form.getInputProps("email")} />
          {otherEmail && <CurrentPassword {...form.getInputProps("currentPassword")} />}
          <Refusal error={change.error} />
          <Group gap="sm">
            <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
              Save
            </Button>
            {change.isSuccess && !form.isDirty() && (
              <Text size="sm" c="dimmed" role="status">
                Saved
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function RoleWords() {
  const { role, wholeInstallation } = useMe();
  return `You are an ${role} of ${wholeInstallation ? "the whole installation" : "the organizations that you see"}.`;
}
