import type {
  DirectoryAttribute as Presented,
  directoryAttributeRoutes,
} from "@rollcall/admin-api/directory-attributes.ts";
import { deleteDirectoryAttribute, relabelDirectoryAttribute } from "../../actions/change-directory-attribute.ts";
import { createDirectoryAttribute } from "../../actions/create-directory-attribute.ts";
import {
  type DirectoryAttribute,
  directoryGroupAttributes,
  directoryUserAttributes,
} from "../../domain/directory-attribute.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import type { HandlersOf } from "./handler.ts";

export const directoryAttributeHandlers: HandlersOf<typeof directoryAttributeRoutes> = {
  listDirectoryAttributes: async ({ deps, organizationId }) => {
    const custom = (await listCustomAttributes(deps.database.lists, organizationId)).map(present(true));
    return {
      users: [...directoryUserAttributes.map(present(false)), ...custom],
      groups: [...directoryGroupAttributes.map(present(false)), ...custom],
    };
  },
  createDirectoryAttribute: async ({ deps, organizationId, body }) => {
    const attribute = { ...body, label: body.label.trim(), multiValued: body.multiValued ?? false };
    await createDirectoryAttribute(deps, organizationId, attribute);
    return present(true)(attribute);
  },
  changeDirectoryAttribute: async ({ deps, organizationId, params, body }) =>
    present(true)(await relabelDirectoryAttribute(deps, organizationId, params.directoryAttributeName, body.label)),
  deleteDirectoryAttribute: async ({ deps, organizationId, params }) => {
    await deleteDirectoryAttribute(deps, organizationId, params.directoryAttributeName);
    return undefined;
  },
};

function present(custom: boolean): (attribute: DirectoryAttribute) => Presented {
  return ({ name, label, type, multiValued }) => ({ name, label, type, multiValued, custom });
}
