import assert from "node:assert/strict";
import { test } from "node:test";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from "../urns.ts";
import type { Attribute, AttributeTable } from "./attribute.ts";
import { groupResourceType, userResourceType } from "./core-resource-types.ts";
import { coreUserSchema } from "./core-user.ts";
import { enterpriseUserSchema } from "./enterprise-user.ts";
import { resourceType } from "./resource-type.ts";
import { schema } from "./schema.ts";

/** Writes the characteristics that differ from the defaults, so that a whole schema reads as a short table. */
function summary(table: AttributeTable, prefix = ""): string[] {
  return [...table.values()].flatMap((attribute: Attribute) => {
    const words = [
      attribute.type === "string" ? "" : attribute.type,
      attribute.multiValued ? "multi" : "",
      attribute.required ? "required" : "",
      attribute.caseExact ? "exact" : "",
      attribute.mutability === "readWrite" ? "" : attribute.mutability,
      attribute.returned === "default" ? "" : attribute.returned,
      attribute.uniqueness === "none" ? "" : `unique:${attribute.uniqueness}`,
      attribute.canonicalValues.length === 0 ? "" : `[${attribute.canonicalValues.join(" ")}]`,
      attribute.referenceTypes.length === 0 ? "" : `->${attribute.referenceTypes.join(",")}`,
    ].filter((word) => word !== "");
    const name = prefix + attribute.name;
    return [[name, ...words].join(" "), ...summary(attribute.subAttributes, `${name}.`)];
  });
}

const usual = (name: string, value: string, type: string) => [
  `${name} complex multi`,
  `${name}.value${value}`,
  `${name}.display`,
  `${name}.type${type}`,
  `${name}.primary boolean`,
];

test("a user has the common and core attributes with the corrected characteristics of RFC 7643", () => {
  assert.deepEqual(summary(userResourceType.attributes), [
    "schemas reference multi required always ->uri",
    "id exact readOnly always unique:server",
    "externalId exact",
    "meta complex readOnly",
    "meta.resourceType exact readOnly",
    "meta.created dateTime readOnly",
    "meta.lastModified dateTime readOnly",
    "meta.location reference exact readOnly",
    "meta.version exact readOnly",
    "userName required unique:server",
    "name complex",
    "name.formatted",
    "name.familyName",
    "name.givenName",
    "name.middleName",
    "name.honorificPrefix",
    "name.honorificSuffix",
    "displayName",
    "nickName",
    "profileUrl reference exact ->external",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "active boolean",
    "password writeOnly never",
    ...usual("emails", "", " [work home other]"),
    ...usual("phoneNumbers", "", " [work home mobile fax pager other]"),
    ...usual("ims", "", " [aim gtalk icq xmpp msn skype qq yahoo other]"),
    ...usual("photos", " reference exact ->external", " [photo thumbnail]"),
    "addresses complex multi",
    "addresses.formatted",
    "addresses.streetAddress",
    "addresses.locality",
    "addresses.region",
    "addresses.postalCode",
    "addresses.country",
    "addresses.type [work home other]",
    "addresses.primary boolean",
    "groups complex multi readOnly",
    "groups.value exact readOnly",
    "groups.$ref reference exact readOnly ->Group",
    "groups.display readOnly",
    "groups.type readOnly [direct indirect]",
    ...usual("entitlements", "", ""),
    ...usual("roles", "", ""),
    ...usual("x509Certificates", " binary exact", ""),
  ]);
});

test("the enterprise extension is optional and has the attributes of RFC 7643 section 4.3 (AMB-69)", () => {
  assert.deepEqual(
    userResourceType.extensions.map((extension) => [extension.schema.id, extension.required]),
    [[enterpriseUserUrn, false]],
  );
  assert.deepEqual(summary(enterpriseUserSchema.attributes), [
    "employeeNumber",
    "costCenter",
    "organization",
    "division",
    "department",
    "manager complex",
    "manager.value exact",
    "manager.$ref reference exact ->User",
    "manager.displayName readOnly",
  ]);
});

test("a group needs a name, and what it says about a member cannot be changed (R7643-4.2-01)", () => {
  assert.deepEqual(summary(groupResourceType.schema.attributes), [
    "displayName required",
    "members complex multi",
    "members.value exact immutable",
    "members.$ref reference exact immutable ->User,Group",
    "members.type immutable [User Group]",
    "members.display immutable",
  ]);
});

test("the types stand at their endpoints under their base schemas", () => {
  assert.deepEqual(
    [userResourceType, groupResourceType].map((type) => [type.id, type.name, type.endpoint, type.schema.id]),
    [
      ["User", "User", "/Users", coreUserUrn],
      ["Group", "Group", "/Groups", coreGroupUrn],
    ],
  );
});

test("an extension attribute goes without its URN only where nothing else has its name (AMB-15)", () => {
  const other = schema({
    id: "urn:example:other",
    name: "Other",
    description: "Shares a name with the core and one with the enterprise extension.",
    attributes: ["title", "Department", "badge"].map((name) => ({ name, description: "Text." })),
  });
  const type = resourceType({
    name: "User",
    endpoint: "/Users",
    description: "Users.",
    schema: coreUserSchema,
    extensions: [
      { schema: enterpriseUserSchema, required: false },
      { schema: other, required: false },
    ],
  });
  assert.deepEqual(
    [...type.unqualifiedExtensionAttributes].map(([name, found]) => [name, found.schema.id, found.attribute.name]),
    [
      ["employeenumber", enterpriseUserUrn, "employeeNumber"],
      ["costcenter", enterpriseUserUrn, "costCenter"],
      ["organization", enterpriseUserUrn, "organization"],
      ["division", enterpriseUserUrn, "division"],
      ["manager", enterpriseUserUrn, "manager"],
      ["badge", "urn:example:other", "badge"],
    ],
  );
});
