import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { bulk } from "./bulk.ts";
import * as discovery from "./discovery.ts";
import { create, patch, read, remove, replace } from "./resources.ts";
import { query, search } from "./search.ts";
import type { ScimHandler } from "./scim-request.ts";

/** One row of the SCIM service: what answers to a method at a path below the SCIM base URL. */
export interface ScimRoute {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly handler: ScimHandler;
  readonly type?: ResourceType;
  /** Readable without a token (R7643-5-02). */
  readonly open?: true;
  /** Of every application alike: another application's token gets 403, not 404. */
  readonly discovery?: true;
  readonly readsBody?: true;
}

const resourceRoutes = (type: ResourceType): readonly ScimRoute[] => [
  { method: "POST", path: type.endpoint, handler: create, type, readsBody: true },
  { method: "GET", path: type.endpoint, handler: query, type },
  { method: "POST", path: `${type.endpoint}/.search`, handler: search, type, readsBody: true },
  { method: "GET", path: `${type.endpoint}/:id`, handler: read, type },
  { method: "PUT", path: `${type.endpoint}/:id`, handler: replace, type, readsBody: true },
  { method: "PATCH", path: `${type.endpoint}/:id`, handler: patch, type, readsBody: true },
  { method: "DELETE", path: `${type.endpoint}/:id`, handler: remove, type },
];

/** All that the SCIM service answers (RFC 7644 section 3.2); a new row is covered by the isolation tests. */
export const scimRoutes: readonly ScimRoute[] = [
  ...resourceRoutes(userResourceType),
  ...resourceRoutes(groupResourceType),
  { method: "POST", path: "/Bulk", handler: bulk, readsBody: true },
  {
    method: "GET",
    path: "/ServiceProviderConfig",
    handler: discovery.serviceProviderConfig,
    open: true,
    discovery: true,
  },
  { method: "GET", path: "/ResourceTypes", handler: discovery.listResourceTypes, discovery: true },
  { method: "GET", path: "/ResourceTypes/:id", handler: discovery.readResourceType, discovery: true },
  { method: "GET", path: "/Schemas", handler: discovery.listSchemas, discovery: true },
  { method: "GET", path: "/Schemas/:id", handler: discovery.readSchema, discovery: true },
];
