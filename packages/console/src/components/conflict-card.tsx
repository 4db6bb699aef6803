import { Button, Group, Text } from "@mantine/core";
import { type Conflict, conflictRoutes } from "@rollcall/admin-api/conflicts.ts";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../api/organization.ts";
import { useMayChange } from "../api/session.ts";
import { useChange } from "../api/use-change.ts";
import classes from "./conflict-card.module.css";
import { ConflictDifferences } from "./conflict-differences.tsx";
import { Refusal } from "./refusal.tsx";
import { RelativeTime } from "./relative-time.tsx";

const reasons: Readonly<Record<Conflict["reason"], string>> = {
  "candidate-not-allowed":
    "Somebody with this user name or e-mail address exists, and the application may not link there.",
  "several-candidates": "Several people could be meant.",
  "several-leavers": "Several people who left could be the one who returns.",
  "candidate-linked-already": "The person who fits is linked to another resource of this application.",
  "asked-by-rule": "A match rule of the application asks you about whom it finds.",
  "refused-by-rule": "A match rule of the application refuses whom it finds, and this one was here already.",
  "unlinked-by-administrator": "An administrator unlinked it: it is not the person whom it was linked to.",
};

/** Who arrived, why nobody knows whom it concerns, and what a person can decide: Link, Create, Ignore. */
export function ConflictCard({ conflict }: { readonly conflict: Conflict }) {
  const { slug } = useOrganization();
  const mayChange = useMayChange();
  const params = { sourceApplicationId: conflict.sourceApplicationId, scimId: conflict.scimId };
  const stale = ["conflicts", "health", "overview", "directory-users", "source-application-health"];
  const link = useChange(conflictRoutes.linkConflict, { stale });
  const create = useChange(conflictRoutes.createFromConflict, { stale });
  const ignore = useChange(conflictRoutes.ignoreConflict, { stale });
  const busy = link.isPending || create.isPending || ignore.isPending;
  const name = conflict.displayName ?? conflict.userName ?? conflict.email ?? conflict.scimId;
  return (
    <article className={classes.card} aria-label={`Conflict about ${name}`}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <div className={classes.who}>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed">
            {[conflict.email ?? conflict.userName, conflict.externalId].filter((part) => part !== null).join(" · ")}
          </Text>
        </div>
        <Text size="xs" c="dimmed">
          {conflict.sourceApplicationName} · <RelativeTime at={conflict.createdAt} />
        </Text>
      </Group>
      <Text size="sm">{reasons[conflict.reason]}</Text>
      {conflict.candidates.length > 0 && (
        <ul className={classes.candidates} aria-label="Who it may be">
          {conflict.candidates.map((candidate) => {
            const called = candidate.displayName ?? candidate.userName ?? candidate.id;
            return (
              <li key={candidate.id}>
                <span className={classes.who}>
                  <Link
                    to="/o/$slug/directory/users/$directoryUserId"
                    params={{ slug, directoryUserId: candidate.id }}
                    className={classes.link}
                  >
                    {called}
                  </Link>
                  <span className={classes.more}>
                    {candidate.email ?? candidate.userName ?? ""} · {statusWords[candidate.status]}
                    {candidate.foundBy.length > 0 &&
                      ` · found by ${candidate.foundBy.map(({ label }) => label).join(", ")}`}
                  </span>
                  <ConflictDifferences called={called} differences={candidate.differences} />
                </span>
                {mayChange && (
                  <Button
                    variant="default"
                    size="compact-xs"
                    aria-label={`Link to ${called}`}
                    disabled={busy}
                    loading={link.isPending && link.variables.body.directoryUserId === candidate.id}
                    onClick={() => link.mutate({ params, body: { directoryUserId: candidate.id } })}
                  >
                    Link
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <Refusal error={link.error ?? create.error ?? ignore.error} />
      {mayChange && (
        <Group gap="xs">
          <Button
            variant="default"
            disabled={busy}
            loading={create.isPending}
            title="It is somebody new: a person of their own in the directory"
            onClick={() => create.mutate({ params })}
          >
            Create
          </Button>
          <Button
            variant="subtle"
            color="gray"
            disabled={busy}
            loading={ignore.isPending}
            title="It concerns nobody; it can still be linked or created later"
            onClick={() => ignore.mutate({ params })}
          >
            Ignore
          </Button>
        </Group>
      )}
    </article>
  );
}

const statusWords = { enabled: "enabled", disabled: "disabled", binned: "in the recycle bin" } as const;
