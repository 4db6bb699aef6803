import { seededRandom } from "../packages/simulator/src/people/seeded-random.ts";
import type { JsonObject } from "../packages/scim/src/resource.ts";
import { coreUserUrn, enterpriseUserUrn } from "../packages/scim/src/urns.ts";

const given =
  "Ada Bela Chloé Dmitri Elif Farid Grete Hana Ivo Jana Kofi Lía Mats Nour Oskar Pia Quinn Rui Siv Tomasz".split(" ");
const family =
  "Abara Brandt Costa Duarte Eriksen Ferrari Goto Hansen Ito Jansen Kaya Lind Moreau Novak Okafor Petrov".split(" ");
const endings =
  " berg da dal er feld gaard holm i in ini ko kov lund man mark ner ov quist ro sen ska son stad ström ta tin ton ura vall veld vic wald well yan zka".split(
    " ",
  );
const departments = ["Engineering", "Finance", "Legal", "Marketing", "Operations", "Research", "Sales", "Support"];

/** The user name of the person with a number. */
export function userNameOf(number: number): string {
  return `person.${number}@example.com`;
}

/** The directory number of the person with a number. */
export function externalIdOf(number: number): string {
  return `00u${String(number).padStart(9, "0")}`;
}

/** The family name of the person with a number: about one in six hundred has the same. */
export function familyNameOf(number: number): string {
  return (personBody(number)["name"] as { familyName: string }).familyName;
}

/** The body that creates the person with a number: about 1.4 KB, the same in every run. */
export function personBody(number: number): JsonObject {
  const random = seededRandom(number);
  const [givenName, familyName] = [random.pick(given), `${random.pick(family)}${random.pick(endings)}`];
  const userName = userNameOf(number);
  const digits = (length: number): string => random.text(length, "0123456789");
  return {
    schemas: [coreUserUrn, enterpriseUserUrn],
    externalId: externalIdOf(number),
    userName,
    active: true,
    name: { formatted: `${givenName} ${familyName}`, givenName, familyName },
    displayName: `${givenName} ${familyName}`,
    nickName: givenName,
    title: `${random.pick(["Senior", "Junior", "Lead"])} ${random.pick(["Analyst", "Engineer", "Planner"])}`,
    preferredLanguage: "en-GB",
    locale: "en-GB",
    timezone: "Europe/Lisbon",
    userType: "Employee",
    emails: [
      { value: userName, type: "work", primary: true },
      { value: `number.${number}@home.example`, type: "home" },
    ],
    phoneNumbers: [
      { value: `+1-555-${digits(4)}`, type: "work" },
      { value: `+1-555-${digits(4)}`, type: "mobile" },
    ],
    addresses: [
      {
        type: "work",
        formatted: `${digits(3)} Example Street, Springfield ${digits(5)}`,
        streetAddress: `${digits(3)} Example Street`,
        locality: "Springfield",
        region: "Example Region",
        postalCode: digits(5),
        country: "PT",
      },
    ],
    [enterpriseUserUrn]: {
      employeeNumber: String(100_000 + number),
      costCenter: `CC-${digits(4)}`,
      organization: "Example Corp",
      division: random.pick(["North", "South", "East", "West"]),
      department: random.pick(departments),
    },
  };
}
