import type { DirectoryUser } from "@rollcall/admin-api/directory-users.ts";
import type { Person } from "@rollcall/simulator/people/person.ts";
import type { Source } from "@rollcall/simulator/scenarios/source-client.ts";
import type { DemoDirectory, GroupWithMembers } from "./demo-directory.ts";
import type { Leaver, Story } from "./demo-story.ts";

type SourceName = Leaver["source"];

/** Compares the directory with what was played; returns one sentence per difference, none when all is as expected. */
export function checkDirectory(story: Story, found: DemoDirectory): string[] {
  return (["entra", "okta"] as const).flatMap((source) => [
    ...checkUsers(expectedUsers(story, source), found[source].users),
    ...checkGroups(story.end[source], found[source].groups),
  ]);
}

interface ExpectedUser {
  readonly person: Person;
  readonly status: "enabled" | "disabled";
}

/** Everybody that a source ever provisioned: who is there at the end, and the leavers it deleted. */
function expectedUsers(story: Story, source: SourceName): ExpectedUser[] {
  const present = story.end[source].people.map((person): ExpectedUser => ({ person, status: statusOf(person) }));
  const keys = new Set(story.end[source].people.map((person) => person.key));
  const gone = story.leavers.filter((leaver) => leaver.source === source && !keys.has(leaver.person.key));
  return [...present, ...gone.map(({ person }): ExpectedUser => ({ person, status: "disabled" }))];
}

function statusOf(person: Person): "enabled" | "disabled" {
  return person.access === "assigned" ? "enabled" : "disabled";
}

function checkUsers(expected: readonly ExpectedUser[], users: readonly DirectoryUser[]): string[] {
  const problems: string[] = [];
  const byName = new Map(users.map((user) => [user.userName, user]));
  if (byName.size !== users.length) problems.push("two directory users have the same user name");
  for (const { person, status } of expected) {
    const user = byName.get(person.userName);
    byName.delete(person.userName);
    if (user === undefined) {
      problems.push(`${person.userName}: expected a directory user, found none`);
      continue;
    }
    const wanted = { ...attributesOf(person), status };
    const found = { ...attributesIn(user), status: user.status };
    for (const [name, value] of Object.entries(wanted)) {
      const actual: unknown = found[name as keyof typeof found];
      if (actual !== value)
        problems.push(`${person.userName}: expected ${name} ${JSON.stringify(value)}, found ${JSON.stringify(actual)}`);
    }
    if (user.incomplete) problems.push(`${person.userName}: lacks ${user.missing.join(", ")}`);
  }
  return [...problems, ...[...byName.keys()].map((name) => `${name}: expected nobody of this name`)];
}

function attributesOf(person: Person): Record<string, string> {
  const { userName, email, givenName, familyName, displayName, title, department, employeeNumber } = person;
  return { userName, email, givenName, familyName, displayName, title, department, employeeNumber };
}

function attributesIn(user: DirectoryUser): Record<string, unknown> {
  const { userName, email, givenName, familyName, displayName, attributes } = user;
  const { title, department, employeeNumber } = attributes;
  return { userName, email, givenName, familyName, displayName, title, department, employeeNumber };
}

/** The members in force of a directory group are those of the source's group who are in force themselves. */
function checkGroups(source: Source, groups: readonly GroupWithMembers[]): string[] {
  const problems: string[] = [];
  const people = new Map(source.people.map((person) => [person.key, person]));
  const byName = new Map(groups.map((group) => [group.displayName, group]));
  for (const group of source.groups) {
    const found = byName.get(group.displayName);
    byName.delete(group.displayName);
    if (found === undefined) {
      problems.push(`group ${group.displayName}: expected a directory group, found none`);
      continue;
    }
    const members = [...group.memberKeys].flatMap((key) => people.get(key) ?? []);
    const wanted = new Set(members.filter((person) => person.access === "assigned").map((person) => person.userName));
    const actual = new Set(found.memberNames);
    const missing = [...wanted].filter((name) => !actual.has(name)).length;
    const surplus = [...actual].filter((name) => !wanted.has(name)).length;
    if (missing + surplus > 0) {
      problems.push(`group ${group.displayName}: ${missing} members are missing, ${surplus} are too many`);
    }
  }
  return [...problems, ...[...byName.keys()].map((name) => `group ${name}: expected no group of this name`)];
}
