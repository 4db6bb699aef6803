import { Button, Group, Modal, Skeleton, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type BearerToken, bearerTokenRoutes } from "@rollcall/admin-api/bearer-tokens.ts";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { useState } from "react";
import { useMayChange } from "../../api/session.ts";
import { rememberShownToken, useShownToken } from "../../api/shown-tokens.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./authorization.module.css";
import { CreateToken } from "./create-token.tsx";

/** The application's tokens: what each is for, until when it holds, when and by whom it was last used. */
export function TokensTable({ application }: { readonly application: SourceApplication }) {
  const params = { sourceApplicationId: application.id };
  const mayChange = useMayChange();
  const shown = useShownToken(application.id);
  const [asking, { open, close }] = useDisclosure(false);
  const [revoking, setRevoking] = useState<BearerToken>();
  const list = useAnswer(bearerTokenRoutes.listBearerTokens, { params }, { every: 5_000 });
  const revoke = useChange(bearerTokenRoutes.revokeBearerToken, {
    stale: ["bearer-tokens", "checklist", "health"],
    onDone: (_, input) => {
      if (shown?.id === undefined || shown.id === input.params.bearerTokenId)
        rememberShownToken(application.id, undefined);
      setRevoking(undefined);
    },
  });
  return (
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
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={48} m={12} w="auto" aria-label="Loading" />}
      {list.data !== undefined && (
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
            {list.data.items.map((token) => (
              <TokenRow key={token.id} token={token} onRevoke={mayChange ? () => setRevoking(token) : undefined} />
            ))}
          </tbody>
        </table>
      )}
      <CreateToken application={application} opened={asking} onClose={close} />
      <Modal opened={revoking !== undefined} onClose={() => setRevoking(undefined)} title={`Revoke ${revoking?.name}?`}>
        <Stack gap="sm">
          <Text size="sm">
            The source that uses the token ending in <code>{revoking?.hint}</code> gets 401 from now on. Nobody in the
            directory changes. A revoked token cannot be brought back; create another and enter it in the source.
          </Text>
          <Refusal error={revoke.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setRevoking(undefined)}>
              Cancel
            </Button>
            <Button
              color="red"
              loading={revoke.isPending}
              onClick={() =>
                revoking !== undefined && revoke.mutate({ params: { ...params, bearerTokenId: revoking.id } })
              }
            >
              Revoke token
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Card>
  );
}

function TokenRow({ token, onRevoke }: { readonly token: BearerToken; readonly onRevoke: (() => void) | undefined }) {
  const revoked = token.revokedAt !== null;
  return (
    <tr className={revoked ? classes.revoked : undefined}>
      <td>
        {token.name}
        <div className={classes.sub}>
          <code>…{token.hint}</code>
        </div>
      </td>
      <td>
        <End token={token} />
      </td>
      <td>
        {token.lastUsedAt === null ? "Never" : <RelativeTime at={token.lastUsedAt} />}
        <div className={classes.sub} title={token.lastUsedBy ?? undefined}>
          {[token.lastUsedClient, token.lastUsedFrom].filter((part) => part !== null).join(" · ")}
        </div>
      </td>
      <td style={{ textAlign: "right" }}>
        {!revoked && onRevoke !== undefined && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            onClick={onRevoke}
            aria-label={`Revoke ${token.name}`}
          >
            Revoke
          </Button>
        )}
      </td>
    </tr>
  );
}

const soonMilliseconds = 14 * 86_400_000;

function End({ token: { revokedAt, expiresAt } }: { readonly token: BearerToken }) {
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
