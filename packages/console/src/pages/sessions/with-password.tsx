import { Button, Group, Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Refusal } from "../../components/refusal.tsx";
import { CurrentPassword } from "./current-password.tsx";

interface Props {
  /** What happens then. */
  readonly children: ReactNode;
  readonly verb: string;
  readonly dangerous?: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onCancel: () => void;
  readonly onConfirm: (currentPassword: string) => void;
}

/** Asks for the password before something of the sign-in changes. */
export function WithPassword({ children, verb, dangerous = false, busy, error, onCancel, onConfirm }: Props) {
  const [password, setPassword] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== "") onConfirm(password);
      }}
    >
      <Stack gap="sm">
        {children}
        <CurrentPassword data-autofocus value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        <Refusal error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={password === ""} {...(dangerous ? { color: "red" } : {})}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
