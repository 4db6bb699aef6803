import { Button, Group, Stack, Switch, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type SourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { CreateOauthClient } from "./create-oauth-client.tsx";

/** For sources that cannot send a bearer token: HTTP Basic, and OAuth client credentials. */
export function OtherCredentials({ application }: { readonly application: SourceApplication }) {
  const params = { sourceApplicationId: application.id };
  const mayChange = useMayChange();
  const [asking, { open, close }] = useDisclosure(false);
  const basic = useChange(sourceApplicationRoutes.changeSourceApplication, { stale: ["source-applications"] });
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
        <Refusal error={basic.error} />
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Text size="sm">OAuth 2.0 client credentials</Text>
            <Text size="xs" c="dimmed">
              The source exchanges a client id and secret for access tokens of one hour. Clients stand among the tokens.
            </Text>
          </div>
          {mayChange && (
            <Button variant="default" onClick={open} style={{ flex: "none" }}>
              Create client
            </Button>
          )}
        </Group>
      </Stack>
      <CreateOauthClient application={application} opened={asking} onClose={close} />
    </Card>
  );
}
