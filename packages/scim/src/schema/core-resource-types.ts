import { coreGroupSchema } from "./core-group.ts";
import { coreUserSchema } from "./core-user.ts";
import { enterpriseUserSchema } from "./enterprise-user.ts";
import { resourceType } from "./resource-type.ts";

/** Users, who may carry the enterprise extension; requiring it would refuse most clients (AMB-69). */
export const userResourceType = resourceType({
  name: "User",
  endpoint: "/Users",
  description: "People, and programs that sign in like them.",
  schema: coreUserSchema,
  extensions: [{ schema: enterpriseUserSchema, required: false }],
});

/** Groups of users and of other groups. */
export const groupResourceType = resourceType({
  name: "Group",
  endpoint: "/Groups",
  description: "Groups and their members.",
  schema: coreGroupSchema,
});
