import { attributeTable } from "./attribute.ts";

/** The attributes of every resource, which belong to no schema of their own (RFC 7643 section 3.1, R7643-3.1-01). */
export const commonAttributes = attributeTable([
  {
    name: "schemas",
    description: "URNs of the schemas whose attributes the resource carries.",
    type: "reference",
    multiValued: true,
    required: true,
    // URNs compare case-insensitively (RFC 8141 section 3.1), although other references are case exact.
    caseExact: false,
    returned: "always",
    referenceTypes: ["uri"],
  },
  {
    name: "id",
    description: "Identifier that the service provider gave the resource.",
    caseExact: true,
    mutability: "readOnly",
    returned: "always",
    uniqueness: "server",
  },
  { name: "externalId", description: "Identifier that the client knows the resource by.", caseExact: true },
  {
    name: "meta",
    description: "Facts about the resource that the service provider keeps.",
    type: "complex",
    mutability: "readOnly",
    subAttributes: [
      { name: "resourceType", description: "Name of the resource type.", caseExact: true, mutability: "readOnly" },
      { name: "created", description: "When the resource was created.", type: "dateTime", mutability: "readOnly" },
      {
        name: "lastModified",
        description: "When the resource was last changed.",
        type: "dateTime",
        mutability: "readOnly",
      },
      { name: "location", description: "URI of the resource.", type: "reference", mutability: "readOnly" },
      {
        name: "version",
        description: "Version of the resource, a weak ETag.",
        caseExact: true,
        mutability: "readOnly",
      },
    ],
  },
]);
