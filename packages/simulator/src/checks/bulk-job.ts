import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { bulkRequestUrn } from "@rollcall/scim/urns.ts";
import { textAt } from "../scim-answer.ts";
import type { Answer } from "../verify/answer.ts";
import { expectStatus, expectThat, shown } from "../verify/expect.ts";
import type { Trial } from "../verify/trial.ts";

export function bulkBody(operations: readonly JsonValue[], more: JsonObject = {}): JsonObject {
  return { schemas: [bulkRequestUrn], ...more, Operations: [...operations] };
}

/** An operation that creates a user. */
export function createUser(trial: Trial, bulkId: string, more: JsonObject = {}): JsonObject {
  return { method: "POST", path: trial.users, bulkId, data: trial.userBody(more) };
}

export function createGroup(trial: Trial, bulkId: string, members: readonly string[]): JsonObject {
  const list = members.map((value) => ({ value }));
  return {
    method: "POST",
    path: trial.groups,
    bulkId,
    data: trial.groupBody(list.length === 0 ? {} : { members: list }),
  };
}

/** Sends a job and gives the results of its operations; the answer has to be 200. */
export async function bulk(
  trial: Trial,
  operations: readonly JsonValue[],
  more: JsonObject = {},
): Promise<{ readonly answer: Answer; readonly results: readonly JsonObject[] }> {
  const answer = await trial.send("POST", "/Bulk", bulkBody(operations, more));
  expectStatus(answer, 200);
  const found = answer.body?.["Operations"];
  expectThat(Array.isArray(found), "Operations", "an array", shown(found));
  return { answer, results: Array.isArray(found) ? found.filter(isObject) : [] };
}

export function expectResult(result: JsonObject | undefined, ...statuses: readonly string[]): void {
  const found = result?.["status"];
  const holds = typeof found === "string" && statuses.includes(found);
  expectThat(holds, "status of the operation", statuses.map((one) => JSON.stringify(one)).join(" or "), shown(found));
}

/** The path below the base URL of the resource that an operation made or changed. */
export function pathOf(trial: Trial, result: JsonObject | undefined): string {
  const location = textAt(result, "location") ?? "";
  const id = location.slice(location.lastIndexOf("/") + 1);
  return location.includes(trial.groups) ? `${trial.groups}/${id}` : `${trial.users}/${id}`;
}
