/**
 * Steps that are known not to pass, each with the reason. A step that is listed is played all the same, and once it
 * passes the list is stale and the test fails. Steps of one scenario that share a reason share a line.
 */
export interface ExpectedFailure {
  readonly client: string;
  readonly scenario: string;
  readonly steps: readonly number[];
  readonly reason: string;
}

export const expectedFailures: readonly ExpectedFailure[] = [];

/** Finds the reason why a step is known not to pass; `undefined` when it has to pass. */
export function expectedFailure(client: string, scenario: string, step: number): string | undefined {
  return expectedFailures.find(
    (entry) => entry.client === client && entry.scenario === scenario && entry.steps.includes(step),
  )?.reason;
}
