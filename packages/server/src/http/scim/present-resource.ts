import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import { projectResource } from "@rollcall/scim/schema/project-attributes.ts";
import type { Projection } from "@rollcall/scim/schema/projection.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { SuppliedAttributes } from "@rollcall/scim/schema/supplied-attributes.ts";

/** A resource to show: its document as text or parsed, and the facts that are appended to it. */
export interface Presentable {
  readonly id: string;
  readonly document?: string;
  readonly resource?: Resource;
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** Ready-made JSON arrays without `$ref`; null or absent when there are none or they were not asked for. */
  readonly groups?: string | null;
  readonly members?: string | null;
}

/** The weak ETag of a version (RFC 7644 section 3.14). */
export function etag(version: number): string {
  return `W/"${version}"`;
}

/** The URI of a resource. */
export function locationOf(baseUrl: string, type: ResourceType, id: string): string {
  return `${baseUrl}${type.endpoint}/${id}`;
}

/**
 * Writes a resource as JSON with `meta`, a user's `groups` and a group's `members`. Without a projection, where the type
 * hides nothing, the stored document is sent as it is and only what is appended is written anew.
 *
 * @param supplied what the client sent in the write that is answered
 */
export function presentResource(
  type: ResourceType,
  baseUrl: string,
  row: Presentable,
  projection: Projection | undefined,
  supplied?: SuppliedAttributes,
): string {
  const meta = {
    resourceType: type.name,
    created: row.createdAt,
    lastModified: row.modifiedAt,
    location: locationOf(baseUrl, type, row.id),
    version: etag(row.version),
  };
  if (projection === undefined && type.shownWhole) {
    const document = row.document ?? JSON.stringify(row.resource);
    const groups = row.groups ? `,"groups":${withReferences(row.groups, baseUrl)}` : "";
    const members = row.members ? `,"members":${withReferences(row.members, baseUrl)}` : "";
    return `${document.slice(0, -1)}${members}${groups},"meta":${JSON.stringify(meta)}}`;
  }
  const resource: Resource = { ...(row.resource ?? (JSON.parse(row.document ?? "{}") as Resource)), meta };
  if (row.groups) resource["groups"] = JSON.parse(withReferences(row.groups, baseUrl)) as JsonValue;
  if (row.members) resource["members"] = JSON.parse(withReferences(row.members, baseUrl)) as JsonValue;
  return JSON.stringify(projectResource(type, resource, projection, supplied));
}

/** An element as PostgreSQL writes it; within a text its quotes have backslashes, so that no text looks like one. */
const elementStart = /\{"value" : "([^"]*)"(?:, "type" : "(User|Group)")?/g;

/** Adds `$ref` to the elements of ready-made `groups` or `members`, by their text: a group may have 100,000. */
function withReferences(json: string, baseUrl: string): string {
  return json.replaceAll(elementStart, (_, value: string, type: string | undefined) => {
    const reference = `{"value":"${value}","$ref":"${baseUrl}/${type === "User" ? "Users" : "Groups"}/${value}"`;
    return type === undefined ? reference : `${reference},"type":"${type}"`;
  });
}
