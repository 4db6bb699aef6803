import { Button, Skeleton, Text } from "@mantine/core";
import type { NamedProvisioningEvent } from "@rollcall/admin-api/provisioning-events.ts";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { Card } from "../../components/card.tsx";
import { ChangeList } from "../../components/change-list.tsx";
import { wordsOfEvent } from "../../components/event-words.ts";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./timeline.module.css";
import { useAttributeLabels } from "./use-attribute-labels.ts";
import type { useTimeline } from "./use-timeline.ts";

interface Props {
  readonly list: ReturnType<typeof useTimeline>;
}

/** Everything that happened to a person, newest first: what, from → to, who or which exchange. */
export function TimelineCard({ list }: Props) {
  const labels = useAttributeLabels();
  const events = (list.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <Card title="Timeline" lead="Every change, newest first." flush>
      <Refusal error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Skeleton height={120} mx="md" mb="md" w="auto" radius={6} />}
      <ol className={classes.timeline}>
        {events.map((event) => (
          <TimelineEntry key={event.id} event={event} labels={labels} />
        ))}
      </ol>
      {list.hasNextPage && (
        <div className={classes.foot}>
          <Button
            variant="default"
            size="compact-sm"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Show earlier
          </Button>
        </div>
      )}
    </Card>
  );
}

const outcomes = {
  applied: undefined,
  observed: "Would have happened: the application only observes.",
  held: "Held until somebody decides.",
  conflict: "Waits until somebody decides whom it concerns.",
} as const;

interface EntryProps {
  readonly event: NamedProvisioningEvent;
  readonly labels: ReadonlyMap<string, string>;
}

function TimelineEntry({ event, labels }: EntryProps) {
  const { slug } = useOrganization();
  const { says, meaning } = wordsOfEvent(event.type);
  const outcome = outcomes[event.outcome];
  const sentence = event.reason ?? sourceSentence(event);
  // A status that changes says so by its words, and a membership by its group.
  const changes = event.changes.filter(({ attribute }) => attribute !== "status" && !event.type.startsWith("group."));
  return (
    <li>
      <div className={classes.what}>
        <StateLabel meaning={meaning}>{says}</StateLabel>
        <Text size="xs" c="dimmed" component="span">
          <RelativeTime at={event.occurredAt} />
        </Text>
      </div>
      <div className={classes.more}>
        {event.actor !== "source" && event.sourceApplicationName !== null && (
          <Text size="sm">The resource of {event.sourceApplicationName}</Text>
        )}
        {sentence !== undefined && <Text size="sm">{sentence}</Text>}
        {outcome !== undefined && <Text size="sm">{outcome}</Text>}
        {event.directoryGroupId !== null && (
          <Link
            to="/o/$slug/directory/groups/$directoryGroupId"
            params={{ slug, directoryGroupId: event.directoryGroupId }}
            className={classes.group}
            dir="auto"
          >
            {event.directoryGroupName ?? event.directoryGroupId}
          </Link>
        )}
        <ChangeList changes={changes} labels={labels} />
      </div>
      <Text size="xs" c="dimmed" component="div" className={classes.who}>
        {event.actorName ?? event.actor}
        {event.exchangeId !== null && (
          <>
            {" · "}
            <Link
              to="/o/$slug/activity"
              params={{ slug }}
              search={{
                tab: "exchanges",
                exchange: event.exchangeId,
                source: event.sourceApplicationId ?? undefined,
              }}
              className={classes.link}
            >
              the request
            </Link>
          </>
        )}
      </Text>
    </li>
  );
}

/** What a source said that led to the event, where the event's own word does not tell. */
function sourceSentence({ type, actor, sourceApplicationName: name }: NamedProvisioningEvent): string | undefined {
  if (actor !== "source" || name === null) return undefined;
  if (type === "user.disabled") return `${name} said inactive.`;
  if (type === "user.enabled") return `${name} said active.`;
  if (type === "user.linked") return `A resource of ${name} is this person.`;
  return undefined;
}
