import { Skeleton, Text } from "@mantine/core";
import type { ApplicationHealth } from "@rollcall/admin-api/application-health.ts";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { Card } from "../../components/card.tsx";
import { HealthLabel } from "../../components/health-label.tsx";
import { KindMark } from "../../components/kind-mark.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./overview.module.css";

interface Props {
  readonly applications: readonly SourceApplication[];
  readonly health: readonly ApplicationHealth[] | undefined;
}

const most = 12;

/** The applications with their states. */
export function ApplicationStates({ applications, health }: Props) {
  const { slug } = useOrganization();
  const states = new Map(health?.map((one) => [one.sourceApplicationId, one]));
  return (
    <Card
      title="Applications"
      flush
      actions={
        <Link to="/o/$slug/apps" params={{ slug }}>
          All {applications.length.toLocaleString()}
        </Link>
      }
    >
      {applications.length === 0 && <Skeleton height={80} m="md" />}
      <ul className={classes.list}>
        {applications.slice(0, most).map(({ id, kind, displayName }) => {
          const one = states.get(id);
          return (
            <li key={id} className={classes.application}>
              <KindMark kind={kind} size={24} />
              <Link to="/o/$slug/apps/$applicationId" params={{ slug, applicationId: id }} className={classes.name}>
                {displayName}
              </Link>
              {one !== undefined && <HealthLabel state={one.state} title={one.sentence} />}
              <Text size="sm" c="dimmed" className={classes.last}>
                {one?.lastCall ? <RelativeTime at={one.lastCall.at} /> : "Never called"}
              </Text>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
