import { applicationHealthRoutes } from "@rollcall/admin-api/application-health.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { HealthLabel } from "../../components/health-label.tsx";

/** The state of one application, kept up to date. */
export function ApplicationState({ sourceApplicationId }: { readonly sourceApplicationId: string }) {
  const health = useAnswer(
    applicationHealthRoutes.getApplicationHealth,
    { params: { sourceApplicationId } },
    { every: 5_000 },
  );
  return health.data === undefined ? null : <HealthLabel state={health.data.state} title={health.data.sentence} />;
}
