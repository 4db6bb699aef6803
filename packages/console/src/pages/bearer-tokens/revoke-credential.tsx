import { Modal, Text } from "@mantine/core";
import { type BearerToken, bearerTokenRoutes } from "@rollcall/admin-api/bearer-tokens.ts";
import { type OauthClient, oauthClientRoutes } from "@rollcall/admin-api/oauth-clients.ts";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { rememberShownToken, useShownToken } from "../../api/shown-tokens.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";

/** What a source signs in with; the access tokens of an OAuth client end by themselves, the client does not. */
export type Credential =
  | (BearerToken & { readonly kind: "bearer-token" })
  | (OauthClient & { readonly kind: "oauth-client"; readonly expiresAt: null });

interface Props {
  readonly application: SourceApplication;
  readonly credential: Credential | undefined;
  readonly onClose: () => void;
}

/** Asks before a bearer token or an OAuth client is revoked, and says what the source gets from then on. */
export function RevokeCredential({ application: { id: sourceApplicationId }, credential, onClose }: Props) {
  const shown = useShownToken(sourceApplicationId);
  const stale = ["bearer-tokens", "oauth-clients", "checklist", "health"];
  const token = useChange(bearerTokenRoutes.revokeBearerToken, {
    stale,
    onDone: (_, input) => {
      if (shown?.id === undefined || shown.id === input.params.bearerTokenId)
        rememberShownToken(sourceApplicationId, undefined);
      onClose();
    },
  });
  const client = useChange(oauthClientRoutes.revokeOauthClient, { stale, onDone: onClose });
  const oauth = credential?.kind === "oauth-client";
  const revoke = () => {
    if (credential === undefined) return;
    if (oauth) client.mutate({ params: { sourceApplicationId, oauthClientId: credential.id } });
    else token.mutate({ params: { sourceApplicationId, bearerTokenId: credential.id } });
  };
  return (
    <Modal opened={credential !== undefined} onClose={onClose} title={`Revoke ${credential?.name}?`}>
      <AskForm
        verb={oauth ? "Revoke client" : "Revoke token"}
        danger
        change={oauth ? client : token}
        onSubmit={revoke}
        onClose={onClose}
      >
        <Text size="sm">
          The source that uses the {oauth ? "client whose secret ends" : "token ending"} in{" "}
          <code>{credential?.hint}</code> gets 401 from now on
          {oauth && ", with the access tokens that it has too"}. Nobody in the directory changes. What is revoked cannot
          be brought back; create another and enter it in the source.
        </Text>
      </AskForm>
    </Modal>
  );
}
