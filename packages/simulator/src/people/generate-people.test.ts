import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { entraKey } from "../scenarios/entra.ts";
import { oktaKey } from "../scenarios/okta.ts";
import { departments, generateGroups, generatePeople } from "./generate-people.ts";
import { nameTraditions } from "./names.ts";
import { seededRandom } from "./seeded-random.ts";

const options = { count: 500, seed: 11, domain: "example.com", key: entraKey };

describe("generated people", () => {
  const people = generatePeople(options);

  test("are the same for the same seed and others for another seed", () => {
    assert.deepEqual(generatePeople(options), people);
    assert.notDeepEqual(generatePeople({ ...options, seed: 12 }), people);
  });

  test("have a user name, a key and an employee number that nobody else has", () => {
    for (const name of ["userName", "key", "employeeNumber"] as const) {
      assert.equal(new Set(people.map((person) => person[name].toLowerCase())).size, people.length, name);
    }
  });

  test("have user names of plain letters in the domain, and names of many scripts", () => {
    for (const { userName } of people) assert.match(userName, /^[a-z-]+\.[a-z-]+\d*@example\.com$/);
    const scripts = ["Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Devanagari", "Tamil", "Thai", "Han", "Hangul"];
    for (const script of scripts) {
      const pattern = new RegExp(`\\p{Script=${script}}`, "u");
      assert.ok(
        people.some(({ displayName }) => pattern.test(displayName)),
        script,
      );
    }
  });

  test("report to somebody before them, up to one person at the top", () => {
    const places = new Map(people.map(({ key }, index) => [key, index]));
    const [first, ...others] = people;
    assert.equal(first?.managerKey, undefined);
    for (const person of others) {
      const manager = places.get(person.managerKey ?? "");
      assert.ok(manager !== undefined && manager < (places.get(person.key) ?? 0), person.userName);
    }
  });

  test("are spread over all departments and have access", () => {
    assert.deepEqual(new Set(people.map(({ department }) => department)), new Set(departments));
    assert.ok(people.every(({ access }) => access === "assigned"));
  });

  test("carry keys in the form of their source", () => {
    const random = seededRandom(1);
    assert.match(entraKey(random), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.match(oktaKey(random), /^00u[A-Za-z0-9]{17}$/);
  });
});

describe("generated groups", () => {
  const people = generatePeople({ ...options, count: 120 });
  const groups = generateGroups(people, { count: 45, seed: 3, key: entraKey });

  test("have names that differ, whatever their case", () => {
    assert.equal(new Set(groups.map(({ displayName }) => displayName.toLowerCase())).size, 45);
  });

  test("hold everybody, then one department each, then at least five people", () => {
    assert.equal(groups[0]?.memberKeys.size, 120);
    for (const [index, department] of departments.entries()) {
      const members = people.filter((person) => person.department === department).map(({ key }) => key);
      assert.deepEqual(groups[index + 1]?.memberKeys, new Set(members));
    }
    const keys = new Set(people.map(({ key }) => key));
    for (const { displayName, memberKeys } of groups) {
      assert.ok(memberKeys.size >= 5, displayName);
      assert.ok(
        [...memberKeys].every((key) => keys.has(key)),
        displayName,
      );
    }
  });
});

test("every name has plain letters for user names", () => {
  for (const { language, given, family } of nameTraditions) {
    for (const [written, latin] of [...given, ...family]) assert.match(latin, /^[a-z-]+$/, `${language} ${written}`);
  }
});
