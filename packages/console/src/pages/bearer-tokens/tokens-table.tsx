import { Button, Skeleton, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { bearerTokenRoutes } from "@rollcall/admin-api/bearer-tokens.ts";
import { oauthClientRoutes } from "@rollcall/admin-api/oauth-clients.ts";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { useState } from "react";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Card } from "../../components/card.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./authorization.module.css";
import { CreateToken } from "./create-token.tsx";
import { type Credential, RevokeCredential } from "./revoke-credential.tsx";

/** What the source may sign in with: what each is for, until when it holds, when and by whom it was last used. */
export function TokensTable({ application }: { readonly application: SourceApplication }) {
  const params = { sourceApplicationId: application.id };
  const mayChange = useMayChange();
  const [asking, { open, close }] = useDisclosure(false);
  const [revoking, setRevoking] = useState<Credential>();
  const tokens = useAnswer(bearerTokenRoutes.listBearerTokens, { params }, { every: 5_000 });
  const clients = useAnswer(oauthClientRoutes.listOauthClients, { params }, { every: 5_000 });
  const rows: readonly Credential[] = [
    ...(tokens.data?.items ?? []).map((token) => ({ kind: "bearer-token" as const, ...token })),
    ...(clients.data?.items ?? []).map((client) => ({ kind: "oauth-client" as const, expiresAt: null, ...client })),
  ];
  const failed = tokens.isError ? tokens : clients;
  return (
    <div id="tokens">
      <Card
        title="Tokens"
        flush
        actions={
          mayChange && (
            <Button variant="default" onClick={open}>
              Create token
            </Button>
          )
        }
      >
        <Refusal error={failed.error} onRetry={() => void failed.refetch()} />
        {tokens.isPending && <Skeleton height={48} m={12} w="auto" aria-label="Loading" />}
        {tokens.data !== undefined && (
          <table className={classes.tokens}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Ends</th>
                <th scope="col">Last used</th>
                <th scope="col">
                  <VisuallyHidden>What can be done</VisuallyHidden>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <CredentialRow
                  key={row.id}
                  credential={row}
                  onRevoke={mayChange ? () => setRevoking(row) : undefined}
                />
              ))}
            </tbody>
          </table>
        )}
        <CreateToken application={application} opened={asking} onClose={close} />
        <RevokeCredential application={application} credential={revoking} onClose={() => setRevoking(undefined)} />
      </Card>
    </div>
  );
}

interface RowProps {
  readonly credential: Credential;
  readonly onRevoke: (() => void) | undefined;
}

function CredentialRow({ credential, onRevoke }: RowProps) {
  const { kind, id, name, hint, revokedAt, lastUsedAt, lastUsedBy, lastUsedClient, lastUsedFrom } = credential;
  return (
    <tr className={revokedAt === null ? undefined : classes.revoked}>
      <td>
        {name}
        <div className={classes.sub}>
          {kind === "oauth-client" && revokedAt === null ? (
            <>
              OAuth client <CopyValue value={id} shown={`${id.slice(0, 8)}…`} label={`client id of ${name}`} />
            </>
          ) : (
            <>
              {kind === "oauth-client" && "OAuth client "}
              <code>…{hint}</code>
            </>
          )}
        </div>
      </td>
      <td>
        <End credential={credential} />
      </td>
      <td>
        {lastUsedAt === null ? "Never" : <RelativeTime at={lastUsedAt} />}
        <div className={classes.sub} title={lastUsedBy ?? undefined}>
          {[lastUsedClient, lastUsedFrom].filter((part) => part !== null).join(" · ")}
        </div>
      </td>
      <td style={{ textAlign: "right" }}>
        {revokedAt === null && onRevoke !== undefined && (
          <Button variant="subtle" color="gray" size="compact-xs" onClick={onRevoke} aria-label={`Revoke ${name}`}>
            Revoke
          </Button>
        )}
      </td>
    </tr>
  );
}

const soonMilliseconds = 14 * 86_400_000;

function End({ credential: { revokedAt, expiresAt } }: { readonly credential: Credential }) {
  if (revokedAt !== null) {
    return (
      <>
        <StateLabel meaning="off">Revoked</StateLabel>
        <div className={classes.sub}>
          <RelativeTime at={revokedAt} />
        </div>
      </>
    );
  }
  if (expiresAt === null) return "Never";
  const left = Date.parse(expiresAt) - Date.now();
  if (left <= 0) return <StateLabel meaning="failing">Expired</StateLabel>;
  return (
    <>
      {left < soonMilliseconds && <StateLabel meaning="attention">Soon</StateLabel>} <RelativeTime at={expiresAt} />
    </>
  );
}
