import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeReachability, type OriginProblem, proxyRecipes } from "./reachability.ts";

const problem = (code: OriginProblem["code"]): OriginProblem => ({ code, found: "found", whatToDo: "mend it" });

test("what keeps a source in the cloud out need not keep one of the same network out", () => {
  const cells = (["missing", "not-https", "private", "unresolved"] as const).map((code) => [
    code,
    ...(["cloud", "network"] as const).map((from) => judgeReachability(from, [problem(code)]).reachable),
  ]);
  assert.deepEqual(cells, [
    ["missing", false, false],
    ["not-https", false, true],
    ["private", false, true],
    ["unresolved", false, false],
  ]);
  assert.equal(judgeReachability("cloud", []).reachable, true);
});

test("recipes of a proxy are given where one mends it, and lead to where Rollcall listens", () => {
  const recipes = (code: OriginProblem["code"]) =>
    proxyRecipes({ problems: [problem(code)], listensOn: "127.0.0.1:9" });
  assert.deepEqual(recipes("private"), []);
  assert.deepEqual(
    recipes("missing").map(({ name, text }) => [name, text.includes("127.0.0.1:9")]),
    [
      ["Caddy", true],
      ["nginx", true],
      ["Environment", false],
    ],
  );
});
