import type { Resource } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { StoredResource } from "../domain/provisioned-change.ts";
import { searchableCopy } from "../storage/searchable-copy.ts";

/** A resource as an answer shows it: the document, and what is appended to it. */
export interface AnsweredResource {
  readonly id: string;
  readonly resource: Resource;
  /** Of a group: the version of its row and the changes of its memberships together. */
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** Ready-made JSON of a user's `groups`, and of a group's `members`, without `$ref`; null when there are none. */
  readonly groups?: string | null;
  readonly members?: string | null;
}

/** What a SCIM write answers, and what became of it. */
export interface WriteResult {
  /** Undefined after DELETE, and for a group that is too large to be shown after a PATCH. */
  readonly answer: AnsweredResource | undefined;
  readonly resourceId: string;
  readonly outcome: "applied" | "unchanged" | "observed" | "held" | "conflict" | "refused";
  readonly reason: string | undefined;
  /** Paths that were received and are not kept. */
  readonly unknown: readonly string[];
  readonly dialects: readonly string[];
}

/** Makes a new resource from what was sent: with its id, and `active` unless the source says otherwise. */
export function newStoredResource(type: ResourceType, sent: Resource, id: string, now: string): StoredResource {
  const { schemas = [], ...rest } = sent;
  // Several clients omit `active` on create and mean true (rules.md section 2).
  const active = type.attributes.has("active") && sent["active"] === undefined ? { active: true } : {};
  return stored(type, { schemas, id, ...rest, ...active }, { id, version: 1, createdAt: now, modifiedAt: now });
}

/** Makes the next version of a stored resource. */
export function changedResource(
  type: ResourceType,
  before: { readonly id: string; readonly version: number; readonly createdAt: string; readonly resource: Resource },
  after: Resource,
  now: string,
): {
  readonly kind: "update";
  readonly before: { version: number };
  readonly after: StoredResource;
  readonly searchableChanged: boolean;
} {
  const { schemas = [], id: _, ...rest } = after;
  const facts = { id: before.id, version: before.version + 1, createdAt: before.createdAt, modifiedAt: now };
  return {
    kind: "update",
    before: { version: before.version },
    after: stored(type, { schemas, id: before.id, ...rest }, facts),
    searchableChanged: !equalValues({ ...before.resource, active: null }, { ...after, id: before.id, active: null }),
  };
}

function stored(
  type: ResourceType,
  resource: Resource,
  facts: { id: string; version: number; createdAt: string; modifiedAt: string },
): StoredResource {
  return { type: type.name, resource, searchable: searchableCopy(type, resource), ...facts };
}
