import type { JsonValue } from "@rollcall/scim/resource.ts";
import { fitsAttribute, kindOf } from "./check-rule-source.ts";
import type { DirectoryAttribute } from "./directory-attribute.ts";
import type { MappingRule, MissingChoice, RuleApplication } from "./mapping.ts";
import type { MappingProblem } from "./mapping-problem.ts";

/** How a rule applies, as somebody sends it. */
export interface SentManner {
  readonly apply?: RuleApplication;
  readonly whenMissing?: MissingChoice;
  readonly default?: JsonValue;
  readonly merge?: boolean;
}

/** Checks how a rule applies; what is as usual is left out of what is saved. */
export function checkManner(
  attribute: DirectoryAttribute,
  { apply = "always", whenMissing = "clear", default: given, merge = false }: SentManner,
  where: string,
  problems: MappingProblem[],
): Pick<MappingRule, "apply" | "whenMissing" | "default" | "merge"> {
  const report = (member: string, detail: string): void =>
    void problems.push({ code: "mapping.invalid_manner", where: `${where}/${member}`, detail });
  if (attribute.name === "active" && (apply !== "always" || whenMissing === "keep")) {
    const member = apply === "always" ? "whenMissing" : "apply";
    report(member, `the status follows the source always, found ${apply === "always" ? whenMissing : apply}`);
  }
  if (whenMissing === "default" && given === undefined) {
    report("default", `expected ${kindOf(attribute)} for when nothing arrives, found nothing`);
  } else if (given !== undefined && whenMissing !== "default") {
    report("default", `expected none unless whenMissing is default, found ${JSON.stringify(given).slice(0, 100)}`);
  } else if (given !== undefined && !fitsAttribute(attribute, given)) {
    report("default", `expected ${kindOf(attribute)}, found ${JSON.stringify(given).slice(0, 100)}`);
  }
  if (merge && !attribute.multiValued) report("merge", `${attribute.label} has one value; only several can be merged`);
  return {
    ...(apply === "always" ? {} : { apply }),
    ...(whenMissing === "clear" ? {} : { whenMissing }),
    ...(given === undefined ? {} : { default: given }),
    ...(merge ? { merge } : {}),
  };
}
