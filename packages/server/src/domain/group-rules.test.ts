import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Resource } from "@rollcall/scim/resource.ts";
import { type CompiledGroupRules, compileGroupRules, type GroupCondition, type NameStep } from "./group-rules.ts";

const name = (compare: GroupCondition["compare"], text: string): GroupCondition => ({
  attribute: "displayName",
  compare,
  text,
});
const externalId = (compare: GroupCondition["compare"], text: string): GroupCondition => ({
  ...name(compare, text),
  attribute: "externalId",
});

const compiled = (rules: {
  readonly include?: readonly GroupCondition[];
  readonly exclude?: readonly GroupCondition[];
  readonly rename?: readonly NameStep[];
}): CompiledGroupRules | undefined => compileGroupRules({ include: [], exclude: [], rename: [], ...rules });

describe("which groups come in", () => {
  const cases: readonly [string, Parameters<typeof compiled>[0], Resource, boolean][] = [
    ["equals", { include: [name("equals", "Sales")] }, { displayName: "Sales" }, true],
    ["equals, case ignored", { include: [name("equals", "Straße")] }, { displayName: "STRAßE" }, true],
    ["equals, another", { include: [name("equals", "Sales")] }, { displayName: "Sales EU" }, false],
    ["startsWith", { include: [name("startsWith", "app-")] }, { displayName: "APP-Jira" }, true],
    ["startsWith, elsewhere", { include: [name("startsWith", "app-")] }, { displayName: "my app-Jira" }, false],
    ["endsWith", { include: [name("endsWith", " users")] }, { displayName: "Jira Users" }, true],
    ["endsWith, elsewhere", { include: [name("endsWith", " users")] }, { displayName: "Jira users EU" }, false],
    ["contains", { include: [name("contains", "ÄRZTE")] }, { displayName: "alle ärzte hier" }, true],
    ["contains, not", { include: [name("contains", "x")] }, { displayName: "Sales" }, false],
    ["a text is no pattern", { include: [name("contains", ".*")] }, { displayName: "Sales" }, false],
    ["any of several", { include: [name("equals", "A"), name("equals", "B")] }, { displayName: "b" }, true],
    [
      "by externalId",
      { include: [externalId("startsWith", "S-1-5")] },
      { displayName: "A", externalId: "s-1-5-21" },
      true,
    ],
    ["without an externalId", { include: [externalId("contains", "1")] }, { displayName: "1" }, false],
    ["without a name", { include: [name("contains", "a")] }, {}, false],
    ["excluded", { exclude: [name("startsWith", "tmp")] }, { displayName: "tmp 1" }, false],
    ["not excluded", { exclude: [name("startsWith", "tmp")] }, { displayName: "Sales" }, true],
    [
      "excluded although included",
      { include: [name("contains", "a")], exclude: [externalId("equals", "7")] },
      { displayName: "a", externalId: "7" },
      false,
    ],
    ["renamed only", { rename: [{ change: "addPrefix", text: "x" }] }, { displayName: "Sales" }, true],
  ];
  for (const [title, rules, group, expected] of cases) {
    test(title, () => assert.equal(compiled(rules)?.comesIn(group), expected));
  }

  test("rules that change nothing are none", () => assert.equal(compiled({}), undefined));
});

describe("what groups are called", () => {
  const cases: readonly [string, readonly NameStep[], string, string][] = [
    ["a prefix goes", [{ change: "removePrefix", text: "APP-" }], "app-Jira", "Jira"],
    ["only a prefix goes", [{ change: "removePrefix", text: "app-" }], "my app-Jira", "my app-Jira"],
    ["a suffix goes", [{ change: "removeSuffix", text: "_Users" }], "Jira_users", "Jira"],
    ["only a suffix goes", [{ change: "removeSuffix", text: "a" }], "ab", "ab"],
    ["a prefix comes", [{ change: "addPrefix", text: "Okta / " }], "Jira", "Okta / Jira"],
    ["a suffix comes", [{ change: "addSuffix", text: " (EU)" }], "Jira", "Jira (EU)"],
    ["every occurrence is replaced", [{ change: "replace", text: "_", by: " " }], "a_b_c", "a b c"],
    [
      "case ignored where it is looked for",
      [{ change: "replace", text: "dept", by: "Team" }],
      "DEPT a Dept",
      "Team a Team",
    ],
    ["what was replaced is not looked at again", [{ change: "replace", text: "a", by: "aa" }], "aba", "aabaa"],
    ["replaced by nothing", [{ change: "replace", text: "-" }], "a-b", "ab"],
    ["a text is no pattern", [{ change: "replace", text: ".", by: "x" }], "a.b", "axb"],
    ["characters beyond U+FFFF stay whole", [{ change: "replace", text: "a", by: "😀" }], "a😁a", "😀😁😀"],
    [
      "in order",
      [
        { change: "removePrefix", text: "app-" },
        { change: "replace", text: "-", by: " " },
        { change: "addPrefix", text: "App: " },
      ],
      "app-jira-eu",
      "App: jira eu",
    ],
    ["no name becomes empty", [{ change: "removePrefix", text: "app-" }], "app-", "app-"],
    ["no name becomes blank", [{ change: "removePrefix", text: "app-" }], "app- ", "app- "],
    [
      "a step that would make a name too long is left out",
      [
        { change: "replace", text: "a", by: "b".repeat(200) },
        { change: "addSuffix", text: "!" },
      ],
      "aaaaaa",
      "aaaaaa!",
    ],
    ["a name that is too long stays", [{ change: "removePrefix", text: "a" }], "a".repeat(1_001), "a".repeat(1_001)],
  ];
  for (const [title, steps, before, after] of cases) {
    test(title, () => assert.equal(compiled({ rename: steps })?.rename?.(before), after));
  }
});
