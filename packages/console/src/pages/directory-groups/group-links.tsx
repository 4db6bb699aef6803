import type { DirectoryGroupDetails } from "@rollcall/admin-api/directory-groups.ts";
import { Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { Card } from "../../components/card.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./directory-groups.module.css";

const states: Readonly<Record<string, string>> = { linked: "Linked", closed: "Deleted at the source" };

/** The resources of applications that are this group. */
export function GroupLinks({ group }: { readonly group: DirectoryGroupDetails }) {
  const { slug } = useOrganization();
  return (
    <Card title="Sources">
      {group.links.length === 0 && (
        <Text size="sm" c="dimmed">
          No application pushes this group.
        </Text>
      )}
      <ul className={classes.values}>
        {group.links.map(({ sourceApplicationId, sourceApplicationName, scimId, state, held }) => (
          <li key={`${sourceApplicationId} ${scimId}`}>
            <Group justify="space-between" gap="xs">
              <Link to="/o/$slug/apps/$applicationId" params={{ slug, applicationId: sourceApplicationId }}>
                {sourceApplicationName}
              </Link>
              <StateLabel meaning={held ? "attention" : state === "linked" ? "flowing" : "off"}>
                {held ? "A change waits" : (states[state] ?? state)}
              </StateLabel>
            </Group>
            <div className={classes.from}>
              SCIM id <CopyValue value={scimId} label="SCIM id" />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
