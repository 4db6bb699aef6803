import { Button, Stack, TextInput } from "@mantine/core";
import { sessionRoutes } from "@rollcall/admin-api/sessions.ts";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { Refusal } from "../../components/refusal.tsx";

/** The second step of a sign-in: a code of the authenticator app, or a recovery code. */
export function CodeForm({ onDone }: { readonly onDone: () => void }) {
  const [code, setCode] = useState("");
  const pass = useChange(sessionRoutes.passSecondFactor, { stale: [], onDone });
  const send = (typed: string) => pass.mutate({ body: { code: typed } });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim().length >= 6) send(code.trim());
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Code"
          placeholder="123456"
          autoComplete="one-time-code"
          autoFocus
          classNames={{ input: "mono" }}
          value={code}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            setCode(typed);
            // Six digits are a whole code: nobody has to press a button after the last one.
            if (/^\d{6}$/.test(typed.trim()) && !pass.isPending) send(typed.trim());
          }}
        />
        <Refusal error={pass.error} />
        <Button type="submit" size="sm" fullWidth loading={pass.isPending} disabled={code.trim().length < 6}>
          Go on
        </Button>
      </Stack>
    </form>
  );
}
