import type { JsonObject } from "../packages/scim/src/resource.ts";
import { patchOpUrn } from "../packages/scim/src/urns.ts";
import { personBody, userNameOf } from "./person.ts";

/** One SCIM request of the bench and what its answer must be: sent over HTTP, or recorded as statements. */
export interface ScimCall {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly type: "User" | "Group" | "Bulk";
  /** Undefined for POST and lists. */
  readonly id?: string;
  /** Of the address, with its question mark. */
  readonly query?: string;
  readonly body?: JsonObject;
  /** Any of these will do. */
  readonly status: readonly number[];
  /** Texts that the body of the answer contains. */
  readonly contains: readonly string[];
  /** A text that the body contains exactly so many times. */
  readonly occurs?: { readonly text: string; readonly times: number };
}

/** How the answer names one user, and nothing else does. */
const oneUser = '"userName":';

export function createUser(number: number): ScimCall {
  const contains = [`"userName":"${userNameOf(number)}"`, '"active":true', '"id":"'];
  return { method: "POST", type: "User", body: personBody(number), status: [201], contains };
}

export function readUser(id: string): ScimCall {
  return { method: "GET", type: "User", id, status: [200], contains: [`"id":"${id}"`, oneUser] };
}

/** Looks users up by a filter that finds exactly one of them, or nobody. */
export function findUser(filter: string, found: { readonly id: string } | undefined): ScimCall {
  return {
    method: "GET",
    type: "User",
    query: `?filter=${encodeURIComponent(filter)}`,
    status: [200],
    contains: found === undefined ? ['"totalResults":0'] : ['"totalResults":1', `"id":"${found.id}"`],
  };
}

/** Asks for a page that has `users` users, or at least one where it is not known how many. */
export function listUsers(parameters: Readonly<Record<string, string>>, users?: number): ScimCall {
  return {
    method: "GET",
    type: "User",
    query: `?${new URLSearchParams(parameters).toString()}`,
    status: [200],
    contains: ['"totalResults":', oneUser],
    ...(users === undefined ? {} : { occurs: { text: oneUser, times: users } }),
  };
}

export function setActive(id: string, active: boolean): ScimCall {
  const contains = [`"id":"${id}"`, `"active":${active}`];
  return patch("User", id, [{ op: "replace", path: "active", value: active }], contains);
}

export function replaceUser({ id, number }: { id: string; number: number }, title: string): ScimCall {
  const body = { ...personBody(number), id, title };
  const contains = [`"id":"${id}"`, `"title":"${title}"`];
  return { method: "PUT", type: "User", id, body, status: [200], contains };
}

export function deleteUser(id: string): ScimCall {
  return { method: "DELETE", type: "User", id, status: [204, 200], contains: [] };
}

export function createGroup(displayName: string): ScimCall {
  const body = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName };
  return { method: "POST", type: "Group", body, status: [201], contains: [`"displayName":"${displayName}"`, '"id":"'] };
}

/** Reads a group without its members, or with all of them, among whom the ones given are looked for. */
export function readGroup(id: string, members: readonly string[] | undefined): ScimCall {
  const shown = (members ?? []).map((one) => `"value":"${one}"`);
  return {
    method: "GET",
    type: "Group",
    id,
    query: members === undefined ? "?excludedAttributes=members" : "",
    status: [200],
    contains: [`"id":"${id}"`, ...shown],
  };
}

/** Adds members to a group; where it has more than 100 members the answer shows none (204). */
export function addMembers(groupId: string, memberIds: readonly string[]): ScimCall {
  const value = memberIds.map((id) => ({ value: id }));
  return patch("Group", groupId, [{ op: "add", path: "members", value }]);
}

export function removeMember(groupId: string, memberId: string): ScimCall {
  return patch("Group", groupId, [{ op: "remove", path: `members[value eq "${memberId}"]` }]);
}

/** A PATCH with the operations given. */
export function patch(
  type: "User" | "Group",
  id: string,
  operations: readonly JsonObject[],
  contains: readonly string[] = [],
): ScimCall {
  const body = { schemas: [patchOpUrn], Operations: [...operations] };
  return { method: "PATCH", type, id, body, status: type === "User" ? [200] : [200, 204], contains };
}

/** Creates people by one Bulk request. */
export function createInBulk(numbers: readonly number[]): ScimCall {
  const Operations = numbers.map((number) => ({
    method: "POST",
    path: "/Users",
    bulkId: `b${number}`,
    data: personBody(number),
  }));
  return {
    method: "POST",
    type: "Bulk",
    body: { schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], Operations },
    status: [200],
    contains: [],
    occurs: { text: '"status":"201"', times: numbers.length },
  };
}

/** The path of a call below the SCIM base URL. */
export function pathOf({ type, id, query = "" }: ScimCall): string {
  const place = type === "Bulk" ? "/Bulk" : `/${type}s`;
  return `${place}${id === undefined ? "" : `/${id}`}${query}`;
}
