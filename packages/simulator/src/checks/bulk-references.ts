import type { JsonObject } from "@rollcall/scim/resource.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { elementsAt, expectAt, expectSameSet } from "../verify/expect.ts";
import { patchBody, type Trial } from "../verify/trial.ts";
import { bulk, createGroup, createUser, expectResult, pathOf } from "./bulk-job.ts";
import type { Check } from "./check.ts";

export const referenceChecks: readonly Check[] = [
  {
    shows: ["R7644-3.7.2-01"],
    needs: ["groups", "Group:members"],
    title: "bulkId in members becomes the id of the new user",
    run: async (trial) => {
      const { results } = await bulk(trial, [createUser(trial, "u1"), createGroup(trial, "g1", ["bulkId:u1"])]);
      await expectMembers(trial, results[1], [results[0]]);
    },
  },
  {
    shows: ["R7644-3.7.2-01"],
    needs: ["groups", "Group:members"],
    title: "bulkId may name an operation that comes later",
    run: async (trial) => {
      const { results } = await bulk(trial, [createGroup(trial, "g1", ["bulkId:u1"]), createUser(trial, "u1")]);
      const of = (bulkId: string) => results.find((result) => result["bulkId"] === bulkId);
      expectResult(of("g1"), "201");
      await expectMembers(trial, of("g1"), [of("u1")]);
    },
  },
  {
    shows: ["R7644-3.7.2-01"],
    needs: ["enterprise", "Enterprise:manager"],
    title: "bulkId in an extension becomes the id of the new user",
    run: async (trial) => {
      const manager = { [enterpriseUserUrn]: { manager: { value: "bulkId:u1" } } };
      const { results } = await bulk(trial, [createUser(trial, "u1"), createUser(trial, "u2", manager)]);
      const user = await trial.read(pathOf(trial, results[1]));
      const id = decodeURIComponent(pathOf(trial, results[0]).split("/").at(-1) ?? "");
      expectAt(user, [enterpriseUserUrn, "manager", "value"], id, true);
    },
  },
  {
    shows: ["R7644-3.7.1-01"],
    needs: ["groups", "Group:members"],
    title: "two groups that name each other are both made, or refused with 409",
    run: async (trial) => {
      const operations = [createGroup(trial, "g1", ["bulkId:g2"]), createGroup(trial, "g2", ["bulkId:g1"])];
      const { results } = await bulk(trial, operations);
      for (const result of results) expectResult(result, "201", "409");
      const [one, other] = results;
      if (one?.["status"] !== "201" || other?.["status"] !== "201") return;
      await expectMembers(trial, one, [other]);
      await expectMembers(trial, other, [one]);
    },
  },
  {
    shows: ["ROWN-15-01"],
    needs: ["groups", "Group:members"],
    title: "a bulkId that no operation has is not kept as a member",
    run: async (trial) => {
      const { results } = await bulk(trial, [createGroup(trial, "g1", ["bulkId:nobody"])]);
      if (String(results[0]?.["status"]) >= "400") return;
      const members = elementsAt(await trial.read(pathOf(trial, results[0])), "members");
      expectSameSet(
        "members.value",
        [],
        members.map(({ value }) => String(value)),
      );
    },
  },
  {
    shows: ["ROWN-15-02"],
    level: "should",
    needs: ["patch"],
    title: "bulkId in a path names the resource that was just made",
    run: async (trial) => {
      const value = trial.name("patched");
      const data = patchBody([{ op: "replace", path: "externalId", value }]);
      const path = `${trial.users}/bulkId:u1`;
      const { results } = await bulk(trial, [createUser(trial, "u1"), { method: "PATCH", path, data }]);
      expectAt(await trial.read(pathOf(trial, results[0])), "externalId", value, true);
    },
  },
];

async function expectMembers(
  trial: Trial,
  group: JsonObject | undefined,
  members: readonly (JsonObject | undefined)[],
): Promise<void> {
  const ids = members.map((member) => decodeURIComponent(pathOf(trial, member).split("/").at(-1) ?? ""));
  const found = elementsAt(await trial.read(pathOf(trial, group)), "members");
  expectSameSet(
    "members.value",
    ids,
    found.map(({ value }) => String(value)),
  );
}
