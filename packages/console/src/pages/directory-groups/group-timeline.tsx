import type { DirectoryGroupDetails } from "@rollcall/admin-api/directory-groups.ts";
import { provisioningEventRoutes } from "@rollcall/admin-api/provisioning-events.ts";
import { useOrganization } from "../../api/organization.ts";
import { usePages } from "../../api/use-answer.ts";
import { TimelineCard, timelinePages } from "../../components/timeline-card.tsx";

/** Everything that happened to a group: its values, and who joined and left. */
export function GroupTimeline({ group }: { readonly group: DirectoryGroupDetails }) {
  const { id } = useOrganization();
  const list = usePages(
    provisioningEventRoutes.listLatestProvisioningEvents,
    { params: { organizationId: id }, query: { directoryGroupId: group.id } },
    timelinePages,
  );
  return <TimelineCard of="group" list={list} />;
}
