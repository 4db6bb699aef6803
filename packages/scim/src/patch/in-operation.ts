import { ScimError } from "../scim-error.ts";

/** Does the work of one operation and puts its position before the message of a refusal: "operation 2: …". */
export function inOperation<Result>(position: number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    // Caught here only to say where: what refuses a value does not know which operation brought it.
    if (!(error instanceof ScimError)) throw error;
    throw new ScimError(error.scimType ?? 400, `operation ${position}: ${error.message}`, error.headers);
  }
}
