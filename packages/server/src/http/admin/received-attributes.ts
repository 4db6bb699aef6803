import type { receivedAttributeRoutes } from "@rollcall/admin-api/received-attributes.ts";
import { listReceivedAttributes } from "../../storage/read/received-attributes.ts";
import type { HandlersOf } from "./handler.ts";

export const receivedAttributeHandlers: HandlersOf<typeof receivedAttributeRoutes> = {
  listReceivedAttributes: async ({ deps, application }) => ({
    items: await listReceivedAttributes(deps.database.lists, application.organizationId, application.id),
    nextCursor: null,
  }),
};
