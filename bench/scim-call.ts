import type { JsonObject } from "../packages/scim/src/resource.ts";
import { patchOpUrn } from "../packages/scim/src/urns.ts";
import { personBody, userNameOf } from "./person.ts";

/** One SCIM request of the bench and what its answer must be: sent over HTTP, or recorded as statements. */
export interface ScimCall {
  readonly method: "GET" | "POST" | "PATCH";
  readonly type: "User" | "Group";
  /** Undefined for POST. */
  readonly id?: string;
  readonly body?: JsonObject;
  readonly status: 200 | 201 | 204;
  /** Texts that the body of the answer contains. */
  readonly contains: readonly string[];
}

export function createUser(number: number): ScimCall {
  const contains = [`"userName":"${userNameOf(number)}"`, '"active":true', '"meta":'];
  return { method: "POST", type: "User", body: personBody(number), status: 201, contains };
}

export function readUser(id: string): ScimCall {
  return { method: "GET", type: "User", id, status: 200, contains: [`"id":"${id}"`, '"meta":'] };
}

export function setActive(id: string, active: boolean): ScimCall {
  const body = { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "active", value: active }] };
  return { method: "PATCH", type: "User", id, body, status: 200, contains: [`"id":"${id}"`, `"active":${active}`] };
}

/** Adds members to a group; one of more than 100 members is not shown in the answer (204). */
export function addMembers(groupId: string, memberIds: readonly string[], status: 200 | 204 = 204): ScimCall {
  const value = memberIds.map((id) => ({ value: id }));
  const body = { schemas: [patchOpUrn], Operations: [{ op: "add", path: "members", value }] };
  return { method: "PATCH", type: "Group", id: groupId, body, status, contains: [] };
}

/** The path of a call below the SCIM base URL. */
export function pathOf({ type, id }: ScimCall): string {
  return id === undefined ? `/${type}s` : `/${type}s/${id}`;
}
