import type { SourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { allowBasic } from "../../actions/allow-basic.ts";
import { changeMode } from "../../actions/change-mode.ts";
import { createSourceApplication } from "../../actions/create-source-application.ts";
import { deleteSourceApplication } from "../../actions/delete-source-application.ts";
import { renameSourceApplication } from "../../actions/rename-source-application.ts";
import { listDeletedSourceApplications, restoreSourceApplication } from "../../actions/restore-source-application.ts";
import { saveSetup } from "../../actions/save-setup.ts";
import { shareDomains } from "../../actions/save-domains.ts";
import { RollcallError } from "../../domain/errors.ts";
import { listApplicationDomains } from "../../storage/read/domains.ts";
import {
  findSourceApplication,
  listSourceApplications,
  type SourceApplicationFacts,
} from "../../storage/read/source-applications.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";
import { scimBaseUrl } from "./scim-base-url.ts";

export const sourceApplicationHandlers: HandlersOf<typeof sourceApplicationRoutes> = {
  listSourceApplications: async ({ deps, organizationId, query }) => {
    const { after, limit } = listParameters("source-applications", query);
    const page = await listSourceApplications(deps.database.lists, organizationId, after, limit);
    return presentPage("source-applications", page, (application) => present(deps.origin, application));
  },
  createSourceApplication: async ({ deps, organizationId, body }) => {
    const { application, bearerToken } = await createSourceApplication(deps, organizationId, body);
    return { ...application, scimBaseUrl: scimBaseUrl(deps.origin, application.id), bearerToken };
  },
  getSourceApplication: async ({ deps, application }) => present(deps.origin, application),
  changeSourceApplication: async ({ deps, principal, application, body }) => {
    const { organizationId, id } = application;
    if (body.displayName !== undefined) await renameSourceApplication(deps, organizationId, id, body.displayName);
    if (body.mode !== undefined && body.mode !== application.mode) {
      await changeMode(deps, principal, application, body.mode);
    }
    if (body.basicAllowed !== undefined) await allowBasic(deps, organizationId, id, body.basicAllowed);
    if (body.setup !== undefined) await saveSetup(deps, organizationId, id, body.setup.step);
    const changed = await findSourceApplication(deps.database.reader, id);
    if (changed === undefined) throw new RollcallError("source_application.not_found");
    return present(deps.origin, changed);
  },
  deleteSourceApplication: async ({ deps, principal, application, query }) => {
    await deleteSourceApplication(deps, principal, application, { people: query.people ?? "keep" });
    return undefined;
  },
  listDeletedSourceApplications: async ({ deps, organizationId }) => ({
    items: await listDeletedSourceApplications(deps, organizationId),
  }),
  restoreSourceApplication: async ({ deps, organizationId, params }) => {
    await restoreSourceApplication(deps, organizationId, params.deletedSourceApplicationId);
    const restored = await findSourceApplication(deps.database.reader, params.deletedSourceApplicationId);
    if (restored === undefined) throw new RollcallError("source_application.not_found");
    return present(deps.origin, restored);
  },
  getSourceApplicationDomains: async ({ deps, application }) => ({
    domains: await listApplicationDomains(deps.database.lists, application.organizationId, application.id),
  }),
  putSourceApplicationDomains: async ({ deps, application, body }) => ({
    domains: [...(await shareDomains(deps, application.organizationId, application.id, body.domains))],
  }),
};

function present(origin: string, application: SourceApplicationFacts): SourceApplication {
  return { ...application, flags: [...application.flags], scimBaseUrl: scimBaseUrl(origin, application.id) };
}
