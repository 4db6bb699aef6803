import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { DirectoryUser } from "@rollcall/admin-api/directory-users.ts";
import type { Person } from "@rollcall/simulator/people/person.ts";
import { checkDirectory } from "./demo-check.ts";
import type { DemoDirectory } from "./demo-directory.ts";
import { smallestSize, tellStory } from "./demo-story.ts";

const story = tellStory(1, smallestSize);
const [deleted] = story.leavers.filter(({ how }) => how.endsWith("then DELETE"));
assert.ok(deleted);

function listed(person: Person, status: DirectoryUser["status"]): DirectoryUser {
  const { userName, email, givenName, familyName, displayName, title, department, employeeNumber } = person;
  const attributes = { title, department, employeeNumber };
  const times = { createdAt: "2026-01-01T00:00:00.000Z", modifiedAt: "2026-01-01T00:00:00.000Z" };
  const complete = { incomplete: false, missing: [], flags: [], protected: false, legalHold: false };
  return {
    id: person.key,
    userName,
    email,
    givenName,
    familyName,
    displayName,
    status,
    attributes,
    sourceApplicationIds: [],
    ...complete,
    ...times,
  };
}

/** The directory as it has to be at the end of the story, changed by the caller to see what is noticed. */
function directory(): {
  [Source in keyof DemoDirectory]: { users: DirectoryUser[]; groups: { displayName: string; memberNames: string[] }[] };
} {
  const part = (source: "entra" | "okta") => {
    const { people, groups } = story.end[source];
    const assigned = new Map(
      people.filter(({ access }) => access === "assigned").map(({ key, userName }) => [key, userName]),
    );
    return {
      users: people.map((person) => listed(person, person.access === "assigned" ? "enabled" : "disabled")),
      groups: groups.map(({ displayName, memberKeys }) => ({
        displayName,
        memberNames: [...memberKeys].flatMap((key) => assigned.get(key) ?? []),
      })),
    };
  };
  const made = { entra: part("entra"), okta: part("okta") };
  made.entra.users.push(listed(deleted?.person as Person, "disabled"));
  return made;
}

type Made = ReturnType<typeof directory>;

const first = story.end.entra.people[0] as Person;
const lastGroup = story.end.okta.groups.at(-1)?.displayName ?? "";

/** What somebody could get wrong, beside the sentence that says so. */
const faults: readonly (readonly [name: string, change: (made: Made) => void, problem: string])[] = [
  [
    "a missing person",
    ({ entra }) => void entra.users.shift(),
    `${first.userName}: expected a directory user, found none`,
  ],
  [
    "a person who was never there",
    ({ entra }) => void entra.users.push({ ...listed(first, "enabled"), userName: "stranger@example.com" }),
    "stranger@example.com: expected nobody of this name",
  ],
  [
    "a person twice",
    ({ entra }) => void entra.users.push(listed(first, "enabled")),
    "two directory users have the same user name",
  ],
  [
    "a leaver who is still enabled",
    ({ entra }) => void entra.users.splice(-1, 1, listed(deleted.person, "enabled")),
    `${deleted.person.userName}: expected status "disabled", found "enabled"`,
  ],
  [
    "an attribute that did not follow",
    ({ entra }) => void entra.users.splice(0, 1, listed({ ...first, department: "Elsewhere" }, "enabled")),
    `${first.userName}: expected department "${first.department}", found "Elsewhere"`,
  ],
  [
    "an incomplete person",
    ({ entra }) => void entra.users.splice(0, 1, { ...listed(first, "enabled"), incomplete: true, missing: ["email"] }),
    `${first.userName}: lacks email`,
  ],
  [
    "a missing group",
    ({ okta }) => void okta.groups.pop(),
    `group ${lastGroup}: expected a directory group, found none`,
  ],
  [
    "a group that was never there",
    ({ okta }) => void okta.groups.push({ displayName: "Strangers", memberNames: [] }),
    "group Strangers: expected no group of this name",
  ],
  [
    "a lost membership",
    ({ okta }) => void okta.groups.at(-1)?.memberNames.pop(),
    `group ${lastGroup}: 1 members are missing, 0 are too many`,
  ],
  [
    "a membership of somebody who left",
    ({ okta }) => void okta.groups.at(-1)?.memberNames.push(deleted.person.userName),
    `group ${lastGroup}: 0 members are missing, 1 are too many`,
  ],
];

describe("the demonstration's check", () => {
  test("has nothing to say about the directory as it has to be", () => {
    assert.deepEqual(checkDirectory(story, directory()), []);
  });

  for (const [name, change, problem] of faults) {
    test(`notices ${name}`, () => {
      const made = directory();
      change(made);
      assert.deepEqual(checkDirectory(story, made), [problem]);
    });
  }
});
