import { Button, Skeleton, Text } from "@mantine/core";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import classes from "./directory-user.module.css";

const shownFirst = 10;

interface Props {
  readonly params: { readonly organizationId: string; readonly directoryUserId: string };
}

/** The groups that a person effectively is a member of. */
export function GroupsCard({ params }: Props) {
  const { slug } = useOrganization();
  const [all, setAll] = useState(false);
  const answer = useAnswer(directoryUserRoutes.listDirectoryUserGroups, { params });
  const groups = answer.data?.items ?? [];
  return (
    <Card title={groups.length === 0 ? "Groups" : `Groups · ${groups.length.toLocaleString()}`} flush>
      <Refusal error={answer.error} onRetry={() => void answer.refetch()} />
      {answer.isPending && <Skeleton height={40} mx="md" mb="md" w="auto" radius={6} />}
      {answer.data !== undefined && groups.length === 0 && (
        <Text size="sm" c="dimmed" className={classes.nothing}>
          No membership is in force.
        </Text>
      )}
      <ul className={classes.list}>
        {(all ? groups : groups.slice(0, shownFirst)).map(({ id, displayName }) => (
          <li key={id}>
            <Link
              to="/o/$slug/directory/groups/$directoryGroupId"
              params={{ slug, directoryGroupId: id }}
              className={`${classes.link} ${classes.grow}`}
              dir="auto"
            >
              {displayName ?? id}
            </Link>
          </li>
        ))}
      </ul>
      {!all && groups.length > shownFirst && (
        <div className={classes.nothing}>
          <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
            Show all {groups.length.toLocaleString()}
          </Button>
        </div>
      )}
    </Card>
  );
}
