import type { callLimitRoutes } from "@rollcall/admin-api/call-limits.ts";
import { saveCallLimit } from "../../actions/save-call-limit.ts";
import { defaultCallLimit } from "../../domain/call-limit.ts";
import { findCallLimit } from "../../storage/read/source-applications.ts";
import type { HandlersOf } from "./handler.ts";

export const callLimitHandlers: HandlersOf<typeof callLimitRoutes> = {
  getCallLimit: async ({ deps, application: { organizationId, id } }) => ({
    ...defaultCallLimit,
    ...(await findCallLimit(deps.database.lists, organizationId, id)),
  }),
  putCallLimit: async ({ deps, application, body }) => {
    await saveCallLimit(deps, application, body);
    return body;
  },
};
