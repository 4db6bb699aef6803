import type { SeededRandom } from "../packages/simulator/src/people/seeded-random.ts";
import { seededRandom } from "../packages/simulator/src/people/seeded-random.ts";

/** Somebody who was loaded: `number` gives the body. */
export interface Person {
  readonly id: string;
  readonly number: number;
}

/** A group that was loaded. */
export interface LoadedGroup {
  readonly size: number;
  readonly id: string;
  /** Its first and its last member. */
  readonly ends: readonly string[];
}

/** What a competitor holds when the scenarios begin. */
export interface Holdings {
  readonly people: readonly Person[];
  readonly groups: readonly LoadedGroup[];
}

/**
 * Chooses the members of groups of these sizes: one group after the other, so that people are in as many groups at the
 * beginning of a list as elsewhere and a page is the same work at every size; those that have no such room begin with
 * the first.
 */
export function chooseMembers(ids: readonly string[], sizes: readonly number[]): string[][] {
  let taken = 0;
  return sizes.map((size) => {
    const begin = taken + size <= ids.length ? taken : 0;
    taken += size;
    return ids.slice(begin, begin + size);
  });
}

/**
 * What the scenarios have done to what one competitor holds, so that no write is done twice. The server and its
 * statements alone, which work on the same data, have one each with half of the people to write to.
 */
export class Population {
  /** To write to: nobody else does. */
  readonly people: readonly Person[];
  /** To read: at most 10,000, the same ones for everybody. */
  readonly sample: readonly Person[];
  readonly groups: readonly LoadedGroup[];
  readonly total: number;
  readonly random: SeededRandom = seededRandom(21);
  /** Created by the scenarios, and members of nothing. */
  readonly newcomers: string[] = [];
  /** Added to a group by the scenarios and not yet removed, by the group's id. */
  readonly added = new Map<string, string[]>();
  /** Where a walk by cursor stands that has passed most of the list. */
  deepCursor: string | undefined;
  readonly #turns = new Map<string, number>();
  #number: number;

  constructor({ people, groups }: Holdings, share: { readonly of: number; readonly index: number }) {
    this.people = people.filter((_, index) => index % share.of === share.index);
    this.groups = groups;
    this.total = people.length;
    const random = seededRandom(20);
    this.sample = Array.from({ length: Math.min(10_000, people.length) }, () => random.pick(people));
    this.#number = people.length + 100_000_000 * share.index;
  }

  /** The number of somebody who is not there yet. */
  nextNumber(): number {
    this.#number += 1;
    return this.#number;
  }

  /** The next one of all people in turn, for changes of one kind; `round` counts how often that kind went round. */
  nextPerson(kind: string): Person & { readonly round: number } {
    const turn = this.#turns.get(kind) ?? 0;
    this.#turns.set(kind, turn + 1);
    const person = this.people[turn % this.people.length];
    if (person === undefined) throw new Error("nobody was loaded: expected at least two people");
    return { ...person, round: Math.floor(turn / this.people.length) };
  }

  /** The next one whose `active` changes, and to what. */
  nextToToggle(): { readonly id: string; readonly active: boolean } {
    const { id, round } = this.nextPerson("active");
    return { id, active: round % 2 === 1 };
  }

  /** Those that the scenarios added to a group. */
  addedTo(groupId: string): string[] {
    const known = this.added.get(groupId) ?? [];
    this.added.set(groupId, known);
    return known;
  }
}
