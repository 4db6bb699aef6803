import { generateGroups, generatePeople } from "@rollcall/simulator/people/generate-people.ts";
import type { Access, PeopleGroup, Person } from "@rollcall/simulator/people/person.ts";
import { entraKey } from "@rollcall/simulator/scenarios/entra.ts";
import type { EntraMode } from "@rollcall/simulator/scenarios/entra-operations.ts";
import { type OktaKind, oktaKey } from "@rollcall/simulator/scenarios/okta.ts";
import type { Source } from "@rollcall/simulator/scenarios/source-client.ts";

/** One step of the demonstration: what each source holds from now on, and how its client speaks. */
export interface Chapter {
  readonly title: string;
  readonly entra?: { readonly source: Source; readonly mode: EntraMode };
  readonly okta?: { readonly source: Source; readonly kind: OktaKind };
}

/** Somebody who leaves, how the source says so, and where they have to end up in the directory. */
export interface Leaver {
  readonly source: "entra" | "okta";
  readonly person: Person;
  readonly how: string;
  readonly expected: "enabled" | "disabled";
}

/** Everything that the demonstration plays, and what the sources hold at its end. */
export interface Story {
  readonly chapters: readonly Chapter[];
  readonly leavers: readonly Leaver[];
  readonly end: { readonly entra: Source; readonly okta: Source };
  /** The domains of the user names of each source. */
  readonly domains: { readonly entra: string; readonly okta: string };
}

export interface StorySize {
  readonly entraPeople: number;
  readonly entraGroups: number;
  readonly oktaPeople: number;
  readonly oktaGroups: number;
}

export const fullSize: StorySize = { entraPeople: 500, entraGroups: 20, oktaPeople: 200, oktaGroups: 10 };

/** The least that has room for every mover and leaver. */
export const smallestSize: StorySize = { entraPeople: 60, entraGroups: 12, oktaPeople: 60, oktaGroups: 6 };

type ChangePerson = (person: Person) => Person;

/**
 * Tells the demonstration: first days, movers, leavers in every way that a client has of saying it, one delete and one
 * return. The same round gives the same people; each round has domains of its own, so that nobody is in conflict with
 * the rounds before.
 */
export function tellStory(round: number, size: StorySize = fullSize): Story {
  const prefix = round === 1 ? "" : `round${round}.`;
  const domains = { entra: `${prefix}example.com`, okta: `${prefix}example.org` };
  const start = {
    entra: population(size.entraPeople, size.entraGroups, domains.entra, round * 100 + 1, entraKey),
    okta: population(size.oktaPeople, size.oktaGroups, domains.okta, round * 100 + 2, oktaKey),
  };
  // Counted from the end of the list: there nobody is anybody's manager.
  const entraPerson = fromTheEnd(start.entra);
  const oktaPerson = fromTheEnd(start.okta);
  const moved = {
    entra: change(renameLastGroup(start.entra), [
      [range(0, 8).map(entraPerson), marry],
      [range(8, 14).map(entraPerson), moveTo("Research")],
    ]),
    okta: change(renameLastGroup(start.okta), [
      [range(0, 5).map(oktaPerson), marry],
      [range(5, 9).map(oktaPerson), moveTo("Support")],
    ]),
  };
  const left = {
    entra: change(moved.entra, [
      [range(14, 17).map(entraPerson), withAccess("disabled")],
      [range(17, 19).map(entraPerson), withAccess("unassigned")],
    ]),
    okta: change(moved.okta, [[range(9, 12).map(oktaPerson), withAccess("unassigned")]]),
  };
  const leftOtherwise = {
    entra: change(left.entra, [[range(19, 21).map(entraPerson), withAccess("disabled")]]),
    okta: change(left.okta, [[range(12, 14).map(oktaPerson), withAccess("unassigned")]]),
  };
  const deleted = range(21, 22).map(entraPerson);
  const returned = range(22, 23).map(entraPerson);
  const withoutDeleted = without(leftOtherwise.entra, [...deleted, ...returned]);
  const end = { entra: without(leftOtherwise.entra, deleted), okta: leftOtherwise.okta };
  const leave = (source: Leaver["source"], how: string, people: readonly Person[]): Leaver[] =>
    people.map((person) => ({ source, person, how, expected: "disabled" }));
  return {
    chapters: [
      { title: "Entra ID: initial cycle", entra: { source: start.entra, mode: "default" } },
      { title: "Okta: provisioning and group push", okta: { source: start.okta, kind: "oin" } },
      {
        title: "Movers",
        entra: { source: moved.entra, mode: "default" },
        okta: { source: moved.okta, kind: "oin" },
      },
      { title: "Leavers", entra: { source: left.entra, mode: "default" }, okta: { source: left.okta, kind: "oin" } },
      {
        title: "Leavers, said in other dialects",
        entra: { source: leftOtherwise.entra, mode: "aadOptscim062020" },
        okta: { source: leftOtherwise.okta, kind: "aiw" },
      },
      { title: "Deleted", entra: { source: withoutDeleted, mode: "default" } },
      { title: "Back again", entra: { source: end.entra, mode: "default" } },
    ],
    leavers: [
      ...leave("entra", 'PATCH Replace active "False"', range(14, 17).map(entraPerson)),
      ...leave("entra", 'PATCH Replace active "false"', range(17, 19).map(entraPerson)),
      ...leave("entra", "PATCH replace active false", range(19, 21).map(entraPerson)),
      ...leave("okta", "PATCH replace {active: false}, no path", range(9, 12).map(oktaPerson)),
      ...leave("okta", "PUT with active false", range(12, 14).map(oktaPerson)),
      ...leave("entra", "PATCH active False, then DELETE", deleted),
      ...returned.map(
        (person): Leaver => ({ source: "entra", person, how: "DELETE, then POST again", expected: "enabled" }),
      ),
    ],
    end,
    domains,
  };
}

function population(
  count: number,
  groups: number,
  domain: string,
  seed: number,
  key: typeof entraKey | typeof oktaKey,
): Source {
  const people = generatePeople({ count, seed, domain, key });
  return { people, groups: generateGroups(people, { count: groups, seed: seed + 50, key }) };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function fromTheEnd(source: Source): (place: number) => Person {
  return (place) => {
    const person = source.people.at(-1 - place);
    if (person === undefined) throw new RangeError(`the demonstration needs at least ${place + 1} people in a source`);
    return person;
  };
}

/** Changes some people and lets the groups of departments follow them. */
function change(source: Source, changes: readonly (readonly [readonly Person[], ChangePerson])[]): Source {
  const changeOf = new Map(changes.flatMap(([people, how]) => people.map((person) => [person.key, how] as const)));
  const people = source.people.map((person) => changeOf.get(person.key)?.(person) ?? person);
  return { people, groups: source.groups.map((group) => followDepartments(group, people)) };
}

function renameLastGroup(source: Source): Source {
  const last = source.groups.length - 1;
  const renamed = (group: PeopleGroup): PeopleGroup => ({
    ...group,
    displayName: `${group.displayName} (second phase)`,
  });
  return { ...source, groups: source.groups.map((group, index) => (index === last ? renamed(group) : group)) };
}

function followDepartments(group: PeopleGroup, people: readonly Person[]): PeopleGroup {
  if (group.department === undefined) return group;
  const members = people.filter((person) => person.department === group.department);
  return { ...group, memberKeys: new Set(members.map((person) => person.key)) };
}

function without(source: Source, gone: readonly Person[]): Source {
  const keys = new Set(gone.map((person) => person.key));
  return {
    people: source.people.filter((person) => !keys.has(person.key)),
    groups: source.groups.map((group) => ({
      ...group,
      memberKeys: new Set([...group.memberKeys].filter((key) => !keys.has(key))),
    })),
  };
}

/** A new family name, with the user name and e-mail address that follow from it. */
function marry(person: Person): Person {
  const [localPart = "", domain = ""] = person.userName.split("@");
  const userName = `${localPart}-grunwald@${domain}`;
  const familyName = `${person.familyName}-Grunwald`;
  return { ...person, familyName, userName, email: userName, displayName: `${person.givenName} ${familyName}` };
}

function moveTo(department: string): ChangePerson {
  return (person) => ({ ...person, department, title: `${person.title} (${department})` });
}

function withAccess(access: Access): ChangePerson {
  return (person) => ({ ...person, access });
}
