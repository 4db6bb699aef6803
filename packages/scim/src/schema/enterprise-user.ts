import { enterpriseUserUrn } from "../urns.ts";
import { schema } from "./schema.ts";

/** The enterprise extension of User (RFC 7643 sections 4.3 and 8.7.1, with its errata). */
export const enterpriseUserSchema = schema({
  id: enterpriseUserUrn,
  name: "EnterpriseUser",
  description: "What an employer knows about a user.",
  attributes: [
    { name: "employeeNumber", description: "Number or code the organization gave the person." },
    { name: "costCenter", description: "Cost center." },
    { name: "organization", description: "Organization." },
    { name: "division", description: "Division." },
    { name: "department", description: "Department." },
    {
      name: "manager",
      description: "Whom the user reports to.",
      type: "complex",
      subAttributes: [
        { name: "value", description: "Identifier of the manager's User resource.", caseExact: true },
        {
          name: "$ref",
          description: "URI of the manager's User resource.",
          type: "reference",
          referenceTypes: ["User"],
        },
        {
          name: "displayName",
          description: "Name of the manager, filled in by the service provider.",
          mutability: "readOnly",
        },
      ],
    },
  ],
});
