import { coreUserUrn } from "../urns.ts";
import type { AttributeDefinition } from "./attribute.ts";
import { schema } from "./schema.ts";

const display: AttributeDefinition = { name: "display", description: "Text to show for this value." };
const primary: AttributeDefinition = {
  name: "primary",
  description: "Marks the preferred value; at most one value is marked.",
  type: "boolean",
};

/** Defines a multi-valued attribute with the usual sub-attributes of RFC 7643 section 2.4. */
function values(
  name: string,
  description: string,
  value: Omit<AttributeDefinition, "name">,
  canonicalTypes: readonly string[] = [],
): AttributeDefinition {
  return {
    name,
    description,
    type: "complex",
    multiValued: true,
    subAttributes: [
      { ...value, name: "value" },
      display,
      { name: "type", description: "What the value is for.", canonicalValues: canonicalTypes },
      primary,
    ],
  };
}

/** The core User schema (RFC 7643 sections 4.1 and 8.7.1, with its errata). */
export const coreUserSchema = schema({
  id: coreUserUrn,
  name: "User",
  description: "Somebody, or something, that signs in.",
  attributes: [
    {
      name: "userName",
      description: "Name the user signs in with; no two users share one.",
      required: true,
      uniqueness: "server",
    },
    {
      name: "name",
      description: "The user's name in its parts.",
      type: "complex",
      subAttributes: [
        { name: "formatted", description: "The whole name as it is written." },
        { name: "familyName", description: "Family name." },
        { name: "givenName", description: "Given name." },
        { name: "middleName", description: "Middle names." },
        { name: "honorificPrefix", description: "Title in front of the name." },
        { name: "honorificSuffix", description: "Suffix after the name." },
      ],
    },
    { name: "displayName", description: "Name to show for the user." },
    { name: "nickName", description: "What the user is called in person; not the sign-in name." },
    {
      name: "profileUrl",
      description: "Address of a page about the user.",
      type: "reference",
      referenceTypes: ["external"],
    },
    { name: "title", description: "Job title." },
    { name: "userType", description: "How the user stands to the organization, in free words." },
    {
      name: "preferredLanguage",
      description: "Languages the user prefers, written as for Accept-Language.",
      form: "languages",
    },
    { name: "locale", description: "Language tag that decides how dates and numbers are shown.", form: "locale" },
    { name: "timezone", description: "Time zone by its IANA name.", form: "timeZone" },
    { name: "active", description: "Whether the user may sign in and work.", type: "boolean" },
    {
      name: "password",
      description: "Password in clear text; accepted and never kept or returned.",
      mutability: "writeOnly",
      returned: "never",
      stored: false,
    },
    values("emails", "E-mail addresses.", { description: "An e-mail address." }, ["work", "home", "other"]),
    values("phoneNumbers", "Telephone numbers.", { description: "A telephone number.", form: "telephone" }, [
      "work",
      "home",
      "mobile",
      "fax",
      "pager",
      "other",
    ]),
    values(
      "ims",
      "Addresses for instant messages.",
      { description: "An instant messaging address.", form: "messenger" },
      ["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo", "other"],
    ),
    values(
      "photos",
      "Pictures of the user.",
      { description: "Address of an image file.", type: "reference", referenceTypes: ["external"] },
      ["photo", "thumbnail"],
    ),
    {
      name: "addresses",
      description: "Postal addresses.",
      type: "complex",
      multiValued: true,
      subAttributes: [
        { name: "formatted", description: "The whole address as it goes on an envelope." },
        { name: "streetAddress", description: "Street, house number and what else comes before the town." },
        { name: "locality", description: "Town or city." },
        { name: "region", description: "State, province or region." },
        { name: "postalCode", description: "Postal code." },
        { name: "country", description: "Country as a two-letter ISO 3166-1 code.", form: "country" },
        { name: "type", description: "What the address is for.", canonicalValues: ["work", "home", "other"] },
        primary,
      ],
    },
    {
      name: "groups",
      description: "Groups that the user is a member of; changed through the groups.",
      type: "complex",
      multiValued: true,
      mutability: "readOnly",
      subAttributes: [
        { name: "value", description: "Identifier of the group.", caseExact: true, mutability: "readOnly" },
        {
          name: "$ref",
          description: "URI of the group.",
          type: "reference",
          mutability: "readOnly",
          referenceTypes: ["Group"],
        },
        { name: "display", description: "Name of the group.", mutability: "readOnly" },
        {
          name: "type",
          description: "Whether the user is a member itself or through another group.",
          mutability: "readOnly",
          canonicalValues: ["direct", "indirect"],
        },
      ],
    },
    values("entitlements", "What the user is entitled to.", { description: "An entitlement." }),
    values("roles", "Roles the user has.", { description: "A role." }),
    values("x509Certificates", "Certificates issued to the user.", {
      description: "One DER certificate in base64.",
      type: "binary",
      form: "certificate",
    }),
  ],
});
