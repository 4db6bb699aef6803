import type { Resource } from "../src/resource.ts";
import { coreUserUrn, enterpriseUserUrn } from "../src/urns.ts";

/** A user as a source sends it, about 1.4 KB. */
export const benchUser: Resource = {
  schemas: [coreUserUrn, enterpriseUserUrn],
  externalId: "4f7cf0a2-5e6b-4f0f-9a55-7a2a5b8a31d0",
  userName: "ann.akesson@example.com",
  name: { formatted: "Ann Åkesson", givenName: "Ann", familyName: "Åkesson", honorificPrefix: "Dr" },
  displayName: "Ann Åkesson",
  nickName: "Annie",
  profileUrl: "https://people.example.com/ann.akesson",
  title: "Principal Engineer",
  userType: "Employee",
  preferredLanguage: "sv-SE",
  locale: "sv-SE",
  timezone: "Europe/Stockholm",
  active: true,
  emails: [
    { value: "ann.akesson@example.com", type: "work", primary: true },
    { value: "ann@home.example", type: "home", display: "Private" },
  ],
  phoneNumbers: [
    { value: "+46-555-0100", type: "work" },
    { value: "+46-555-0101", type: "mobile" },
  ],
  addresses: [
    {
      type: "work",
      streetAddress: "100 Example Street",
      locality: "Example Town",
      region: "Example Region",
      postalCode: "91608",
      country: "SE",
      formatted: "100 Example Street\n91608 Example Town",
      primary: true,
    },
  ],
  roles: [{ value: "engineer", display: "Engineer", type: "job", primary: true }],
  entitlements: [{ value: "repository-write" }, { value: "build-start" }],
  [enterpriseUserUrn]: {
    employeeNumber: "701984",
    costCenter: "4130",
    organization: "Example Corp",
    division: "Products",
    department: "Lab",
    manager: { value: "26118915-6090-4610-87e4-49d8ca9f808d", $ref: "../Users/26118915-6090-4610-87e4-49d8ca9f808d" },
  },
};
