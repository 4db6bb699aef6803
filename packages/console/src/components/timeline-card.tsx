import { Button, Skeleton, Text } from "@mantine/core";
import type { NamedProvisioningEvent } from "@rollcall/admin-api/provisioning-events.ts";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useAttributeLabels } from "../api/attribute-labels.ts";
import { useOrganization } from "../api/organization.ts";
import { Card } from "./card.tsx";
import { ChangeList } from "./change-list.tsx";
import { wordsOfEvent } from "./event-words.ts";
import { Refusal } from "./refusal.tsx";
import { RelativeTime } from "./relative-time.tsx";
import { StateLabel } from "./state-label.tsx";
import classes from "./timeline-card.module.css";

/** Whose timeline it is: each entry names the other one of a membership. */
type Subject = "person" | "group";

interface Props {
  readonly of: Subject;
  readonly list: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly NamedProvisioningEvent[] }>>;
}

/** How a timeline is asked for: page by page, and what happens while somebody looks. */
export const timelinePages = { limit: 25, every: 10_000, keepPrevious: false } as const;

/** Everything that happened to a person or group, newest first: what, from → to, who or which exchange. */
export function TimelineCard({ of, list }: Props) {
  const labels = useAttributeLabels(of === "person" ? "users" : "groups");
  const events = (list.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <Card title="Timeline" lead="Every change, newest first." flush>
      <Refusal error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Skeleton height={120} mx="md" mb="md" w="auto" radius={6} />}
      <ol className={classes.timeline}>
        {events.map((event) => (
          <TimelineEntry key={event.id} of={of} event={event} labels={labels} />
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
  readonly of: Subject;
  readonly event: NamedProvisioningEvent;
  readonly labels: ReadonlyMap<string, string>;
}

function TimelineEntry({ of, event, labels }: EntryProps) {
  const { slug } = useOrganization();
  const { says, meaning } = wordsOfEvent(event.type);
  const outcome = outcomes[event.outcome];
  const sentence = event.reason ?? sourceSentence(event);
  // A status that changes says so by its words, and a membership by its group.
  const changes = event.changes.filter(({ attribute }) => attribute !== "status" && attribute !== "members");
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
        {of === "person" ? <GroupOfEvent event={event} /> : <MemberOfEvent event={event} />}
        <ChangeList changes={changes} labels={labels} people={event.people} />
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

interface OtherProps {
  readonly event: NamedProvisioningEvent;
}

/** The group that a person joined or left. */
function GroupOfEvent({ event: { directoryGroupId, directoryGroupName } }: OtherProps) {
  const { slug } = useOrganization();
  if (directoryGroupId === null) return null;
  return (
    <Link
      to="/o/$slug/directory/groups/$directoryGroupId"
      params={{ slug, directoryGroupId }}
      className={classes.other}
      dir="auto"
    >
      {directoryGroupName ?? directoryGroupId}
    </Link>
  );
}

/** Who joined or left a group; a group within it, or a resource that is nobody, by its id at the source. */
function MemberOfEvent({ event: { type, directoryUserId, directoryUserName, scimId } }: OtherProps) {
  const { slug } = useOrganization();
  if (!type.startsWith("group.member-")) return null;
  if (directoryUserId === null) {
    return (
      <Text size="sm">
        SCIM id <code>{scimId}</code>
      </Text>
    );
  }
  return (
    <Link
      to="/o/$slug/directory/users/$directoryUserId"
      params={{ slug, directoryUserId }}
      className={classes.other}
      dir="auto"
    >
      {directoryUserName ?? directoryUserId}
    </Link>
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
