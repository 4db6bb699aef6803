import type { DirectoryGroupDetails } from "@rollcall/admin-api/directory-groups.ts";
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { Card } from "../../components/card.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./directory-groups.module.css";

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
            <Link
              to="/o/$slug/apps/$applicationId"
              params={{ slug, applicationId: sourceApplicationId }}
              className={classes.name}
            >
              {sourceApplicationName}
            </Link>{" "}
            <StateLabel meaning={held ? "attention" : state === "linked" ? "flowing" : "off"}>
              {held ? "Behind: a change waits" : state === "linked" ? "Linked" : state === "closed" ? "Deleted" : state}
            </StateLabel>
            <div className={classes.from}>
              SCIM id <CopyValue value={scimId} label="SCIM id" />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
