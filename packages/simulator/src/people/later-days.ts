import type { Source } from "../scenarios/source-client.ts";
import { departments } from "./generate-people.ts";
import type { PeopleGroup, Person } from "./person.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";

/** One day of a source: what it is about, and what the source holds at its end. */
export interface Day {
  readonly title: string;
  readonly source: Source;
}

/**
 * What becomes of a source after its first day: movers (new titles, departments, family names, a renamed group, other
 * members), then leavers (disabled, unassigned, deleted, a deleted group). About a tenth of the people move and a
 * twentieth leave, at least one in each way where there are enough. The same seed gives the same days.
 */
export function laterDays(source: Source, seed: number): Day[] {
  const random = seededRandom(seed);
  const moved = moversOf(source, random);
  return [
    { title: "Changes", source: moved },
    { title: "Leavers", source: leaversOf(moved, random) },
  ];
}

type Change = (person: Person) => Person;

function moversOf(source: Source, random: SeededRandom): Source {
  const changes: readonly Change[] = [
    (person) => ({ ...person, title: `Senior ${person.title}` }),
    (person) => ({ ...person, department: random.pick(departments) }),
    marry,
  ];
  const movers = choose(random, source.people, Math.max(changes.length, Math.ceil(source.people.length / 10)));
  const changeOf = new Map(movers.map((person, index) => [person.key, changes[index % changes.length]]));
  const people = source.people.map((person) => changeOf.get(person.key)?.(person) ?? person);
  const last = source.groups.length - 1;
  const groups = source.groups.map((group, index) => {
    const renamed = index === last ? { ...group, displayName: `${group.displayName} (second phase)` } : group;
    return changeMembers(renamed, people, random);
  });
  return { people, groups };
}

/** A new family name, with the user name and e-mail address that follow from it. */
function marry(person: Person): Person {
  const [localPart = "", domain = ""] = person.userName.split("@");
  const userName = `${localPart}-grunwald@${domain}`;
  const familyName = `${person.familyName}-Grunwald`;
  return { ...person, familyName, userName, email: userName, displayName: `${person.givenName} ${familyName}` };
}

/** A group of a department follows the department; of any other about a tenth of the members changes. */
function changeMembers(group: PeopleGroup, people: readonly Person[], random: SeededRandom): PeopleGroup {
  if (group.department !== undefined) {
    const inside = people.filter(({ department }) => department === group.department);
    return { ...group, memberKeys: new Set(inside.map(({ key }) => key)) };
  }
  const members = [...group.memberKeys];
  const outside = people.filter(({ key }) => !group.memberKeys.has(key));
  const count = Math.ceil(members.length / 10);
  const gone = new Set(choose(random, members, count));
  const come = choose(random, outside, count).map(({ key }) => key);
  return { ...group, memberKeys: new Set([...members.filter((key) => !gone.has(key)), ...come]) };
}

function leaversOf(source: Source, random: SeededRandom): Source {
  const count = Math.max(3, Math.ceil(source.people.length / 20));
  // Nobody's manager leaves: what a source makes of that is not what this is about.
  const managers = new Set(source.people.map(({ managerKey }) => managerKey));
  const leavers = choose(
    random,
    source.people.filter(({ key }) => !managers.has(key)),
    count,
  );
  const access = ["disabled", "unassigned"] as const;
  const accessOf = new Map(leavers.map(({ key }, index) => [key, access[index % 3]]));
  const deleted = new Set(leavers.filter((_, index) => index % 3 === 2).map(({ key }) => key));
  const people = source.people
    .filter(({ key }) => !deleted.has(key))
    .map((person): Person => ({ ...person, access: accessOf.get(person.key) ?? person.access }));
  const groups = source.groups.slice(0, source.groups.length > 2 ? -1 : undefined).map((group) => {
    return { ...group, memberKeys: new Set([...group.memberKeys].filter((key) => !deleted.has(key))) };
  });
  return { people, groups };
}

/** `count` of the items, or all where there are fewer, in their order. */
function choose<Item>(random: SeededRandom, items: readonly Item[], count: number): Item[] {
  const places = new Set<number>();
  while (places.size < Math.min(count, items.length)) places.add(random.integer(items.length));
  return items.filter((_, place) => places.has(place));
}
