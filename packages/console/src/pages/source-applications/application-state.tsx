import { Skeleton } from "@mantine/core";
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
  // Its line is there from the beginning, whether the title leaves room beside it or not.
  if (health.data === undefined) return <Skeleton height={20} width={72} radius={4} />;
  return <HealthLabel state={health.data.state} title={health.data.sentence} />;
}
