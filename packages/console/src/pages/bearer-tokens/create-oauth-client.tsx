import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { oauthClientRoutes } from "@rollcall/admin-api/oauth-clients.ts";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import classes from "./authorization.module.css";

interface Props {
  readonly application: SourceApplication;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Makes an OAuth client, and shows its secret this once. */
export function CreateOauthClient({ application, opened, onClose }: Props) {
  const [name, setName] = useState("");
  const create = useChange(oauthClientRoutes.createOauthClient, { stale: ["oauth-clients"] });
  const created = create.data;
  const close = () => {
    setName("");
    create.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title="Create OAuth client">
      {created === undefined ? (
        <AskForm
          verb="Create client"
          change={create}
          ready={name.trim() !== ""}
          onSubmit={() =>
            create.mutate({ params: { sourceApplicationId: application.id }, body: { name: name.trim() } })
          }
          onClose={close}
        >
          <TextInput
            label="Name"
            description="Where it is used, so that you know which one to revoke."
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={200}
            data-autofocus
          />
        </AskForm>
      ) : (
        <Stack gap="sm">
          <Text size="sm">Copy the secret now; it is kept as a hash from here on.</Text>
          <Labelled label="Token URL" value={created.tokenUrl} />
          <Labelled label="Client id" value={created.id} />
          <Labelled label="Client secret" value={created.clientSecret} />
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function Labelled({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className={classes.field}>
      <span className={classes.label}>{label}</span>
      <CopyValue boxed value={value} label={label} />
    </div>
  );
}
