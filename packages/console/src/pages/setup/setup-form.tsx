import { Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { useEnter } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { NewPassword, passwordProblem } from "../../components/new-password.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { nameFromEmail } from "./name-from-email.ts";

interface Props {
  readonly token: string;
  /** The organization that is there already, as after a demonstration; null asks for the first one. */
  readonly existing: string | null;
}

/** Three fields; then the first application is added. */
export function SetupForm({ token, existing }: Props) {
  const enter = useEnter();
  const setUp = useChange(administratorRoutes.setUp, {
    stale: [],
    onDone: ({ organization }) => enter(existing === null ? `/o/${organization.slug}/apps/new` : "/"),
  });
  const form = useForm({
    initialValues: { organizationName: "", email: "", password: "" },
    validate: {
      organizationName: (name) => (existing === null && name.trim() === "" ? "Whose directory is it?" : null),
      email: (email) =>
        /^[^@\s]+@[^@\s]+$/.test(email.trim()) ? null : "An e-mail address is needed: you@example.com",
      password: passwordProblem,
    },
  });
  const name = nameFromEmail(form.values.email.trim());
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ organizationName, email, password }) =>
        setUp.mutate({
          body: {
            token,
            name,
            email: email.trim(),
            password,
            ...(existing === null ? { organizationName: organizationName.trim() } : {}),
          },
        }),
      )}
    >
      <Stack gap="sm">
        {existing === null && (
          <TextInput
            label="Organization"
            dir="auto"
            placeholder="Example Corp"
            autoComplete="organization"
            autoFocus
            {...form.getInputProps("organizationName")}
          />
        )}
        <TextInput
          label="Your e-mail"
          autoFocus={existing !== null}
          type="email"
          placeholder="you@example.com"
          autoComplete="username"
          description={name === "" ? "You sign in with it." : `You sign in with it, and are shown as ${name}.`}
          {...form.getInputProps("email")}
        />
        <NewPassword {...form.getInputProps("password")} />
        <Refusal error={setUp.error} />
        <Button type="submit" size="sm" fullWidth loading={setUp.isPending}>
          Set up
        </Button>
      </Stack>
    </form>
  );
}
