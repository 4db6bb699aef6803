import { entraScenarios } from "./scenarios/entra.ts";
import { groupScenarios } from "./scenarios/groups.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { userScenarios } from "./scenarios/users.ts";

/** All scenarios in the order in which they run: those that need users who were just created come after creating. */
export function allScenarios(groupSizes: readonly number[]): readonly Scenario[] {
  return [...userScenarios, ...groupScenarios(groupSizes), ...entraScenarios];
}
