import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fullSize, smallestSize, tellStory } from "./demo-story.ts";

for (const [name, size] of Object.entries({ full: fullSize, smallest: smallestSize })) {
  describe(`the demonstration's story in its ${name} size`, () => {
    const story = tellStory(1, size);
    const [first, second] = story.chapters;

    test("begins with everybody", () => {
      assert.deepEqual(
        [first?.entra?.source, second?.okta?.source].map((source) => [source?.people.length, source?.groups.length]),
        [
          [size.entraPeople, size.entraGroups],
          [size.oktaPeople, size.oktaGroups],
        ],
      );
    });

    test("moves eight and five people to new names and six and four to new departments", () => {
      const movers = (source: "entra" | "okta", attribute: "userName" | "department"): number => {
        const before = new Map(
          story.chapters
            .find((chapter) => chapter[source])
            ?.[source]?.source.people.map((person) => [person.key, person]),
        );
        return story.end[source].people.filter((person) => before.get(person.key)?.[attribute] !== person[attribute])
          .length;
      };
      assert.deepEqual([movers("entra", "userName"), movers("okta", "userName")], [8, 5]);
      assert.ok(movers("entra", "department") > 3 && movers("okta", "department") > 2);
    });

    test("has leavers of every dialect, of whom exactly one comes back", () => {
      const counts = Object.groupBy(story.leavers, ({ source, how, expected }) => `${source}: ${how}: ${expected}`);
      assert.deepEqual(
        Object.entries(counts).map(([how, people]) => [how, people?.length]),
        [
          ['entra: PATCH Replace active "False": disabled', 3],
          ['entra: PATCH Replace active "false": disabled', 2],
          ["entra: PATCH replace active false: disabled", 2],
          ["okta: PATCH replace {active: false}, no path: disabled", 3],
          ["okta: PUT with active false: disabled", 2],
          ["entra: PATCH active False, then DELETE: disabled", 1],
          ["entra: DELETE, then POST again: enabled", 1],
        ],
      );
    });

    test("lets nobody leave who is somebody's manager", () => {
      const managers = new Set(
        Object.values(story.end).flatMap(({ people }) => people.map(({ managerKey }) => managerKey)),
      );
      for (const { person } of story.leavers) assert.ok(!managers.has(person.key), person.userName);
    });

    test("keeps the deleted out of the end's people and groups and the returned in them", () => {
      const { people, groups } = story.end.entra;
      const gone = story.leavers.find(({ how }) => how.endsWith("then DELETE"))?.person.key ?? "";
      const back = story.leavers.find(({ how }) => how.endsWith("again"))?.person.key ?? "";
      assert.deepEqual(
        [gone, back].map((key) => people.some((person) => person.key === key)),
        [false, true],
      );
      assert.deepEqual(
        [gone, back].map((key) => groups[0]?.memberKeys.has(key)),
        [false, true],
      );
    });

    test("uses other user names in another round", () => {
      const names = new Set(story.end.entra.people.map(({ userName }) => userName));
      assert.ok(tellStory(2, size).end.entra.people.every(({ userName }) => !names.has(userName)));
    });
  });
}
