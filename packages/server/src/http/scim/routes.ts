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
  /** Of the resources that it is about; `/:endpoint` stands for that of any type which the application has of its own. */
  readonly endpoint?: string;
  /** Readable without a token (R7643-5-02). */
  readonly open?: true;
  /** Of every application alike: another application's token gets 403, not 404. */
  readonly discovery?: true;
  readonly readsBody?: true;
}

const resourceRoutes = (endpoint: string): readonly ScimRoute[] => [
  { method: "POST", path: endpoint, handler: create, endpoint, readsBody: true },
  { method: "GET", path: endpoint, handler: query, endpoint },
  { method: "POST", path: `${endpoint}/.search`, handler: search, endpoint, readsBody: true },
  { method: "GET", path: `${endpoint}/:id`, handler: read, endpoint },
  { method: "PUT", path: `${endpoint}/:id`, handler: replace, endpoint, readsBody: true },
  { method: "PATCH", path: `${endpoint}/:id`, handler: patch, endpoint, readsBody: true },
  { method: "DELETE", path: `${endpoint}/:id`, handler: remove, endpoint },
];

/** The base URL itself: all resource types at once. */
const everyType: readonly ScimRoute[] = [
  { method: "GET", path: "", handler: query },
  { method: "POST", path: "/.search", handler: search, readsBody: true },
];

/** All that the SCIM service answers (RFC 7644 section 3.2); a new row is covered by the isolation tests. */
export const scimRoutes: readonly ScimRoute[] = [
  ...everyType,
  ...resourceRoutes("/Users"),
  ...resourceRoutes("/Groups"),
  ...resourceRoutes("/:endpoint"),
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
