import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Name } from "./values.ts";

const described = {
  name: Type.String({
    minLength: 1,
    maxLength: 64,
    pattern: "^[A-Za-z][A-Za-z0-9]*$",
    description: "A letter, then letters and digits.",
  }),
  label: Name,
  type: Type.Enum(["string", "boolean", "number", "dateTime"]),
  multiValued: Type.Boolean(),
};

export const DirectoryAttribute = exactly({
  ...described,
  custom: Type.Boolean({ description: "False for the built-in ones." }),
});
export type DirectoryAttribute = Static<typeof DirectoryAttribute>;

export const directoryAttributeRoutes = defineRoutes({
  listDirectoryAttributes: {
    method: "GET",
    path: "/organizations/{organizationId}/directory-attributes",
    summary: "Lists the attributes that directory users and groups can have, the built-in ones first.",
    permission: "read",
    answer: exactly({ users: Type.Array(DirectoryAttribute), groups: Type.Array(DirectoryAttribute) }),
  },
  createDirectoryAttribute: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-attributes",
    summary: "Creates a custom attribute of directory users; at most 100 per organization.",
    permission: "change",
    body: exactly({ ...described, multiValued: Type.Optional(Type.Boolean()) }),
    status: 201,
    answer: DirectoryAttribute,
  },
  changeDirectoryAttribute: {
    method: "PATCH",
    path: "/organizations/{organizationId}/directory-attributes/{directoryAttributeName}",
    summary: "Changes the label of a custom attribute; name and type stay.",
    permission: "change",
    body: exactly({ label: Name }),
    answer: DirectoryAttribute,
  },
  deleteDirectoryAttribute: {
    method: "DELETE",
    path: "/organizations/{organizationId}/directory-attributes/{directoryAttributeName}",
    summary: "Deletes a custom attribute that no mapping fills; values of it go as people are written next.",
    permission: "change",
    status: 204,
  },
});
