import assert from "node:assert/strict";
import { test } from "node:test";
import { unnamedStatement } from "../../src/storage/database.ts";
import { withServer } from "../support/organization.ts";
import { person, type SourceAnswer } from "../support/source.ts";
import { assertRefused } from "./assert-refused.ts";

const own = withServer({ listMilliseconds: 100 });
const lock = unnamedStatement("lock table provisioned_resources in access exclusive mode");

test("R7644-3.4.2.1-03, AMB-78: a query that takes longer than its budget is refused with tooMany, never guessed", async () => {
  const source = await (await own.organization()).source();
  await source.create("Users", person("ann"));
  const path = `/Users?filter=${encodeURIComponent('displayName co "example" or title pr')}`;
  // Whoever waits for the lock has the time that a query over very many resources has.
  let answer: SourceAnswer | undefined;
  await own.server.database.transaction(async (tx) => {
    await tx.execute(lock, []);
    answer = await source.send("GET", path);
  });
  assert.ok(answer);
  assertRefused(answer, { status: 400, scimType: "tooMany", detail: /use a narrower filter/ });
  assert.equal((await source.send("GET", path)).body["totalResults"], 1);
});
