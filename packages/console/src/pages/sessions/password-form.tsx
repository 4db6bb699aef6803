import { Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { sessionRoutes, type SignInStep } from "@rollcall/admin-api/sessions.ts";
import { useChange } from "../../api/use-change.ts";
import { Refusal } from "../../components/refusal.tsx";
import { CurrentPassword } from "./current-password.tsx";

/** E-mail address and password. */
export function PasswordForm({ onDone }: { readonly onDone: (next: SignInStep["next"]) => void }) {
  const signIn = useChange(sessionRoutes.createSession, { stale: [], onDone: ({ next }) => onDone(next) });
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: {
      email: (email) => (email.trim() === "" ? "Who signs in?" : null),
      password: (password) => (password === "" ? "A password is needed" : null),
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ email, password }) => signIn.mutate({ body: { email: email.trim(), password } }))}
    >
      <Stack gap="sm">
        <TextInput label="E-mail" type="email" autoComplete="username" autoFocus {...form.getInputProps("email")} />
        <CurrentPassword label="Password" {...form.getInputProps("password")} />
        <Refusal error={signIn.error} />
        <Button type="submit" size="sm" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
