import type { DirectoryUserLink } from "@rollcall/admin-api/directory-users.ts";
import type { JsonObject, Resource } from "@rollcall/scim/resource.ts";
import { applyMapping } from "../../domain/apply-mapping.ts";
import { directoryUserAttributes } from "../../domain/directory-attribute.ts";
import type { DirectoryUser } from "../../domain/directory-user.ts";
import { linkDifferences } from "../../domain/link-differences.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import { listDirectoryLinks } from "../../storage/read/directory-links.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { labelsOf } from "./present-values.ts";

/** Lists the links of a person, each with what its source says now and where the directory differs. */
export async function listLinksOfUser(
  deps: AdminDeps,
  organizationId: string,
  user: DirectoryUser,
): Promise<DirectoryUserLink[]> {
  const custom = await listCustomAttributes(deps.database.lists, organizationId);
  const labels = labelsOf([...directoryUserAttributes, ...custom]);
  const links = await listDirectoryLinks(deps.database.lists, organizationId, user.id);
  return Promise.all(
    links.map(async ({ resourceId, document, sourceActive, ...link }): Promise<DirectoryUserLink> => {
      const resource = document === null ? null : (JSON.parse(document) as Resource);
      const open = link.state === "linked" && resource !== null;
      return {
        ...link,
        scimId: resourceId,
        active: link.state !== "linked" ? null : link.owning ? user.sourceActive : sourceActive,
        resource,
        differences: open ? await differences(deps, user, link, resource, labels) : [],
      };
    }),
  );
}

/** Where the directory holds something else than the mapping makes of the resource. */
async function differences(
  deps: AdminDeps,
  user: DirectoryUser,
  link: { readonly sourceApplicationId: string; readonly owning: boolean },
  resource: JsonObject,
  labels: ReadonlyMap<string, string>,
): Promise<DirectoryUserLink["differences"]> {
  const application = await deps.settings.application(link.sourceApplicationId);
  if (application === undefined) return [];
  const mapped = applyMapping(application.mapping.users, resource);
  const precedence = (await deps.settings.organization(application.organizationId))?.precedence;
  return linkDifferences(user, link, mapped, precedence).map((difference) => ({
    ...difference,
    label: labels.get(difference.attribute) ?? difference.attribute,
  }));
}
