import { formatAttributeName } from "../attribute-path/format-attribute-name.ts";
import { type AttributeTarget, formatAttributeTarget } from "../attribute-path/look-up-attribute.ts";
import type { DialectLog } from "../dialects/dialect.ts";
import { noteDialect } from "../dialects/strict-dialect-log.ts";
import type { Attribute, AttributeType } from "../schema/attribute.ts";
import { ScimError } from "../scim-error.ts";
import { parseInstant, prepareBinary } from "./compare-values.ts";
import { comparedText } from "./compared-text.ts";
import type { ComparisonFilter, ComparisonOperator } from "./filter.ts";
import { comparedAttribute } from "./resolved-filter.ts";

const everyOperator: readonly ComparisonOperator[] = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];
const orderOperators: readonly ComparisonOperator[] = ["eq", "ne", "gt", "ge", "lt", "le"];
const equality: readonly ComparisonOperator[] = ["eq", "ne"];

/** Which operators suit which type (RFC 7644 section 3.4.2.2, Table 3; ROWN-7-03). */
const operatorsOf: Record<AttributeType, readonly ComparisonOperator[]> = {
  string: everyOperator,
  reference: everyOperator,
  boolean: equality,
  integer: orderOperators,
  decimal: orderOperators,
  dateTime: orderOperators,
  binary: equality,
  complex: [],
};

/**
 * Converts the literal of a comparison to the type of the attribute that it is compared with, in the form in which it is
 * compared.
 *
 * @throws {ScimError} invalidFilter: the operator or the literal does not suit the type (R7644-3.4.2.2-08, ROWN-7-03)
 */
export function convertLiteral(
  target: AttributeTarget,
  filter: ComparisonFilter,
  dialects: DialectLog | undefined,
): string | number | boolean {
  const attribute = comparedAttribute(target);
  const allowed = operatorsOf[attribute.type];
  if (!allowed.includes(filter.operator)) {
    refuse(target, `has the type ${attribute.type}, which knows ${allowed.join(", ")} and pr, not ${filter.operator}`);
  }
  const value = convert(attribute, filter, dialects);
  if (value === undefined)
    refuse(target, `expected ${expectations[attribute.type]}, found ${JSON.stringify(filter.value)}`);
  return value;
}

const expectations: Record<AttributeType, string> = {
  string: "a string",
  reference: "a string",
  boolean: "true or false",
  integer: "a number",
  decimal: "a number",
  dateTime: 'a date with time such as "2026-02-03T04:05:06Z"',
  binary: "a base64 string",
  complex: "a sub-attribute",
};

function convert(
  attribute: Attribute,
  filter: ComparisonFilter,
  dialects: DialectLog | undefined,
): string | number | boolean | undefined {
  const { value } = filter;
  switch (attribute.type) {
    case "string":
    case "reference":
      if (typeof value !== "string") noteDialect(dialects, "filter.unquoted-value", formatAttributeName(filter.name));
      return comparedText(attribute, filter.text ?? String(value));
    case "boolean":
      return typeof value === "boolean" ? value : booleanOf(filter, dialects);
    case "integer":
    case "decimal":
      return typeof value === "number" ? value : undefined;
    case "dateTime":
      return typeof value === "string" ? parseInstant(value) : undefined;
    case "binary":
      return typeof value === "string" ? prepareBinary(value) : undefined;
    case "complex":
      return undefined;
  }
}

/** Clients send "True" and "False" (AMB-06). */
function booleanOf({ name, value }: ComparisonFilter, dialects: DialectLog | undefined): boolean | undefined {
  const text = typeof value === "string" ? value.toLowerCase() : "";
  if (text !== "true" && text !== "false") return undefined;
  noteDialect(dialects, "boolean.string", formatAttributeName(name));
  return text === "true";
}

function refuse(target: AttributeTarget, reason: string): never {
  throw new ScimError("invalidFilter", `${formatAttributeTarget(target)} ${reason}`);
}
