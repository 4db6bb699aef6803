import type { receivedAttributeRoutes } from "@rollcall/admin-api/received-attributes.ts";
import { keepReceivedAttribute } from "../../actions/keep-received-attribute.ts";
import { compileResourceTypes } from "../../domain/application-schemas.ts";
import { isKeepable, isKept } from "../../domain/keep-attribute.ts";
import { findApplicationSchemas } from "../../storage/read/application-schemas.ts";
import { listReceivedAttributes } from "../../storage/read/received-attributes.ts";
import type { HandlersOf } from "./handler.ts";

export const receivedAttributeHandlers: HandlersOf<typeof receivedAttributeRoutes> = {
  listReceivedAttributes: async ({ deps, application }) => {
    const { organizationId, id } = application;
    const reader = deps.database.lists;
    const types = compileResourceTypes(await findApplicationSchemas(reader, organizationId, id));
    const received = await listReceivedAttributes(reader, organizationId, id);
    // What came before a schema had it was counted then.
    const items = received
      .filter(({ path }) => !types.some((type) => type.name === "User" && isKept(type, path)))
      .map((one) => ({ ...one, keepable: one.type !== "complex" && isKeepable(one.path) }));
    return { items, nextCursor: null };
  },
  keepReceivedAttribute: async ({ deps, application, body }) => {
    const { path: name, type, multiValued = false } = body;
    return { path: await keepReceivedAttribute(deps, application, { name, type, multiValued }) };
  },
};
