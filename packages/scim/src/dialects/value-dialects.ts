import type { Dialect } from "./dialect.ts";
import { coreUserUrn, enterpriseUserUrn } from "../urns.ts";

const schemas = [coreUserUrn];
const userName = "ann";

/** Deviations in the values of attributes and in the bodies that create or replace a resource. */
export const valueDialects: readonly Dialect[] = [
  {
    name: "boolean.string",
    description: 'A boolean as text, `"False"`, is read as the boolean (AMB-06). Entra ID deactivates people with it.',
    refusal: { scimType: "invalidValue", expected: "true or false, found text" },
    fixture: { create: { schemas, userName, active: "False" } },
  },
  {
    name: "complex.array-of-one",
    description:
      "An array of one object for a single complex value is unwrapped (AMB-13). Entra ID sends the manager so.",
    refusal: { scimType: "invalidValue", expected: "an object, found an array" },
    fixture: { create: { schemas, userName, [enterpriseUserUrn]: { manager: [{ value: "7f1c" }] } } },
  },
  {
    name: "complex.bare-value",
    description: "Bare text for a complex value is its `value` (AMB-14). Entra ID sends the manager's id so.",
    refusal: { scimType: "invalidValue", expected: "an object, found text" },
    fixture: { create: { schemas, userName, [enterpriseUserUrn]: { manager: "7f1c" } } },
  },
  {
    name: "multi-valued.single-value",
    description: "One value for a list is a list of one.",
    refusal: { scimType: "invalidValue", expected: "an array" },
    fixture: { create: { schemas, userName, emails: { value: "ann@example.com" } } },
  },
  {
    name: "multi-valued.bare-value",
    description: "Bare text in a list of complex values is the `value` of one.",
    refusal: { scimType: "invalidValue", expected: "an array of objects, found text" },
    fixture: { create: { schemas, userName, emails: ["ann@example.com"] } },
  },
  {
    name: "form.country",
    description: 'A country that is no code of ISO 3166-1 alpha-2, `"USA"`, is kept as it was sent (AMB-68).',
    refusal: { scimType: "invalidValue", expected: "a two-letter country code of ISO 3166-1" },
    fixture: { create: { schemas, userName, addresses: [{ country: "USA" }] } },
  },
  {
    name: "form.locale",
    description: "A locale that is no language tag is kept as it was sent (AMB-68).",
    refusal: { scimType: "invalidValue", expected: "a language tag such as de-CH" },
    fixture: { create: { schemas, userName, locale: "German (Switzerland)" } },
  },
  {
    name: "form.preferred-language",
    description: "Preferred languages that are not written as for Accept-Language are kept as they were sent (AMB-68).",
    refusal: { scimType: "invalidValue", expected: "languages as for Accept-Language, such as da, en-GB;q=0.8" },
    fixture: { create: { schemas, userName, preferredLanguage: "Swiss German" } },
  },
  {
    name: "form.time-zone",
    description: "A time zone without an IANA name is kept as it was sent (AMB-68).",
    refusal: { scimType: "invalidValue", expected: "the IANA name of a time zone, such as Europe/Zurich" },
    fixture: { create: { schemas, userName, timezone: "(UTC+01:00) Bern" } },
  },
  {
    name: "form.certificate",
    description:
      "Base64 that does not hold one DER certificate, but a chain or something else, is kept as it was sent.",
    refusal: { scimType: "invalidValue", expected: "one DER certificate in base64" },
    fixture: { create: { schemas, userName, x509Certificates: [{ value: "MIIBAQ==" }] } },
  },
  {
    name: "body.base-schema-container",
    description: "Core attributes inside an object under the base schema's URN are read as if they stood outside.",
    refusal: { scimType: "invalidSyntax", expected: "core attributes outside any object under a URN" },
    fixture: { create: { schemas, userName, [coreUserUrn]: { title: "Dr" } } },
  },
  {
    name: "body.flat-urn-key",
    description:
      "An extension's attribute under its qualified name, `urn:…:User:department`, is put into its container (AMB-12).",
    refusal: { scimType: "invalidSyntax", expected: "an extension's attributes in an object under its URN" },
    fixture: { create: { schemas, userName, [`${enterpriseUserUrn}:department`]: "Lab" } },
  },
  {
    name: "schemas.base-missing",
    description: "A body whose `schemas` lacks the base schema, or has none, is read all the same (AMB-18).",
    refusal: { scimType: "invalidSyntax", expected: "the base schema in schemas" },
    fixture: { create: { userName } },
  },
  {
    name: "schemas.unknown-urn",
    description:
      "URNs in `schemas` that nothing in the body answers to are ignored (AMB-17). Entra ID sends one with every group.",
    refusal: {
      scimType: "invalidSyntax",
      expected: "nothing in schemas but the base schema and extensions that the body carries",
    },
    fixture: { create: { schemas: [...schemas, "urn:example:unknown"], userName } },
  },
];
