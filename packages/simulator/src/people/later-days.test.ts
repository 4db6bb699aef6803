import assert from "node:assert/strict";
import { test } from "node:test";
import type { Source } from "../scenarios/source-client.ts";
import { generateGroups, generatePeople } from "./generate-people.ts";
import { laterDays } from "./later-days.ts";
import type { SeededRandom } from "./seeded-random.ts";

const key = (random: SeededRandom): string => random.text(8, "abcdef0123456789");

function sourceOf(count: number, groups: number): Source {
  const people = generatePeople({ count, seed: 5, domain: "example.com", key });
  return { people, groups: generateGroups(people, { count: groups, seed: 6, key }) };
}

test("later days are the same for the same seed and others for another seed", () => {
  const source = sourceOf(60, 14);
  assert.deepEqual(laterDays(source, 1), laterDays(source, 1));
  assert.notDeepEqual(laterDays(source, 1), laterDays(source, 2));
});

test("the first brings movers and a renamed group, the second leavers of each kind and a deleted group", () => {
  const source = sourceOf(60, 14);
  const [changes, leavers] = laterDays(source, 1).map((day) => day.source);
  assert.ok(changes && leavers);
  const before = new Map(source.people.map((person) => [person.key, person]));
  const moved = changes.people.filter((person) => JSON.stringify(person) !== JSON.stringify(before.get(person.key)));
  assert.equal(changes.people.length, 60);
  assert.ok(moved.length >= 4 && moved.length <= 6, `${moved.length} moved`);
  assert.equal(changes.groups.at(-1)?.displayName, `${source.groups.at(-1)?.displayName} (second phase)`);

  const count = (access: string): number => leavers.people.filter((person) => person.access === access).length;
  assert.deepEqual([leavers.people.length, count("disabled"), count("unassigned")], [59, 1, 1]);
  assert.equal(leavers.groups.length, 13);
});

test("nobody is a member who is not in the source, whoever left, also of a small source", () => {
  for (const [people, groups] of [
    [1, 0],
    [3, 1],
    [12, 3],
    [200, 25],
  ] as const) {
    for (const { source } of laterDays(sourceOf(people, groups), 3)) {
      const keys = new Set(source.people.map(({ key: one }) => one));
      const strangers = source.groups.flatMap(({ memberKeys }) => [...memberKeys].filter((one) => !keys.has(one)));
      assert.deepEqual(strangers, []);
    }
  }
});
