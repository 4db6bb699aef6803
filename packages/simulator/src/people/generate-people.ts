import { type NameTradition, nameTraditions } from "./names.ts";
import type { PeopleGroup, Person } from "./person.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";

export const departments = [
  "Engineering",
  "Finance",
  "Legal",
  "Marketing",
  "Operations",
  "People",
  "Research",
  "Sales",
  "Security",
  "Support",
] as const;

const titles = ["Analyst", "Coordinator", "Engineer", "Planner", "Researcher", "Specialist", "Technician"] as const;
const projects = ["Albatross", "Brèche", "Condor", "Dorade", "Eider", "Falke", "Grå hegre", "Heron", "Ibis", "Журавль"];

export interface PeopleOptions {
  readonly count: number;
  /** The same seed gives the same people. */
  readonly seed: number;
  /** The domain of user names and e-mail addresses, e.g. `example.com`. */
  readonly domain: string;
  /** Makes the source's own id for somebody, in the form the source uses. */
  readonly key: (random: SeededRandom) => string;
}

/**
 * Makes people of many languages: the first leads, the next ten head a department each, everybody else reports to
 * somebody before them in their department. User names are unique and made of Latin letters.
 */
export function generatePeople(options: PeopleOptions): Person[] {
  const random = seededRandom(options.seed);
  const taken = new Set<string>();
  const people: Person[] = [];
  const byDepartment = new Map<string, Person[]>(departments.map((department) => [department, []]));
  for (let index = 0; index < options.count; index += 1) {
    const department = departments[(index === 0 ? 0 : index - 1) % departments.length] ?? departments[0];
    const colleagues = byDepartment.get(department) ?? [];
    const manager = index <= departments.length ? people[0] : random.pick(colleagues.slice(0, 3));
    const person = makePerson(random, options, taken, {
      index,
      department,
      manager,
    });
    people.push(person);
    if (index > 0) colleagues.push(person);
  }
  return people;
}

interface Place {
  readonly index: number;
  readonly department: string;
  readonly manager: Person | undefined;
}

function makePerson(random: SeededRandom, options: PeopleOptions, taken: Set<string>, place: Place): Person {
  const tradition = random.pick(nameTraditions);
  const [givenName, givenLatin] = random.pick(tradition.given);
  const [familyName, familyLatin] = random.pick(tradition.family);
  const userName = `${freeLocalPart(`${givenLatin}.${familyLatin}`, taken)}@${options.domain}`;
  return {
    key: options.key(random),
    userName,
    email: userName,
    givenName,
    familyName,
    displayName: writeFullName(tradition, givenName, familyName),
    locale: tradition.language,
    title: titleOf(random, place),
    department: place.department,
    employeeNumber: String(100_000 + place.index),
    mobile: `+1-555-${String(random.integer(10_000)).padStart(4, "0")}`,
    managerKey: place.manager?.key,
    access: "assigned",
  };
}

function titleOf(random: SeededRandom, { index, department }: Place): string {
  if (index === 0) return "Chief Executive";
  return index <= departments.length ? `Head of ${department}` : random.pick(titles);
}

/** Writes a full name in the order of its language. */
function writeFullName(tradition: NameTradition, givenName: string, familyName: string): string {
  const [first, second] = tradition.familyFirst ? [familyName, givenName] : [givenName, familyName];
  return `${first}${tradition.between}${second}`;
}

function freeLocalPart(wanted: string, taken: Set<string>): string {
  let candidate = wanted;
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${wanted}${number}`;
  taken.add(candidate);
  return candidate;
}

export interface GroupOptions {
  readonly count: number;
  readonly seed: number;
  readonly key: (random: SeededRandom) => string;
}

/**
 * Makes groups of people: the first holds everybody, the next ten one department each, the others somewhere between
 * five people and a fifth of all. Names are unique.
 */
export function generateGroups(people: readonly Person[], options: GroupOptions): PeopleGroup[] {
  const random = seededRandom(options.seed);
  return Array.from({ length: options.count }, (_, index) => ({
    key: options.key(random),
    displayName: groupName(index),
    department: departments[index - 1],
    memberKeys: new Set(groupMembers(random, people, index).map((person) => person.key)),
  }));
}

function groupName(index: number): string {
  if (index === 0) return "Everybody";
  const department = departments[index - 1];
  if (department !== undefined) return `Department: ${department}`;
  const number = index - 1 - departments.length;
  const round = Math.floor(number / projects.length);
  return `Project ${projects[number % projects.length]}${round === 0 ? "" : ` ${round + 1}`}`;
}

function groupMembers(random: SeededRandom, people: readonly Person[], index: number): Person[] {
  if (index === 0) return [...people];
  const department = departments[index - 1];
  if (department !== undefined) return people.filter((person) => person.department === department);
  const size = Math.min(people.length, 5 + random.integer(Math.ceil(people.length / 5)));
  const rest = [...people];
  return Array.from({ length: size }, () => rest.splice(random.integer(rest.length), 1)).flat();
}
