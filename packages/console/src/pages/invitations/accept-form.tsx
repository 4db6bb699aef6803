import { Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { useEnter } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { NewPassword, passwordProblem } from "../../components/new-password.tsx";
import { Refusal } from "../../components/refusal.tsx";

/** The name and the password of somebody who was invited. */
export function AcceptForm({ token, email }: { readonly token: string; readonly email: string }) {
  const enter = useEnter();
  const accept = useChange(administratorRoutes.acceptInvitation, { stale: [], onDone: () => enter("/") });
  const form = useForm({
    initialValues: { name: "", password: "" },
    validate: {
      name: (name) => (name.trim() === "" ? "What are you called? It stands beside what you change" : null),
      password: passwordProblem,
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ name, password }) => accept.mutate({ body: { token, name: name.trim(), password } }))}
    >
      <Stack gap="sm">
        {/* For password managers: whose password it is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextInput label="Your name" dir="auto" autoComplete="name" autoFocus {...form.getInputProps("name")} />
        <NewPassword {...form.getInputProps("password")} />
        <Refusal error={accept.error} />
        <Button type="submit" size="sm" fullWidth loading={accept.isPending}>
          Join
        </Button>
      </Stack>
    </form>
  );
}
