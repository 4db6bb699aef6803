import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startTestServer } from "../support/server.ts";
import { readConversations, recordedClients } from "./conversation.ts";
import { expectedFailure, expectedFailures } from "./expected-failures.ts";
import { replayStep, startCaptures } from "./replay.ts";

const counts = { passed: 0, failed: 0, skipped: 0 };

// A token of the right shape that was never issued stands for one that has expired: a source is told neither.
const neverIssued = "expired-token";

describe("recorded conversations", () => {
  let server: Awaited<ReturnType<typeof startTestServer>>;
  before(async () => {
    server = await startTestServer();
  });
  after(async () => {
    await server.close();
    console.log(
      `conversations: ${counts.passed} steps passed, ${counts.failed} failed, ${counts.skipped} skipped` +
        " (skipped: played, and known not to pass, with a reason in expected-failures.ts)",
    );
  });

  for (const client of recordedClients()) {
    for (const { scenario, steps } of readConversations(client)) {
      test(`${client} ${scenario}: ${steps.length} steps in a fresh source application`, async (t) => {
        const application = await server.createSourceApplication(`${client} ${scenario}`);
        const other = await server.createSourceApplication(`other than ${client} ${scenario}`);
        const captures = startCaptures({
          token: application.bearerToken,
          otherTenantToken: other.bearerToken,
          expiredToken: neverIssued,
        });
        for (const step of steps) {
          const { method, path } = step.request;
          await t.test(`step ${step.step}: ${method} ${path.slice(0, 120)}`, async (stepTest) => {
            const problems = await replayStep(step, application.scimBaseUrl, captures).catch((error: unknown) => [
              String(error),
            ]);
            const reason = expectedFailure(client, scenario, step.step);
            if (reason !== undefined && problems.length > 0) {
              counts.skipped += 1;
              stepTest.skip(reason);
              return;
            }
            if (problems.length > 0 || reason !== undefined) counts.failed += 1;
            else counts.passed += 1;
            assert.deepEqual(problems, []);
            assert.equal(reason, undefined, "this step passes: take it from the list of expected failures");
          });
        }
      });
    }
  }

  test("the list of expected failures names steps that are recorded, with a reason each", () => {
    for (const { client, scenario, steps, reason } of expectedFailures) {
      const recorded = readConversations(client).find((conversation) => conversation.scenario === scenario);
      assert.ok(recorded, `${client} ${scenario}`);
      for (const step of steps) assert.ok(recorded.steps[step - 1], `${client} ${scenario} ${step}`);
      assert.notEqual(reason, "");
    }
  });
});
