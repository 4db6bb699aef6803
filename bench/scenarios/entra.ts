import { userNameOf } from "../person.ts";
import type { Population } from "../population.ts";
import { createUser, findUser, readUser, type ScimCall, setActive } from "../scim-call.ts";
import type { Scenario } from "./scenario.ts";
import { changeAsEntra } from "./users.ts";

/** How Entra ID goes through its people: eight at a time, each with a question before the change. */
export const entraScenarios: readonly Scenario[] = [
  {
    name: "Entra ID, initial cycle",
    concurrencies: [8],
    size: 4_000,
    journey: 2,
    calls: (population, count) => inPairs(count, () => newcomer(population)),
  },
  {
    name: "Entra ID, incremental cycle",
    concurrencies: [8],
    size: 4_000,
    journey: 2,
    // Of ten people seven moved, two left or came back, one is new.
    calls: (population, count) =>
      inPairs(count, (index) => {
        if (index % 10 === 9) return newcomer(population);
        if (index % 10 >= 7) {
          const { id, active } = population.nextToToggle();
          return [readUser(id), setActive(id, active)];
        }
        const change = changeAsEntra(population);
        return [readUser(change.id ?? ""), change];
      }),
  },
];

/** Looked for by user name, not found, created. */
function newcomer(population: Population): ScimCall[] {
  const number = population.nextNumber();
  return [findUser(`userName eq "${userNameOf(number)}"`, undefined), createUser(number)];
}

function inPairs(count: number, pair: (index: number) => ScimCall[]): ScimCall[] {
  return Array.from({ length: Math.ceil(count / 2) }, (_, index) => pair(index)).flat();
}
