import type { JsonObject } from "@rollcall/scim/resource.ts";
import { bulkRequestUrn, errorUrn } from "@rollcall/scim/urns.ts";
import {
  elementsAt,
  expectErrorBody,
  expectRefused,
  expectSameSet,
  expectStatus,
  expectThat,
  shown,
  valueAt,
} from "../verify/expect.ts";
import type { Trial } from "../verify/trial.ts";
import { bulk, bulkBody, createUser, expectResult } from "./bulk-job.ts";
import type { Check } from "./check.ts";

export const failureChecks: readonly Check[] = [
  {
    shows: ["R7644-3.7-04", "R7644-3.7.3-02"],
    title: "an operation that fails has its status and an Error as its response",
    run: async (trial) => {
      const { results } = await bulk(trial, [{ method: "DELETE", path: `${trial.users}/${trial.name("nobody")}` }]);
      expectResult(results[0], "404");
      const schemas = valueAt(results[0], "response.schemas");
      const named = Array.isArray(schemas) && schemas.includes(errorUrn);
      expectThat(named, "response.schemas", JSON.stringify([errorUrn]), shown(schemas));
    },
  },
  {
    shows: ["R7644-3.7-03", "R7644-3.7-06"],
    title: "without failOnErrors the others are carried out, whatever fails",
    run: async (trial) => {
      const { results } = await bulk(trial, [
        { method: "DELETE", path: `${trial.users}/${trial.name("nobody")}` },
        createUser(trial, "u1"),
      ]);
      expectThat(results.length === 2, "Operations", "2 results", `${results.length}`);
      expectResult(
        results.find((result) => result["bulkId"] === "u1"),
        "201",
      );
    },
  },
  {
    shows: ["R7644-3.7-03", "R7644-3.7.3-01"],
    title: "failOnErrors 1 stops at the first failure and reports what was done",
    run: async (trial) => {
      const nobody = { method: "DELETE", path: `${trial.users}/${trial.name("nobody")}` };
      const late = createUser(trial, "u2");
      const operations = [createUser(trial, "u1"), nobody, late];
      const { results } = await bulk(trial, operations, { failOnErrors: 1 });
      expectThat(results.length === 2, "Operations", "2 results", `${results.length}`);
      if (trial.claims.missing.has("filter")) return;
      const filter = `userName eq "${String(valueAt(late, "data.userName"))}"`;
      expectSameSet("users of the operation after", [], (await trial.list(trial.users, { filter })).ids);
    },
  },
  {
    shows: ["R7644-3.3-10", "R7644-3.12-03"],
    title: "a user name that is taken fails with 409 in a job too",
    run: async (trial) => {
      const { resource } = await trial.user();
      const { results } = await bulk(trial, [createUser(trial, "u1", { userName: String(resource["userName"]) })]);
      expectResult(results[0], "409");
    },
  },
  {
    shows: ["R7644-3.7-04", "ROWN-15-01"],
    title: "a create without a bulkId is refused",
    run: async (trial) => {
      const { bulkId: _, ...operation } = createUser(trial, "u1");
      await expectFailure(trial, [operation]);
    },
  },
  {
    shows: ["ROWN-15-01"],
    title: "an operation of a method that jobs do not have fails",
    run: async (trial) => expectFailure(trial, [{ method: "GET", path: trial.users, bulkId: "g" }]),
  },
  {
    shows: ["ROWN-15-01"],
    title: "an operation at an endpoint that does not exist fails",
    run: async (trial) =>
      expectFailure(trial, [
        { method: "POST", path: `/${trial.name("Nothing")}`, bulkId: "n", data: trial.userBody() },
      ]),
  },
  {
    shows: ["ROWN-15-01"],
    level: "should",
    title: "two operations of the same bulkId are refused",
    run: async (trial) => expectFailure(trial, [createUser(trial, "u1"), createUser(trial, "u1")]),
  },
  {
    shows: ["R7644-3.12-02", "R7644-3.7-04"],
    title: "a job without Operations is refused with 400",
    run: async (trial) => {
      const answer = await trial.send("POST", "/Bulk", { schemas: [bulkRequestUrn] });
      expectRefused(answer, 400);
      expectErrorBody(answer);
    },
  },
];

/** The job is refused as a whole, or one of its operations fails. */
async function expectFailure(trial: Trial, operations: readonly JsonObject[]): Promise<void> {
  const answer = await trial.send("POST", "/Bulk", bulkBody(operations));
  if (answer.status === 400) return;
  expectStatus(answer, 200);
  const results = elementsAt(answer.body, "Operations").map((result) => String(result["status"]));
  const failed = results.some((status) => status >= "400" && status < "500");
  expectThat(failed, "status of the operations", "at least one 4xx, or 400 for the job", results.join(", ") || "none");
}
