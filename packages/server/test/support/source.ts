import assert from "node:assert/strict";
import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, patchOpUrn } from "@rollcall/scim/urns.ts";

/** An answer of the SCIM service with everything that a test may look at. */
export interface SourceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; empty where the answer had none or no JSON. */
  readonly body: JsonObject;
  /** The sentence of a refusal; empty where there is none. */
  readonly detail: string;
}

/** A resource as it was answered. */
export type AnsweredResource = JsonObject & { readonly id: string; readonly meta: JsonObject };

export type Endpoint = "Users" | "Groups";

export interface PatchOperation {
  readonly op: "add" | "remove" | "replace";
  readonly path?: string;
  readonly value?: JsonValue;
}

/** A source as it stands at the other end of the wire: it knows a SCIM base URL and a token. */
export class Source {
  readonly applicationId: string;
  readonly baseUrl: string;
  readonly token: string;

  constructor(application: { readonly id: string; readonly scimBaseUrl: string; readonly bearerToken: string }) {
    this.applicationId = application.id;
    this.baseUrl = application.scimBaseUrl;
    this.token = application.bearerToken;
  }

  /** The same source with another token. */
  withToken(bearerToken: string): Source {
    return new Source({ id: this.applicationId, scimBaseUrl: this.baseUrl, bearerToken });
  }

  /** Sends a request below the base URL; a text goes as it is, everything else as JSON. */
  async send(
    method: string,
    path: string,
    body?: JsonValue | Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<SourceAnswer> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { "content-type": "application/scim+json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsedBody = parsed(text);
    const detail = typeof parsedBody["detail"] === "string" ? parsedBody["detail"] : "";
    return { status: response.status, headers: response.headers, text, body: parsedBody, detail };
  }

  /** Creates a resource that has to be created. */
  async create(endpoint: Endpoint, body: JsonObject): Promise<AnsweredResource> {
    const schemas = [endpoint === "Users" ? coreUserUrn : coreGroupUrn];
    const answer = await this.send("POST", `/${endpoint}`, { schemas, ...body });
    return answered(answer, 201);
  }

  /** Reads a resource that has to be there. */
  async read(endpoint: Endpoint, id: string): Promise<AnsweredResource> {
    return answered(await this.send("GET", `/${endpoint}/${id}`), 200);
  }

  async replace(endpoint: Endpoint, id: string, body: JsonObject): Promise<AnsweredResource> {
    return answered(await this.send("PUT", `/${endpoint}/${id}`, body), 200);
  }

  /** Sends a PATCH and gives whatever was answered. */
  async tryPatch(endpoint: Endpoint, id: string, ...operations: readonly PatchOperation[]): Promise<SourceAnswer> {
    const Operations = operations.map((operation): JsonObject => ({ ...operation }));
    return this.send("PATCH", `/${endpoint}/${id}`, { schemas: [patchOpUrn], Operations });
  }

  /** Changes a resource by a PATCH that has to succeed. */
  async patch(endpoint: Endpoint, id: string, ...operations: readonly PatchOperation[]): Promise<SourceAnswer> {
    const answer = await this.tryPatch(endpoint, id, ...operations);
    assert.ok(answer.status === 200 || answer.status === 204, `PATCH ${endpoint}: ${answer.status} ${answer.text}`);
    return answer;
  }

  async delete(endpoint: Endpoint, id: string): Promise<void> {
    const answer = await this.send("DELETE", `/${endpoint}/${id}`);
    assert.equal(answer.status, 204, answer.text);
  }

  async setActive(id: string, active: boolean): Promise<void> {
    await this.patch("Users", id, { op: "replace", path: "active", value: active });
  }

  async addMembers(groupId: string, ...ids: readonly string[]): Promise<SourceAnswer> {
    return this.patch("Groups", groupId, { op: "add", path: "members", value: ids.map((value) => ({ value })) });
  }

  async removeMembers(groupId: string, ...ids: readonly string[]): Promise<SourceAnswer> {
    const operations = ids.map((id): PatchOperation => ({ op: "remove", path: `members[value eq "${id}"]` }));
    return this.patch("Groups", groupId, ...operations);
  }

  /** The ids of a group's members as SCIM reads them, in order. */
  async memberIds(groupId: string): Promise<string[]> {
    const group = await this.read("Groups", groupId);
    const members = (group["members"] ?? []) as { value: string }[];
    return members.map(({ value }) => value).sort();
  }

  /** The ids of a user's groups as SCIM reads them, in order. */
  async groupIds(userId: string): Promise<string[]> {
    const user = await this.read("Users", userId);
    return ((user["groups"] ?? []) as { value: string }[]).map(({ value }) => value).sort();
  }

  /** Lists by a filter; the answer has to be 200. */
  async find(endpoint: Endpoint, filter: string): Promise<AnsweredResource[]> {
    const answer = await this.send("GET", `/${endpoint}?filter=${encodeURIComponent(filter)}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body["Resources"] as AnsweredResource[];
  }
}

/** The body of a user as a source posts it; `more` adds and replaces. */
export function person(name: string, more: JsonObject = {}): JsonObject {
  const [local = name] = name.split("@");
  const address = name.includes("@") ? name : `${name}@example.com`;
  return {
    userName: address,
    name: { givenName: capital(local), familyName: "Example" },
    displayName: `${capital(local)} Example`,
    emails: [{ value: address, type: "work", primary: true }],
    active: true,
    ...more,
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The version of a resource as a number. */
export function versionOf(resource: JsonObject): number {
  const { version } = resource["meta"] as { version: string };
  const digits = /^W\/"(\d+)"$/.exec(version)?.[1];
  assert.ok(digits !== undefined, `no weak version: ${version}`);
  return Number(digits);
}

export function lastModifiedOf(resource: JsonObject): string {
  return (resource["meta"] as { lastModified: string }).lastModified;
}

function answered(answer: SourceAnswer, status: number): AnsweredResource {
  assert.equal(answer.status, status, answer.text);
  return answer.body as AnsweredResource;
}

function parsed(text: string): JsonObject {
  if (text === "") return {};
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return {};
  }
}
