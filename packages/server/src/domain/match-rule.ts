import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { DirectoryAttribute } from "./directory-attribute.ts";
import type { DirectoryValues } from "./directory-user.ts";
import type { Problem } from "./errors.ts";

/** What is done with a new resource that a rule finds somebody for. */
export type WhenFound =
  /** It is that person, where the application may link to them and nobody else could be meant. */
  | "link"
  /** A person decides: a conflict. */
  | "ask"
  /** The write is refused: somebody is there, and this source may not bring them once more. */
  | "refuse";

/** How an application finds out whether somebody whom it brings exists already. */
export interface MatchRule {
  readonly attribute: string;
  readonly compare: "exact" | "ignoreCase";
  readonly whenFound: WhenFound;
}

/** As rules.md says in section 3: by e-mail. Whoever has the user name or the e-mail otherwise is asked about, whatever the rules. */
export const defaultMatchRules: readonly MatchRule[] = [
  { attribute: "email", compare: "ignoreCase", whenFound: "link" },
];

/** The attributes whose folded values the directory's own columns hold. */
const withColumns: ReadonlySet<string> = new Set(["userName", "email"]);

/** The attributes that people can be found by: they have an index, or get one with the first rule that names them. */
export function matchableAttributes(
  builtIn: readonly DirectoryAttribute[],
  custom: readonly DirectoryAttribute[],
): readonly DirectoryAttribute[] {
  const identifying = builtIn.filter(({ name }) => withColumns.has(name) || name === "employeeNumber");
  return [...identifying, ...custom.filter(({ type }) => type === "string")];
}

/** The attributes of rules that no column of the directory holds: their values are kept as match keys. */
export function keyedAttributes(rules: readonly MatchRule[]): readonly string[] {
  return [...new Set(rules.map(({ attribute }) => attribute).filter((name) => !withColumns.has(name)))];
}

/** Finds what is wrong with rules that were sent. */
export function checkMatchRules(rules: readonly MatchRule[], matchable: readonly DirectoryAttribute[]): Problem[] {
  const problems: Problem[] = [];
  const names = matchable.map(({ name }) => name);
  const seen = new Set<string>();
  for (const [index, { attribute, compare }] of rules.entries()) {
    const where = `/rules/${index}/attribute`;
    const key = `${attribute} ${compare}`;
    if (!names.includes(attribute)) {
      const expected = names.join(", ");
      problems.push({ where, detail: `people are not found by "${attribute}"; expected one of ${expected}` });
    } else if (seen.has(key)) problems.push({ where, detail: `an earlier rule compares ${attribute} in the same way` });
    seen.add(key);
  }
  return problems;
}

/** The values of an attribute that is compared, one or several. */
function matchTexts(value: JsonValue | undefined): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === "string" && one !== "");
}

/** A value as it is looked for: an attribute that several people can share, and its folded value. */
export interface MatchKey {
  readonly attribute: string;
  readonly key: string;
}

/** The match keys of somebody's values; long values identify nobody and get none. */
export function matchKeys(attributes: DirectoryValues, names: readonly string[]): readonly MatchKey[] {
  return names.flatMap((attribute) => {
    const value = Object.hasOwn(attributes, attribute) ? attributes[attribute]?.value : undefined;
    const keys = matchTexts(value)
      .map((text) => foldCase(text))
      .filter((key) => key.length <= 256);
    return [...new Set(keys)].map((key) => ({ attribute, key }));
  });
}

/** Tells whether a rule says that two people are the same. */
export function ruleAgrees(rule: MatchRule, mine: DirectoryValues, theirs: DirectoryValues): boolean {
  const texts = (values: DirectoryValues): readonly string[] => {
    const found = matchTexts(Object.hasOwn(values, rule.attribute) ? values[rule.attribute]?.value : undefined);
    return rule.compare === "exact" ? found : found.map((text) => foldCase(text));
  };
  const there = new Set(texts(theirs));
  return texts(mine).some((text) => there.has(text));
}
