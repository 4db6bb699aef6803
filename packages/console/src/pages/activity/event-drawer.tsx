import { Drawer, Stack, Title } from "@mantine/core";
import type { NamedProvisioningEvent } from "@rollcall/admin-api/provisioning-events.ts";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { ChangeList } from "../../components/change-list.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { wordsOfEvent } from "../../components/event-words.ts";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./activity.module.css";

interface Props {
  readonly event: NamedProvisioningEvent | undefined;
  readonly onClose: () => void;
}

/** One event at the side of the list: who, what, why, and the request behind it. */
export function EventDrawer({ event, onClose }: Props) {
  const { slug } = useOrganization();
  const words = wordsOfEvent(event?.type ?? "");
  return (
    <Drawer opened={event !== undefined} onClose={onClose} position="right" size={480} title={words.says}>
      {event !== undefined && (
        <Stack gap="md">
          <dl className={classes.facts}>
            <dt>Outcome</dt>
            <dd>
              <StateLabel meaning={event.outcome === "applied" ? "flowing" : "attention"}>{event.outcome}</StateLabel>
            </dd>
            {event.reason !== null && (
              <>
                <dt>Why</dt>
                <dd>{event.reason}</dd>
              </>
            )}
            {event.directoryUserId !== null && (
              <>
                <dt>Person</dt>
                <dd>
                  <Link
                    to="/o/$slug/directory/users/$directoryUserId"
                    params={{ slug, directoryUserId: event.directoryUserId }}
                  >
                    {event.directoryUserName ?? "Somebody without a name"}
                  </Link>
                </dd>
              </>
            )}
            {event.directoryGroupId !== null && (
              <>
                <dt>Group</dt>
                <dd>
                  <Link
                    to="/o/$slug/directory/groups/$directoryGroupId"
                    params={{ slug, directoryGroupId: event.directoryGroupId }}
                  >
                    {event.directoryGroupName ?? "A group without a name"}
                  </Link>
                </dd>
              </>
            )}
            <dt>By</dt>
            <dd>{event.actorName ?? event.actor}</dd>
            <dt>When</dt>
            <dd>
              <RelativeTime at={event.occurredAt} />
            </dd>
            {event.exchangeId !== null && event.sourceApplicationId !== null && (
              <>
                <dt>Request</dt>
                <dd>
                  <Link
                    to="/o/$slug/activity"
                    params={{ slug }}
                    search={{
                      tab: "exchanges",
                      exchange: event.exchangeId,
                      source: event.sourceApplicationId,
                    }}
                  >
                    What {event.sourceApplicationName ?? "the source"} asked
                  </Link>
                </dd>
              </>
            )}
            {event.externalId !== null && (
              <>
                <dt>External id</dt>
                <dd>
                  <CopyValue value={event.externalId} label="external id" />
                </dd>
              </>
            )}
            <dt>Event id</dt>
            <dd>
              <CopyValue value={event.id} label="event id" />
            </dd>
          </dl>
          {event.changes.length > 0 && (
            <section>
              <Title order={2} size="h3" mb={6}>
                Changes
              </Title>
              <ChangeList changes={event.changes} people={event.people} />
            </section>
          )}
        </Stack>
      )}
    </Drawer>
  );
}
