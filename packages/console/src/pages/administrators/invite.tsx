import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
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
    <AskForm
      verb="Create link"
      change={invite}
      ready={wellFormed && isComplete(scope)}
      onSubmit={() => invite.mutate({ body: { email: email.trim(), ...asSent(scope) } })}
      onClose={onClose}
    >
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
    </AskForm>
  );
}
