import { Button, Skeleton, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { useSearch } from "@tanstack/react-router";
import { useEnter } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { FrontPage } from "../../components/front-page.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { NewPassword, passwordProblem } from "../../components/new-password.tsx";
import { Refusal } from "../../components/refusal.tsx";

/** Sets a new password by a link that the command line printed. */
export function ResetPage() {
  const { token = "-" } = useSearch({ from: "/reset" });
  const reset = useAnswer(administratorRoutes.getPasswordReset, { query: { token } });
  if (reset.isError) {
    return (
      <FrontPage title="This link leads nowhere">
        <Refusal error={reset.error} />
        <LinkButton to="/sign-in" variant="default" size="sm">
          To the sign-in
        </LinkButton>
      </FrontPage>
    );
  }
  return (
    <FrontPage
      title="Set a new password"
      lead={
        reset.data === undefined ? (
          <Skeleton height={14} width={260} mt={6} />
        ) : (
          <>
            For <strong>{reset.data.email}</strong>. The second factor is removed: turn it on again afterwards.
          </>
        )
      }
    >
      <ResetForm token={token} />
    </FrontPage>
  );
}

function ResetForm({ token }: { readonly token: string }) {
  const enter = useEnter();
  const change = useChange(administratorRoutes.resetPassword, { stale: [], onDone: () => enter("/your-sign-in") });
  const form = useForm({ initialValues: { password: "" }, validate: { password: passwordProblem } });
  return (
    <form noValidate onSubmit={form.onSubmit(({ password }) => change.mutate({ body: { token, password } }))}>
      <Stack gap="sm">
        <NewPassword label="New password" autoFocus {...form.getInputProps("password")} />
        <Refusal error={change.error} />
        <Button type="submit" size="sm" fullWidth loading={change.isPending}>
          Set password and sign in
        </Button>
      </Stack>
    </form>
  );
}
