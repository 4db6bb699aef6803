import { Button, Group, Modal, Stack, Switch, Text, TextInput } from "@mantine/core";
import { type CreatedOauthClient, oauthClientRoutes } from "@rollcall/admin-api/oauth-clients.ts";
import { type SourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useState } from "react";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./authorization.module.css";

/** For sources that cannot send a bearer token: HTTP Basic, and OAuth client credentials. */
export function OtherCredentials({ application }: { readonly application: SourceApplication }) {
  const params = { sourceApplicationId: application.id };
  const mayChange = useMayChange();
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState("");
  const [created, setCreated] = useState<CreatedOauthClient>();
  const list = useAnswer(oauthClientRoutes.listOauthClients, { params });
  const basic = useChange(sourceApplicationRoutes.changeSourceApplication, { stale: ["source-applications"] });
  const create = useChange(oauthClientRoutes.createOauthClient, {
    stale: ["oauth-clients"],
    onDone: (client) => {
      setCreated(client);
      setName("");
    },
  });
  const revoke = useChange(oauthClientRoutes.revokeOauthClient, { stale: ["oauth-clients"] });
  const clients = list.data?.items ?? [];
  const close = () => {
    setAsking(false);
    setCreated(undefined);
    create.reset();
  };
  return (
    <Card title="Other ways to sign in" lead="For sources that cannot send a bearer token.">
      <Stack gap="sm">
        <Switch
          label="HTTP Basic"
          description="The token may come as the password; the user name does not matter."
          checked={basic.isPending ? (basic.variables.body.basicAllowed ?? false) : application.basicAllowed}
          disabled={!mayChange}
          onChange={(event) => basic.mutate({ params, body: { basicAllowed: event.currentTarget.checked } })}
        />
        <Refusal error={basic.error ?? revoke.error ?? list.error} />
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Text size="sm">OAuth 2.0 client credentials</Text>
            <Text size="xs" c="dimmed">
              The source exchanges a client id and secret for access tokens of one hour.
            </Text>
          </div>
          {mayChange && (
            <Button variant="default" onClick={() => setAsking(true)} style={{ flex: "none" }}>
              Create client
            </Button>
          )}
        </Group>
        {clients.map((client) => (
          <Group key={client.id} justify="space-between" wrap="nowrap">
            <div className={client.revokedAt === null ? undefined : classes.revoked}>
              <Text size="sm">{client.name}</Text>
              <div className={classes.sub}>
                {client.revokedAt === null ? (
                  <CopyValue value={client.id} label={`client id of ${client.name}`} />
                ) : (
                  <>
                    Revoked <RelativeTime at={client.revokedAt} />
                  </>
                )}
              </div>
            </div>
            {mayChange && client.revokedAt === null && (
              <Button
                variant="subtle"
                color="gray"
                size="compact-xs"
                aria-label={`Revoke ${client.name}`}
                loading={revoke.isPending && revoke.variables.params.oauthClientId === client.id}
                onClick={() => revoke.mutate({ params: { ...params, oauthClientId: client.id } })}
              >
                Revoke
              </Button>
            )}
          </Group>
        ))}
      </Stack>
      <Modal opened={asking} onClose={close} title="Create OAuth client">
        {created === undefined ? (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim() !== "") create.mutate({ params, body: { name: name.trim() } });
            }}
          >
            <Stack gap="sm">
              <TextInput
                label="Name"
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                maxLength={200}
                data-autofocus
              />
              <Refusal error={create.error} />
              <Group justify="flex-end" gap="xs">
                <Button variant="default" onClick={close}>
                  Cancel
                </Button>
                <Button type="submit" loading={create.isPending} disabled={name.trim() === ""}>
                  Create client
                </Button>
              </Group>
            </Stack>
          </form>
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
    </Card>
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
