import { type OrganizationOverview, organizationHealthRoutes } from "@rollcall/admin-api/organization-health.ts";
import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLive } from "./live.tsx";
import { useOrganization } from "./organization.ts";
import { answerKey, useAnswer } from "./use-answer.ts";

/** How the organization is that is shown: one answer for the first page, the rail and the notice above each page. */
export function useOverview(): UseQueryResult<OrganizationOverview> {
  const { id } = useOrganization();
  return useAnswer(
    organizationHealthRoutes.getOrganizationOverview,
    { params: { organizationId: id } },
    { every: 15_000 },
  );
}

/** Asks anew how the organization is as soon as something is held or a conflict arises; used once, by the frame. */
export function useFreshOverview(): void {
  const { id } = useOrganization();
  const { listen } = useLive();
  const queries = useQueryClient();
  useEffect(
    () =>
      listen("events", ({ items }) => {
        if (!items.some(({ outcome }) => outcome === "held" || outcome === "conflict")) return;
        const queryKey = answerKey(organizationHealthRoutes.getOrganizationOverview, {
          params: { organizationId: id },
        });
        void queries.invalidateQueries({ queryKey });
      }),
    [id, listen, queries],
  );
}
