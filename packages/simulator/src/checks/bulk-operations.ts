import { bulkResponseUrn } from "@rollcall/scim/urns.ts";
import { textAt } from "../scim-answer.ts";
import {
  expectAt,
  expectRefused,
  expectSameOrder,
  expectSameSet,
  expectStatus,
  expectThat,
  shown,
  valueAt,
} from "../verify/expect.ts";
import { patchBody } from "../verify/trial.ts";
import { bulk, createUser, expectResult, pathOf } from "./bulk-job.ts";
import type { Check } from "./check.ts";

const createChecks: readonly Check[] = [
  {
    shows: ["R7644-3.7-02", "R7644-3.7-05"],
    title: "a job is answered 200 with a BulkResponse",
    run: async (trial) => {
      const { answer } = await bulk(trial, [createUser(trial, "u1")]);
      const schemas = valueAt(answer.body, "schemas");
      const named = Array.isArray(schemas) && schemas.includes(bulkResponseUrn);
      expectThat(named, "schemas", JSON.stringify([bulkResponseUrn]), shown(schemas));
    },
  },
  {
    shows: ["R7644-3.7-04", "AMB-73"],
    title: "a create has the status 201 as a text, its bulkId and its method",
    run: async (trial) => {
      const { results } = await bulk(trial, [createUser(trial, "u1")]);
      expectResult(results[0], "201");
      expectAt(results[0], "bulkId", "u1", true);
      expectAt(results[0], "method", "POST");
    },
  },
  {
    shows: ["R7644-3.7-04", "R7644-3.3-09"],
    title: "a create has the location of the new user, where it can be read",
    run: async (trial) => {
      const operation = createUser(trial, "u1");
      const { results } = await bulk(trial, [operation]);
      const user = await trial.read(pathOf(trial, results[0]));
      expectAt(user, "userName", String(valueAt(operation, "data.userName")));
    },
  },
  {
    shows: ["R7644-3.7.3-01"],
    title: "each operation has its result",
    run: async (trial) => {
      const operations = ["u1", "u2", "u3"].map((bulkId) => createUser(trial, bulkId));
      const { results } = await bulk(trial, operations);
      const bulkIds = results.map((result) => String(result["bulkId"]));
      expectSameSet("bulkId", ["u1", "u2", "u3"], bulkIds);
    },
  },
  {
    shows: ["AMB-74", "R7644-3.7-07"],
    level: "should",
    title: "the results are in the order of the operations",
    run: async (trial) => {
      const operations = ["u1", "u2", "u3"].map((bulkId) => createUser(trial, bulkId));
      const { results } = await bulk(trial, operations);
      expectSameOrder(
        "bulkId",
        ["u1", "u2", "u3"],
        results.map((result) => String(result["bulkId"])),
      );
    },
  },
];

const changeChecks: readonly Check[] = [
  {
    shows: ["R7644-3.7-04"],
    title: "a PUT in a job replaces the user",
    run: async (trial) => {
      const body = trial.userBody();
      const made = await trial.create(trial.users, body);
      const data = { ...body, externalId: trial.name("put") };
      const { results } = await bulk(trial, [{ method: "PUT", path: made.path, data }]);
      expectResult(results[0], "200");
      expectAt(await trial.read(made.path), "externalId", data.externalId, true);
    },
  },
  {
    shows: ["R7644-3.7-04"],
    needs: ["patch"],
    title: "a PATCH in a job changes the user",
    run: async (trial) => {
      const made = await trial.user();
      const value = trial.name("patched");
      const data = patchBody([{ op: "replace", path: "externalId", value }]);
      const { results } = await bulk(trial, [{ method: "PATCH", path: made.path, data }]);
      expectResult(results[0], "200", "204");
      expectAt(await trial.read(made.path), "externalId", value, true);
    },
  },
  {
    shows: ["R7644-3.7-04", "R7644-3.6-04"],
    title: "a DELETE in a job deletes the user, with the status 204",
    run: async (trial) => {
      const made = await trial.user();
      const { results } = await bulk(trial, [{ method: "DELETE", path: made.path }]);
      expectResult(results[0], "204");
      expectRefused(await trial.get(made.path), 404);
    },
  },
  {
    shows: ["R7644-3.7-04"],
    title: "a PUT has the location of the user it replaced",
    run: async (trial) => {
      const body = trial.userBody();
      const made = await trial.create(trial.users, body);
      const { results } = await bulk(trial, [{ method: "PUT", path: made.path, data: body }]);
      const location = textAt(results[0], "location") ?? "nothing";
      expectThat(location.endsWith(made.path), "location", `a URI that ends in ${made.path}`, location);
    },
  },
  {
    shows: ["R7644-3.7-04", "AMB-39"],
    needs: ["etag"],
    title: "an operation with an old version is refused with 412",
    run: async (trial) => {
      const body = trial.userBody();
      const made = await trial.create(trial.users, body);
      const version = (await trial.get(made.path)).headers.get("etag") ?? "";
      expectStatus(await trial.send("PUT", made.path, { ...body, externalId: trial.name("v2") }), 200);
      const { results } = await bulk(trial, [{ method: "PUT", path: made.path, version, data: body }]);
      expectResult(results[0], "412");
    },
  },
];

export const operationChecks: readonly Check[] = [...createChecks, ...changeChecks];
