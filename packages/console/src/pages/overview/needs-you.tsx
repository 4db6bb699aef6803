import { Text } from "@mantine/core";
import type { ApplicationHealth } from "@rollcall/admin-api/application-health.ts";
import type { OrganizationOverview } from "@rollcall/admin-api/organization-health.ts";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { Card } from "../../components/card.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./overview.module.css";

interface Props {
  readonly overview: OrganizationOverview;
  readonly health: readonly ApplicationHealth[];
  readonly applications: readonly SourceApplication[];
}

/** What waits for a person, the worst first; nothing where nothing does. */
export function NeedsYou({ overview: { held, conflicts }, health, applications }: Props) {
  const { slug } = useOrganization();
  const names = new Map(applications.map(({ id, displayName }) => [id, displayName]));
  const failing = health.filter(({ state }) => state === "failing" || state === "refusing");
  const others = health.filter((one) => one.attention && !failing.includes(one));
  if (failing.length + others.length === 0 && held === 0 && conflicts === 0) return null;
  return (
    <Card title="Needs you" flush>
      <ul className={classes.list}>
        {held > 0 && (
          <li>
            <StateLabel meaning="attention">Held</StateLabel>
            <span>
              <Link to="/o/$slug/held" params={{ slug }}>
                {held.toLocaleString()} {held === 1 ? "change waits" : "changes wait"} for a decision
              </Link>
            </span>
          </li>
        )}
        {conflicts > 0 && (
          <li>
            <StateLabel meaning="attention">Conflicts</StateLabel>
            <span>
              <Link to="/o/$slug/directory/conflicts" params={{ slug }}>
                {conflicts.toLocaleString()} {conflicts === 1 ? "conflict waits" : "conflicts wait"} for a decision
              </Link>
            </span>
          </li>
        )}
        {[...failing, ...others].map((one) => (
          <li key={one.sourceApplicationId}>
            <StateLabel meaning={failing.includes(one) ? "failing" : "attention"}>
              {failing.includes(one) ? "Failing" : "Look"}
            </StateLabel>
            <span>
              <Link to="/o/$slug/apps/$applicationId" params={{ slug, applicationId: one.sourceApplicationId }}>
                {names.get(one.sourceApplicationId) ?? "An application"}
              </Link>
              <Text span size="sm" c="dimmed">
                {" "}
                {wantsOf(one)}
              </Text>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function wantsOf({ sentence, conflicts, held }: ApplicationHealth): string {
  const parts = [
    conflicts > 0 &&
      `${conflicts.toLocaleString()} ${conflicts === 1 ? "conflict waits" : "conflicts wait"} for a decision.`,
    held > 0 && `${held.toLocaleString()} ${held === 1 ? "change is" : "changes are"} held.`,
    sentence,
  ];
  return parts.filter((part) => part !== false).join(" ");
}
