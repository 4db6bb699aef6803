import { Ajv, type ErrorObject } from "ajv";
import { parseInstant } from "@rollcall/scim/filter/compare-values.ts";
import { isObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { type Problem, RollcallError } from "../../domain/errors.ts";
import { isId } from "../../domain/id.ts";
import { describeFaults } from "./describe-fault.ts";

/** Checks a part of a request, or refuses it. */
export type Check = (value: unknown) => void;

const options = { allErrors: true, verbose: true, strict: true, allowUnionTypes: true } as const;
// A body is JSON and has types; a query is text, whose types its schema gives.
const bodies = withFormats(new Ajv(options));
const queries = withFormats(new Ajv({ ...options, coerceTypes: true }));

function withFormats(ajv: Ajv): Ajv {
  ajv.addFormat("date-time", (text: string) => parseInstant(text) !== undefined);
  ajv.addFormat("id", isId);
  return ajv;
}

/**
 * Compiles the check of a body or a query.
 *
 * @throws {RollcallError} (the check) request.invalid with every problem
 */
export function compileCheck(schema: object, part: "body" | "querystring"): Check {
  const validate = (part === "body" ? bodies : queries).compile(schema);
  return (value) => {
    refuseUnstorable(value as JsonValue);
    // A missing body is described as the object that it is not.
    if (!validate(value)) refuse(describeFaults(validate.errors as ErrorObject[], part));
  };
}

function refuse(problems: readonly Problem[]): never {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const detail = first === undefined ? undefined : `${first.where === "" ? "the body" : first.where}: ${first.detail}`;
  throw new RollcallError("request.invalid", detail === undefined ? undefined : detail + more, problems);
}

/** PostgreSQL cannot store U+0000 and half a surrogate pair; they are refused where they come in. */
function refuseUnstorable(value: JsonValue | undefined, where = ""): void {
  if (typeof value === "string") {
    if (value.includes("\u0000") || !value.isWellFormed()) {
      refuse([{ where, detail: "expected text without U+0000 and lone surrogates" }]);
    }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refuseUnstorable(item, `${where}/${index}`);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      refuseUnstorable(name, where);
      refuseUnstorable(item, `${where}/${name}`);
    }
  }
}
