import { Skeleton, Stack } from "@mantine/core";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { useParams } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer, usePages } from "../../api/use-answer.ts";
import { DirectoryStatus } from "../../components/directory-status.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { TimelineCard, timelinePages } from "../../components/timeline-card.tsx";
import { AttributesCard } from "./attributes-card.tsx";
import { DifferencesCard } from "./differences-card.tsx";
import classes from "./directory-user.module.css";
import { GroupsCard } from "./groups-card.tsx";
import { LeavingCard } from "./leaving-card.tsx";
import { LinksCard } from "./links-card.tsx";
import { flagSentence, personName } from "./person-name.ts";
import { statusSentence } from "./person-status.ts";
import { SafeguardNotes } from "./safeguard-notes.tsx";
import { StatusActions } from "./status-actions.tsx";
import { StatusSince } from "./status-since.tsx";

const refreshMilliseconds = 10_000;

/** A directory user: why does this person look like this, and since when? */
export function DirectoryUserPage() {
  const { id: organizationId, slug } = useOrganization();
  const mayChange = useMayChange();
  const { directoryUserId } = useParams({ from: "/signed-in/o/$slug/framed/directory/users/$directoryUserId" });
  const params = { organizationId, directoryUserId };
  const answer = useAnswer(directoryUserRoutes.getDirectoryUser, { params }, { every: refreshMilliseconds });
  const links = useAnswer(directoryUserRoutes.listDirectoryUserLinks, { params }, { every: refreshMilliseconds });
  const timeline = usePages(directoryUserRoutes.listDirectoryUserTimeline, { params }, timelinePages);
  const person = answer.data;
  if (person === undefined) {
    return (
      <Page title="Person">
        {answer.isError ? <Refusal error={answer.error} onRetry={() => void answer.refetch()} /> : <Loading />}
      </Page>
    );
  }
  const linked = links.data?.items ?? [];
  const owner = linked.find((link) => link.owning && link.state === "linked");
  return (
    <Page
      title={personName(person)}
      beside={
        <>
          <DirectoryStatus status={person.status} />
          <StatusSince person={person} timeline={timeline.data?.pages[0]?.items ?? []} />
        </>
      }
      lead={statusSentence(person, owner?.sourceApplicationName)}
      actions={
        <>
          {person.status !== "enabled" && (
            <LinkButton
              variant="default"
              to="/o/$slug/directory/users/$directoryUserId/evidence"
              params={{ slug, directoryUserId }}
            >
              Leaver evidence
            </LinkButton>
          )}
          {mayChange && <StatusActions person={person} linked={owner !== undefined} />}
        </>
      }
      calls={[
        { route: directoryUserRoutes.getDirectoryUser, params },
        { route: directoryUserRoutes.listDirectoryUserTimeline, params, query: { limit: 50 } },
      ]}
    >
      <Stack gap="md">
        {person.flags.length > 0 && (
          <ul className={classes.flags} aria-label="Needs a look">
            {person.flags.map((flag) => (
              <li key={flag}>{flagSentence(flag)}</li>
            ))}
          </ul>
        )}
        <SafeguardNotes person={person} />
        <LeavingCard person={person} />
        {owner !== undefined && owner.differences.length > 0 && <DifferencesCard person={person} link={owner} />}
        <div className={classes.columns}>
          <AttributesCard person={person} />
          <Stack gap="md" className={classes.side}>
            <LinksCard person={person} links={linked} loading={links.isPending} error={links.error} />
            <GroupsCard params={params} />
          </Stack>
        </div>
        <TimelineCard of="person" list={timeline} />
      </Stack>
    </Page>
  );
}

function Loading() {
  return (
    <div className={classes.columns} aria-busy="true">
      <Skeleton height={420} radius={6} />
      <Skeleton height={240} radius={6} />
    </div>
  );
}
