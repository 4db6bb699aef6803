import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openLog } from "./open-log.ts";

function logged(facts: object): Record<string, unknown> {
  const lines: string[] = [];
  openLog("info", { write: (line) => void lines.push(line) }).error(facts, "something happened");
  assert.equal(lines.length, 1);
  return JSON.parse(lines[0] ?? "") as Record<string, unknown>;
}

describe("the log", () => {
  test("is JSON in lines: level, instant, facts and one sentence", () => {
    const { level, msg, requestId, time } = logged({ requestId: "abc" });
    assert.deepEqual([level, msg, requestId, typeof time], [50, "something happened", "abc", "number"]);
  });

  for (const facts of [
    { authorization: "S3cret" },
    { headers: { authorization: "S3cret", cookie: "S3cret" } },
    { req: { headers: { authorization: "S3cret" } } },
    { user: { password: "S3cret" }, token: "S3cret", apiKey: "S3cret" },
    { config: { databaseUrl: "postgres://rollcall:S3cret@db.example.com/rollcall" } },
  ]) {
    test(`never shows ${JSON.stringify(facts).replaceAll("S3cret", "…")}`, () => {
      assert.doesNotMatch(JSON.stringify(logged(facts)), /S3cret/);
    });
  }

  test("says where an error came from and what PostgreSQL calls it, and not the values of a row", () => {
    const cause = Object.assign(new Error("duplicate key value violates unique constraint"), {
      code: "23505",
      constraint: "directory_users_pkey",
      detail: "Key (user_name)=(ann@example.com) already exists.",
      where: "COPY directory_users, line 1: ann@example.com",
    });
    const { err } = logged({ err: new Error("a write failed", { cause }) }) as { err: Record<string, unknown> };
    assert.match(String(err["stack"]), /open-log\.test/);
    assert.deepEqual((({ code, constraint }) => ({ code, constraint }))(err["cause"] as Record<string, unknown>), {
      code: "23505",
      constraint: "directory_users_pkey",
    });
    assert.doesNotMatch(JSON.stringify(err), /ann@example\.com/);
  });
});
