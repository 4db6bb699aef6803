import type { LoadedGroup, Population } from "../population.ts";
import { addMembers, createGroup, createUser, readGroup, removeMember } from "../scim-call.ts";
import { sendCalls } from "../send-calls.ts";
import { ensureNewcomers, type Scenario, take } from "./scenario.ts";

/** The scenarios about groups, those about members once for each size that was loaded. */
export function groupScenarios(sizes: readonly number[]): readonly Scenario[] {
  return [
    {
      name: "create a group",
      concurrencies: [16],
      size: 2_000,
      calls: (population, count) => take(count, () => createGroup(`Team ${population.nextNumber()}`)),
    },
    ...sizes.flatMap(membersOf),
  ];
}

function membersOf(size: number): Scenario[] {
  const title = `a group of ${size.toLocaleString("en")}`;
  const groupOf = (population: Population): LoadedGroup => {
    const group = population.groups.find((one) => one.size === size);
    if (group === undefined) throw new Error(`no group of ${size} was loaded`);
    return group;
  };
  const notYetIn = (population: Population, groupId: string): string[] => {
    const inside = new Set(population.addedTo(groupId));
    return population.newcomers.filter((id) => !inside.has(id));
  };
  return [
    // Read before members are added: afterwards it is no longer a group of that size.
    {
      name: `read ${title} without members`,
      concurrencies: [16],
      size: 16_000,
      calls: (population, count) => take(count, () => readGroup(groupOf(population).id, undefined)),
    },
    {
      name: `read ${title} with members`,
      concurrencies: [1],
      size: 300,
      grows: true,
      calls: (population, count) =>
        take(count, () => {
          const { id, ends } = groupOf(population);
          return readGroup(id, ends);
        }),
    },
    {
      name: `add a member to ${title}`,
      concurrencies: [1, 16],
      size: 3_000,
      async prepare(target, population, count) {
        const { id } = groupOf(population);
        await ensureNewcomers(target, population, population.addedTo(id).length + count, createUser);
      },
      calls(population, count) {
        const { id } = groupOf(population);
        const joining = notYetIn(population, id).slice(0, count);
        population.addedTo(id).push(...joining);
        return joining.map((member) => addMembers(id, [member]));
      },
      statements: true,
    },
    {
      name: `remove a member from ${title}`,
      concurrencies: [1],
      size: 3_000,
      async prepare(target, population, count) {
        const { id } = groupOf(population);
        const added = population.addedTo(id);
        const missing = count - added.length;
        if (missing <= 0) return;
        await ensureNewcomers(target, population, count, createUser);
        const joining = notYetIn(population, id).slice(0, missing);
        await sendCalls(target, [addMembers(id, joining)], 1);
        added.push(...joining);
      },
      calls(population, count) {
        const { id } = groupOf(population);
        return population
          .addedTo(id)
          .splice(0, count)
          .map((member) => removeMember(id, member));
      },
    },
  ];
}
