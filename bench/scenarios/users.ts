import { externalIdOf, familyNameOf, userNameOf } from "../person.ts";
import type { Population } from "../population.ts";
import {
  createInBulk,
  createUser,
  deleteUser,
  findUser,
  listUsers,
  patch,
  readUser,
  replaceUser,
  type ScimCall,
  setActive,
} from "../scim-call.ts";
import { type ScimTarget, sendCalls } from "../send-calls.ts";
import { ensureNewcomers, type Scenario, take } from "./scenario.ts";

const pageSize = 100;
const bulkSize = 1_000;

const lookUp = (name: string, concurrencies: readonly number[], filter: (number: number) => string): Scenario => ({
  name: `look up by ${name}`,
  concurrencies,
  size: 6_000,
  calls: ({ random, sample }, count) =>
    take(count, () => {
      const person = random.pick(sample);
      return findUser(filter(person.number), person);
    }),
});

export const userScenarios: readonly Scenario[] = [
  {
    name: "create a user",
    concurrencies: [1, 16, 64],
    size: 4_000,
    calls: (population, count) => take(count, () => createUser(population.nextNumber())),
    done: (population, ids) => void population.newcomers.push(...ids),
    statements: true,
  },
  {
    name: "read a user by id",
    concurrencies: [1, 16, 64],
    size: 15_000,
    calls: ({ random, sample }, count) => take(count, () => readUser(random.pick(sample).id)),
    statements: true,
    reads: true,
  },
  lookUp("userName", [1, 16, 64], (number) => `userName eq "${userNameOf(number)}"`),
  lookUp("externalId", [16], (number) => `externalId eq "${externalIdOf(number)}"`),
  lookUp("work e-mail", [16], (number) => `emails[type eq "work"].value eq "${userNameOf(number)}"`),
  {
    name: "find by family name, page of 20",
    concurrencies: [16],
    size: 3_000,
    grows: true,
    calls: ({ random, sample }, count) =>
      take(count, () => {
        // Whose name is that of the person, or begins with it: at least that one.
        const filter = `name.familyName sw "${familyNameOf(random.pick(sample).number)}"`;
        return listUsers({ filter, count: "20" });
      }),
  },
  {
    name: "first page of 100",
    concurrencies: [16],
    size: 2_000,
    calls: (_, count) => take(count, () => listUsers({ count: String(pageSize) }, pageSize)),
  },
  {
    name: "last page of 100, by index",
    concurrencies: [16],
    size: 1_000,
    grows: true,
    calls: ({ total }, count) =>
      take(count, () =>
        listUsers({ startIndex: String(Math.max(1, total - pageSize)), count: String(pageSize) }, pageSize),
      ),
  },
  {
    name: "deep page of 100, by cursor",
    concurrencies: [16],
    size: 2_000,
    prepare: walkDeep,
    calls: ({ deepCursor = "" }, count) =>
      take(count, () => listUsers({ cursor: deepCursor, count: String(pageSize) }, pageSize)),
  },
  {
    name: "PATCH active of a user",
    concurrencies: [1, 16, 64],
    size: 4_000,
    // Everybody once, to false; where there are few, everybody again, back to true.
    calls: (population, count) =>
      take(count, () => {
        const { id, active } = population.nextToToggle();
        return setActive(id, active);
      }),
    statements: true,
  },
  {
    name: "PATCH of four attributes, Entra ID",
    concurrencies: [16],
    size: 3_000,
    calls: (population, count) => take(count, () => changeAsEntra(population)),
  },
  {
    name: "PUT of a user",
    concurrencies: [16],
    size: 3_000,
    calls: (population, count) =>
      take(count, () => {
        const person = population.nextPerson("replaced");
        return replaceUser(person, `Title ${person.round}`);
      }),
  },
  {
    name: "delete a user",
    concurrencies: [16],
    size: 2_000,
    prepare: (target, population, count) => ensureNewcomers(target, population, count, createUser),
    calls: (population, count) => population.newcomers.splice(-count, count).map(deleteUser),
  },
  {
    name: "Bulk of 1,000 creates",
    concurrencies: [1],
    size: 3,
    weight: bulkSize,
    calls: (population, count) =>
      take(count, () => createInBulk(Array.from({ length: bulkSize }, () => population.nextNumber()))),
  },
];

/** What Entra ID sends when a person moves: four operations with capitals, one by a filter. */
export function changeAsEntra(population: Population): ScimCall {
  const { id, number, round } = population.nextPerson("moved");
  const title = `Mover ${round}`;
  return patch(
    "User",
    id,
    [
      { op: "Replace", path: "title", value: title },
      { op: "Replace", path: "displayName", value: `Person ${number} of round ${round}` },
      { op: "Replace", path: 'phoneNumbers[type eq "work"].value', value: `+1-555-01${String(round % 100)}` },
      { op: "Replace", path: 'addresses[type eq "work"].locality', value: `Springfield ${round}` },
    ],
    [`"id":"${id}"`, `"title":"${title}"`],
  );
}

/** Walks by cursor, in pages of 100, until 90 % are behind; ten thousand pages at most. */
async function walkDeep(target: ScimTarget, population: Population): Promise<void> {
  if (population.deepCursor !== undefined) return;
  const pages = Math.min(10_000, Math.floor((population.total * 0.9) / pageSize));
  let cursor = "";
  for (let page = 0; page < Math.max(1, pages); page += 1) {
    const asked = listUsers({ cursor, count: String(pageSize) }, pageSize);
    const call = { ...asked, contains: [...asked.contains, '"nextCursor":"'] };
    const [answer = "{}"] = (await sendCalls(target, [call], 1, "answers")).answers;
    cursor = (JSON.parse(answer) as { nextCursor: string }).nextCursor;
  }
  population.deepCursor = cursor;
}
