import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { CopyValue } from "../../components/copy-value.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { asSent, isComplete, type Scope, ScopeFields } from "./scope-fields.tsx";

/** Invites somebody: answers a link, which is passed on by hand. */
export function Invite({ onClose }: { readonly onClose: () => void }) {
  const { id } = useOrganization();
  const [email, setEmail] = useState("");
  const [scope, setScope] = useState<Scope>({
    role: "administrator",
    wholeInstallation: false,
    organizationIds: [id],
  });
  const invite = useChange(administratorRoutes.createInvitation, { stale: ["invitations"] });
  if (invite.data !== undefined) {
    return (
      <Stack gap="sm">
        <Text>
          Pass this link on to <strong>{invite.data.email}</strong>. It works once, within seven days. You will not see
          it again; you can always invite again.
        </Text>
        <CopyValue value={invite.data.link} label="invitation link" boxed />
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    );
  }
  const wellFormed = /^[^@\s]+@[^@\s]+$/.test(email.trim());
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate({ body: { email: email.trim(), ...asSent(scope) } });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="E-mail"
          type="email"
          placeholder="ada@example.com"
          description="They sign in with it. Rollcall sends no mail: you get a link to pass on."
          data-autofocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <ScopeFields scope={scope} onChange={setScope} />
        <Refusal error={invite.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={invite.isPending} disabled={!wellFormed || !isComplete(scope)}>
            Create link
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
