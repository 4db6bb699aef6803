import { Button, Group, Skeleton, Text } from "@mantine/core";
import { type OpenSession, sessionRoutes } from "@rollcall/admin-api/sessions.ts";
import { IconDeviceDesktop } from "@tabler/icons-react";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import { describeBrowser } from "./describe-browser.ts";
import classes from "./sessions-card.module.css";

/** Where one is signed in; each can be ended, or all at once. */
export function SessionsCard() {
  const list = useAnswer(sessionRoutes.listSessions, {});
  const everywhere = useChange(sessionRoutes.revokeSessions, {
    stale: [],
    onDone: () => location.assign("/sign-in"),
  });
  return (
    <Card
      title="Sessions"
      lead="A session ends 12 hours after its last use, and after 14 days in any case."
      actions={
        <Button variant="default" onClick={() => everywhere.mutate({})} loading={everywhere.isPending}>
          Sign out everywhere
        </Button>
      }
    >
      <Refusal error={everywhere.error ?? list.error} onRetry={list.isError ? () => void list.refetch() : undefined} />
      {list.isPending && <Skeleton height={48} />}
      <ul className={classes.list}>
        {list.data?.items.map((session) => (
          <SessionLine key={session.id} session={session} />
        ))}
      </ul>
    </Card>
  );
}

function SessionLine({ session }: { readonly session: OpenSession }) {
  const revoke = useChange(sessionRoutes.revokeSession, { stale: ["sessions"] });
  const browser = describeBrowser(session.userAgent);
  return (
    <li className={classes.line}>
      <IconDeviceDesktop size={16} stroke={1.5} aria-hidden="true" className={classes.icon} />
      <div className={classes.words}>
        <Group gap="xs">
          <Text size="sm" fw={500} title={session.userAgent ?? undefined}>
            {browser}
          </Text>
          {session.current && <StateLabel meaning="flowing">This browser</StateLabel>}
        </Group>
        <Text size="xs" c="dimmed" component="div">
          {session.address ?? "unknown address"} · used <RelativeTime at={session.lastUsedAt} /> · since{" "}
          <RelativeTime at={session.createdAt} />
        </Text>
        <Refusal error={revoke.error} />
      </div>
      {!session.current && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          loading={revoke.isPending}
          aria-label={`Sign out ${browser}`}
          onClick={() => revoke.mutate({ params: { sessionId: session.id } })}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
