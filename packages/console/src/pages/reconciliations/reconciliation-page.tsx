import { Stack } from "@mantine/core";
import { reconciliationRoutes } from "@rollcall/admin-api/reconciliations.ts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMayChange } from "../../api/session.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Section } from "../../components/section.tsx";
import { LatestReconciliations } from "./latest-reconciliations.tsx";
import { ReconciliationResult } from "./reconciliation-result.tsx";
import { UploadExport } from "./upload-export.tsx";

/** Reconcile: does Rollcall hold what the source holds? */
export function ReconciliationPage() {
  const { id, displayName } = useSourceApplication();
  const mayChange = useMayChange();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/apps/$applicationId/reconcile" });
  const navigate = useNavigate({ from: "/o/$slug/apps/$applicationId/reconcile" });
  const { reconciliation } = search;
  const params = { sourceApplicationId: id };
  const calls = [
    { route: reconciliationRoutes.createReconciliation, params, body: "people.csv" },
    {
      route: reconciliationRoutes.listFindings,
      params: { ...params, reconciliationId: reconciliation ?? "…" },
      query: { kinds: "gone,inactive" },
    },
    {
      route: reconciliationRoutes.actOnFindings,
      params: { ...params, reconciliationId: reconciliation ?? "…" },
      body: { action: "deactivate", people: 3, reason: "gone from the source" },
    },
  ];
  const open = (reconciliationId: string | undefined) =>
    void navigate({ search: reconciliationId === undefined ? {} : { reconciliation: reconciliationId } });
  return (
    <Section
      lead={`What ${displayName} says it has, beside what Rollcall holds for it. Nobody is changed by looking.`}
      calls={calls}
    >
      <Stack gap="md">
        {reconciliation !== undefined ? (
          <ReconciliationResult
            key={reconciliation}
            id={reconciliation}
            onAgain={() => open(undefined)}
            search={search}
            onSearch={(changed) => void navigate({ search: (before) => ({ ...before, ...changed }), replace: true })}
          />
        ) : (
          <>
            {mayChange && <UploadExport onBegun={open} />}
            <LatestReconciliations
              onOpen={open}
              empty={
                <EmptyState title="Nothing has been compared">
                  Export the list of people from {displayName} as CSV or JSON. You see who is missing here, who differs
                  in what, and who is still active here although they are gone there.
                </EmptyState>
              }
            />
          </>
        )}
      </Stack>
    </Section>
  );
}
