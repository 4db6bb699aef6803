import { ExpressionFailure } from "./failures.ts";

/** Steps that are left of the evaluation that runs: one runs at a time, to its end, within one turn. */
let left = 0;

/** Allows an evaluation so many steps. */
export function allowSteps(steps: number): void {
  left = steps;
}

/**
 * Takes steps from what the evaluation has left.
 *
 * @throws {ExpressionFailure} when there are none
 */
export function takeSteps(steps: number): void {
  left -= steps;
  if (left < 0) throw new ExpressionFailure("it takes too many steps for this resource");
}

/** Whether the evaluation took more steps than it had, also where a condition swallowed that. */
export function ranOut(): boolean {
  return left < 0;
}
