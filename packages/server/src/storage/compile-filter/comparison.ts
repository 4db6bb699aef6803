import type { ComparisonOperator } from "@rollcall/scim/filter/filter.ts";
import { comparedAttribute, type ResolvedComparison } from "@rollcall/scim/filter/resolved-filter.ts";
import type { AttributeType } from "@rollcall/scim/schema/attribute.ts";
import { isId } from "../../domain/id.ts";
import { instantTextLength, instantTextRange } from "../instant-text.ts";
import type { Place } from "./place.ts";
import { prefixEnd } from "./prefix-end.ts";
import type { SqlParameters } from "./sql-text.ts";

/** SQL that tells whether one value fulfils a comparison; null, which counts as false, where there is none. */
type ValueCondition = (value: string) => string;

type EqualityOrOrder = Exclude<ComparisonOperator, "ne">;

/** Compiles a comparison of the values in a place, with the meaning of evaluate-filter.ts. */
export function compileComparison(place: Place, filter: ResolvedComparison, parameters: SqlParameters): string {
  const { operator } = filter;
  if (operator === "eq" && place.equals !== undefined) return place.equals(parameters.add(filter.value, "text"));
  if (operator !== "ne") return place.some(valueCondition(place, filter, operator, parameters));
  const equal = valueCondition(place, filter, "eq", parameters);
  if (place.single) return negated(place.some(equal));
  return `(not ${place.present} or ${place.some((value) => negated(equal(value)))})`;
}

/** The opposite of a condition whose null counts as false. */
export function negated(condition: string): string {
  return `((${condition}) is not true)`;
}

function valueCondition(
  { form }: Place,
  filter: ResolvedComparison,
  operator: EqualityOrOrder,
  parameters: SqlParameters,
): ValueCondition {
  switch (form) {
    case "boolean":
      return booleanCondition(filter.value === true, parameters);
    case "instant":
      return instantCondition(operator, Number(filter.value), parameters);
    case "uuid":
      return idCondition(operator, String(filter.value), parameters);
    case "key":
      return operator === "sw"
        ? prefixCondition(String(filter.value), parameters)
        : textCondition(operator, String(filter.value), parameters);
    case "text":
      return textCondition(operator, String(filter.value), parameters);
    case "json":
      return jsonCondition(comparedAttribute(filter.target).type, filter, operator, parameters);
  }
}

const signs = { eq: "=", gt: ">", ge: ">=", lt: "<", le: "<=" } as const;

function textCondition(operator: EqualityOrOrder, expected: string, parameters: SqlParameters): ValueCondition {
  const operand = parameters.add(expected, "text");
  switch (operator) {
    case "co":
      return (text) => `strpos(${text}, ${operand}) > 0`;
    case "sw":
      return (text) => `starts_with(${text}, ${operand})`;
    case "ew":
      return (text) => `right(${text}, char_length(${operand})) = ${operand}`;
    default:
      return (text) => `${text} ${signs[operator]} ${operand}`;
  }
}

/** A range instead of a pattern, so that the column's index serves it. */
function prefixCondition(prefix: string, parameters: SqlParameters): ValueCondition {
  const from = parameters.add(prefix, "text");
  const end = prefixEnd(prefix);
  if (end === undefined) return (text) => `${text} >= ${from}`;
  const until = parameters.add(end, "text");
  return (text) => `${text} >= ${from} and ${text} < ${until}`;
}

/** Ids are compared as the text that clients see; equality, which is what they ask, by the column's index. */
function idCondition(operator: EqualityOrOrder, expected: string, parameters: SqlParameters): ValueCondition {
  if (operator !== "eq") {
    const compare = textCondition(operator, expected, parameters);
    return (id) => compare(`(${id}::text collate "C")`);
  }
  if (!isId(expected)) return () => "false";
  const operand = parameters.add(expected, "uuid");
  return (id) => `${id} = ${operand}`;
}

function booleanCondition(expected: boolean, parameters: SqlParameters): ValueCondition {
  const operand = parameters.add(expected, "boolean");
  return (value) => `${value} = ${operand}`;
}

/** Between these PostgreSQL reads an ISO text of ours; all that we ever wrote lies far within. */
const firstInstant = Date.parse("0001-01-01T00:00:00Z");
const lastInstant = Date.parse("9999-12-31T00:00:00Z");

/** Our own instants are shown in whole milliseconds, so a fraction of one lies between two of them. */
function instantCondition(operator: EqualityOrOrder, expected: number, parameters: SqlParameters): ValueCondition {
  const write = (milliseconds: number): string =>
    new Date(Math.min(Math.max(milliseconds, firstInstant), lastInstant)).toISOString();
  return rangeCondition(
    operator,
    { from: write(Math.ceil(expected)), until: write(Math.floor(expected) + 1) },
    (bound) => parameters.add(bound, "timestamptz"),
  );
}

/** Compares with all that counts as equal to the expected value: what lies from `from` up to `until`. */
function rangeCondition(
  operator: EqualityOrOrder,
  { from, until }: { readonly from: string; readonly until: string },
  add: (bound: string) => string,
): ValueCondition {
  switch (operator) {
    case "gt": {
      const bound = add(until);
      return (value) => `${value} >= ${bound}`;
    }
    case "ge": {
      const bound = add(from);
      return (value) => `${value} >= ${bound}`;
    }
    case "lt": {
      const bound = add(from);
      return (value) => `${value} < ${bound}`;
    }
    case "le": {
      const bound = add(until);
      return (value) => `${value} < ${bound}`;
    }
    case "eq": {
      const bounds = [add(from), add(until)] as const;
      return (value) => `${value} >= ${bounds[0]} and ${value} < ${bounds[1]}`;
    }
    default:
      return () => "false";
  }
}

/** A stored value of another type equals nothing. */
function jsonCondition(
  type: AttributeType,
  filter: ResolvedComparison,
  operator: EqualityOrOrder,
  parameters: SqlParameters,
): ValueCondition {
  switch (type) {
    case "boolean": {
      const operand = parameters.add(filter.value, "boolean");
      return (json) => `${json} = to_jsonb(${operand})`;
    }
    case "integer":
    case "decimal": {
      const operand = parameters.add(String(filter.value), "numeric");
      const sign = operator in signs ? signs[operator as keyof typeof signs] : "=";
      // Only a case expression keeps the cast away from what is no number.
      return (json) =>
        `case when jsonb_typeof(${json}) = 'number' then ${json}::numeric ${sign} ${operand} else false end`;
    }
    case "dateTime": {
      const compare = rangeCondition(operator, instantTextRange(Number(filter.value)), (bound) =>
        parameters.add(bound, "text"),
      );
      // What instantText could not read stands there as it was sent.
      return ofString(
        (text) => `char_length(${text}) = ${instantTextLength} and substr(${text}, 5, 1) = '-' and ${compare(text)}`,
      );
    }
    case "binary": {
      const compare = textCondition(operator, String(filter.value), parameters);
      return ofString((text) => compare(`translate(${text}, '-_=', '+/')`));
    }
    default:
      return ofString(textCondition(operator, String(filter.value), parameters));
  }
}

function ofString(condition: ValueCondition): ValueCondition {
  return (json) => `jsonb_typeof(${json}) = 'string' and ${condition(`((${json} #>> '{}') collate "C")`)}`;
}
