import { type SourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useMemo } from "react";
import { useOrganization } from "./organization.ts";
import { useAnswer } from "./use-answer.ts";

const none: readonly SourceApplication[] = [];

/** The organization's first 500 applications: for filters, and for names where only ids are answered. */
export function useApplications(): readonly SourceApplication[] {
  const { id } = useOrganization();
  const answer = useAnswer(sourceApplicationRoutes.listSourceApplications, {
    params: { organizationId: id },
    query: { limit: 500 },
  });
  return answer.data?.items ?? none;
}

/** The same by their ids. */
export function useApplicationsById(): ReadonlyMap<string, SourceApplication> {
  const applications = useApplications();
  return useMemo(() => new Map(applications.map((application) => [application.id, application])), [applications]);
}
