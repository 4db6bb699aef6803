import { deprovisioningPolicyRoutes } from "@rollcall/admin-api/deprovisioning-policies.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { LoadingCard } from "../../components/loading-card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { Section } from "../../components/section.tsx";
import { PolicyEditor } from "./policy-editor.tsx";

/** SCIM Client (Source) to Rollcall: what happens to the next person who leaves? */
export function ProvisioningPage() {
  const { id } = useSourceApplication();
  const params = { sourceApplicationId: id };
  const policy = useAnswer(deprovisioningPolicyRoutes.getDeprovisioningPolicy, { params });
  const consequences = useAnswer(deprovisioningPolicyRoutes.getDeprovisioningPolicyConsequences, { params });
  const error = policy.error ?? consequences.error;
  return (
    <Section
      lead="What becomes of people and groups here when the source deactivates or deletes them."
      calls={[
        { route: deprovisioningPolicyRoutes.getDeprovisioningPolicyConsequences, params },
        {
          route: deprovisioningPolicyRoutes.putDeprovisioningPolicy,
          params,
          body: policy.data ?? { deleteDeactivatedUsers: false },
        },
      ]}
    >
      {error !== null && (
        <Refusal
          error={error}
          onRetry={() => {
            void policy.refetch();
            void consequences.refetch();
          }}
        />
      )}
      {policy.data !== undefined && consequences.data !== undefined ? (
        <PolicyEditor policy={policy.data} consequences={consequences.data} />
      ) : (
        error === null && <LoadingCard rows={12} />
      )}
    </Section>
  );
}
