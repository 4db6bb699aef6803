import { coreGroupUrn } from "../urns.ts";
import { maxMemberIds } from "../patch/member-ids.ts";
import { schema } from "./schema.ts";

/** The core Group schema (RFC 7643 sections 4.2 and 8.7.1, with its errata). */
export const coreGroupSchema = schema({
  id: coreGroupUrn,
  name: "Group",
  description: "A named set of users and of other groups.",
  attributes: [
    { name: "displayName", description: "Name of the group.", required: true },
    {
      name: "members",
      description: "Users and groups in the group.",
      type: "complex",
      multiValued: true,
      mostValues: maxMemberIds,
      subAttributes: [
        { name: "value", description: "Identifier of the member.", caseExact: true, mutability: "immutable" },
        {
          name: "$ref",
          description: "URI of the member.",
          type: "reference",
          mutability: "immutable",
          referenceTypes: ["User", "Group"],
        },
        {
          name: "type",
          description: "Resource type of the member.",
          mutability: "immutable",
          canonicalValues: ["User", "Group"],
        },
        { name: "display", description: "Name to show for the member.", mutability: "immutable" },
      ],
    },
  ],
});
