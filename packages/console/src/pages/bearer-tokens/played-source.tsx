import { Text } from "@mantine/core";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import classes from "./authorization.module.css";

/** Kinds whose client can be played; any other is played as a generic one. */
const played: Readonly<Record<string, string>> = {
  okta: "okta",
  entra: "entra",
  onelogin: "onelogin",
  jumpcloud: "jumpcloud",
  pingfederate: "pingfederate",
  "sap-cloud-identity": "sap",
  authentik: "authentik",
  keycloak: "keycloak",
};

interface Props {
  readonly application: SourceApplication;
  /** In clear, where it can be seen. */
  readonly token: string | undefined;
}

/** For whoever has no source at hand: a command that plays one with made-up people. */
export function PlayedSource({ application: { kind, scimBaseUrl }, token }: Props) {
  const client = Object.hasOwn(played, kind) ? played[kind] : "generic";
  const command = `npm run rollcall -- simulate ${client} ${scimBaseUrl} --users 25 --token ${token ?? "$BEARER_TOKEN"}`;
  return (
    <details className={classes.played}>
      <summary className={classes.summary}>
        <Text span size="sm">
          No source at hand? Play one
        </Text>
      </summary>
      <Text size="sm" c="dimmed" my={6}>
        On the server, in Rollcall's folder. It pushes 25 made-up people and their groups, then changes and leavers.
        Give it an application of its own.
      </Text>
      <CodeBlock code={command} label="the command" />
    </details>
  );
}
