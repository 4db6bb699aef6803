import { Text } from "@mantine/core";
import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";
import type { NamedProvisioningEvent } from "@rollcall/admin-api/provisioning-events.ts";
import { sourcesSay } from "./person-status.ts";
import { RelativeTime, TimeSince } from "../../components/relative-time.tsx";

interface Props {
  readonly person: DirectoryUserDetails;
  /** The latest of what happened, newest first. */
  readonly timeline: readonly NamedProvisioningEvent[];
}

/** Since when the status is what it is, and until when an administrator's word counts. */
export function StatusSince({ person, timeline }: Props) {
  const { binnedAt, hold, override } = person.statusFacts;
  const imposed = binnedAt ?? hold?.at ?? (sourcesSay(person.statusFacts) === true ? undefined : override?.at);
  const changed = timeline.find(
    ({ outcome, type, changes }) =>
      outcome === "applied" && (type === "user.created" || changes.some(({ attribute }) => attribute === "status")),
  );
  const since = imposed ?? changed?.occurredAt;
  const until = person.status === "enabled" ? (override?.expiresAt ?? null) : null;
  if (since === undefined) return null;
  return (
    <Text size="sm" c="dimmed" component="span">
      <TimeSince at={since} />
      {until !== null && (
        <>
          , ends <RelativeTime at={until} />
        </>
      )}
    </Text>
  );
}
