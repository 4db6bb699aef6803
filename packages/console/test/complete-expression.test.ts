import assert from "node:assert/strict";
import { test } from "node:test";
import { completeExpression } from "../src/pages/mappings/complete-expression.ts";

const attribute = (name: string, type = "string") => ({ name, type, description: `About ${name}.` });
const names = {
  attributes: [
    attribute("userName"),
    attribute("name", "name"),
    attribute("name.givenName"),
    attribute("emails", "list<emails>"),
    attribute("emails[0].value"),
    attribute("emails[0].type"),
    attribute("resource", "map<string, dyn>"),
  ],
  functions: [{ name: "lower(string)", type: "string", description: "The text in lower case." }],
};

/** What is offered where ¦ stands: what it replaces, and the first labels. */
function offered(marked: string, asked = false): { replaces: string; labels: string[] } | undefined {
  const position = marked.indexOf("¦");
  const text = marked.replace("¦", "");
  const found = completeExpression(text, position, names, asked);
  return found && { replaces: text.slice(found.from, position), labels: found.options.map(({ label }) => label) };
}

const everything = names.attributes
  .map(({ name }) => name)
  .concat(["lower", "has", "size", "string", "int", "double", "bool"]);
const methods = ["contains", "startsWith", "endsWith", "indexOf", "lastIndexOf", "substring", "size"].concat([
  "filter",
  "map",
  "exists",
  "all",
  "exists_one",
]);

test("attributes and functions are offered where a name begins, and what a value has after its dot", () => {
  const cases: [string, string | undefined, readonly string[]][] = [
    ["use¦", "use", everything],
    ["lower(use¦", "use", everything],
    ["lower(use¦rName)", "use", everything],
    ["name.¦", "name.", ["name.givenName"]],
    ["NAME.gi¦", "NAME.gi", ["name.givenName"]],
    ["emails[0].¦", "emails[0].", ["emails[0].value", "emails[0].type"]],
    ["userName.st¦", "st", methods],
    ["emails.¦", "", methods],
    ["lower(userName).¦", "", methods],
    ["emails.filter(e, true)[0].¦", "", methods],
    ['"a".¦', "", methods],
    ['emails.filter(e, e.ty¦ == "work")', "ty", ["value", "type"]],
    ['emails.filter(e, e.type == "work").map(x, x.¦', "", methods],
    ["¦", undefined, []],
    ["lower(¦", undefined, []],
    ['"use¦', undefined, []],
    ["'it\\'s use¦", undefined, []],
    ['"a" + use¦', "use", everything],
    ["nobody[0].ab¦", "ab", methods],
    ["nobody[0]¦", undefined, []],
  ];
  for (const [marked, replaces, labels] of cases) {
    const found = offered(marked);
    assert.deepEqual(found, replaces === undefined ? undefined : { replaces, labels: [...labels] }, marked);
  }
  assert.deepEqual(offered("lower(¦", true), { replaces: "", labels: everything });
});

test("a completion says its type and what it is, and a function is begun with its bracket", () => {
  const { options = [] } = completeExpression("lo", 2, names) ?? {};
  assert.deepEqual(
    options.filter(({ label }) => ["lower", "resource"].includes(label)),
    [
      { label: "resource", detail: "map<string, any>", description: "About resource.", text: "resource" },
      { label: "lower", detail: "(string): string", description: "The text in lower case.", text: "lower(" },
    ],
  );
});
