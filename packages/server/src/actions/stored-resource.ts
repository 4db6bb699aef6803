import type { Resource } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { SuppliedAttributes } from "@rollcall/scim/schema/supplied-attributes.ts";
import type { StoredResource } from "../domain/provisioned-change.ts";
import { takenValues } from "../domain/unique-value.ts";
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
  /** Of a group that is not shown: what its headers say. */
  readonly unshown?: { readonly id: string; readonly version: number } | undefined;
  readonly resourceId: string;
  readonly outcome: "applied" | "unchanged" | "observed" | "held" | "conflict" | "refused";
  readonly reason: string | undefined;
  /** Paths that were received and are not kept. */
  readonly unknown: readonly string[];
  readonly dialects: readonly string[];
  /** What the client sent, where that decides what of the answer is shown. */
  readonly supplied?: SuppliedAttributes | undefined;
}

/** What a write of one kind of resource gives; the action that read the request adds what it noticed. */
export type Written = Omit<WriteResult, "unknown" | "dialects" | "supplied">;

/** Makes a new resource from what was sent: with its id, and `active` unless the source says otherwise. */
export function newStoredResource(type: ResourceType, sent: Resource, id: string, now: string): StoredResource {
  const { schemas = [], ...rest } = sent;
  // Several clients omit `active` on create and mean true (rules.md section 2).
  const active = type.name === "User" && sent["active"] === undefined ? { active: true } : {};
  const resource = { schemas, id, ...rest, ...active };
  return {
    type: type.name,
    resource,
    searchable: searchableCopy(type, resource),
    unique: takenValues(type, resource, undefined),
    id,
    version: 1,
    createdAt: now,
    modifiedAt: now,
  };
}

/** Makes the next version of a stored resource; its searchable copy only where something in it changed. */
export function changedResource(
  type: ResourceType,
  before: { readonly id: string; readonly version: number; readonly createdAt: string; readonly resource: Resource },
  after: Resource,
  now: string,
): { readonly kind: "update"; readonly before: { readonly version: number }; readonly after: StoredResource } {
  const { schemas = [], id: _, ...rest } = after;
  const resource = { schemas, id: before.id, ...rest };
  // A user's `active` is a column.
  const apart = type.name === "User" ? { active: null } : {};
  const searchableChanged = !equalValues({ ...before.resource, ...apart }, { ...resource, ...apart });
  return {
    kind: "update",
    before: { version: before.version },
    after: {
      type: type.name,
      resource,
      searchable: searchableChanged ? searchableCopy(type, resource) : undefined,
      unique: searchableChanged ? takenValues(type, resource, before.resource) : undefined,
      id: before.id,
      version: before.version + 1,
      createdAt: before.createdAt,
      modifiedAt: now,
    },
  };
}
