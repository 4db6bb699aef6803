import { addMembers, createUser, readUser, type ScimCall, setActive } from "./scim-call.ts";
import { seededRandom } from "../packages/simulator/src/people/seeded-random.ts";

/** Who carries out a window's calls: the server over HTTP, or its statements driven straight at the database. */
export type Side = "server" | "statements";

/** One thing that is measured. Calls are made fresh for each window, so that no write is done twice. */
export interface Scenario {
  readonly name: string;
  readonly concurrency: number;
  /** Calls in a window: about a second of work. */
  readonly size: number;
  readonly calls: (side: Side, count: number) => ScimCall[];
  /** Takes the ids of the resources that a window's calls were about. */
  readonly done?: (side: Side, ids: readonly string[]) => void;
  /** Also measured against node:http sending the same bytes. */
  readonly reads?: true;
}

/** What is there when the scenarios begin. */
export interface Loaded {
  readonly peopleIds: readonly string[];
  /** A group of all these people. */
  readonly groupId: string;
}

/** The ids that reads ask for: node:http has to hold all their answers. */
export function sampleOf(peopleIds: readonly string[], count: number): string[] {
  const random = seededRandom(20);
  return Array.from({ length: count }, () => random.pick(peopleIds));
}

/** The scenarios in the order in which they run: the members who are added are the users who were created before. */
export function scenariosOn({ peopleIds, groupId }: Loaded, sample: readonly string[]): readonly Scenario[] {
  let created = peopleIds.length;
  let patched = 0;
  const newcomers: Record<Side, string[]> = { server: [], statements: [] };
  const take = (count: number, one: () => ScimCall): ScimCall[] => Array.from({ length: count }, one);

  const create = {
    name: "create a user",
    calls: (_side: Side, count: number) => take(count, () => createUser(created++)),
    done: (side: Side, ids: readonly string[]) => void newcomers[side].push(...ids),
  };
  const random = seededRandom(21);
  const read = {
    name: "read a user by id",
    calls: (_side: Side, count: number) => take(count, () => readUser(random.pick(sample))),
    reads: true as const,
  };
  const patch = {
    name: "PATCH active of a user",
    // Everybody once, to false; where there are few, everybody again, back to true.
    calls: (_side: Side, count: number) =>
      take(count, () => {
        const round = Math.floor(patched / peopleIds.length);
        const id = peopleIds[patched % peopleIds.length] ?? "";
        patched += 1;
        return setActive(id, round % 2 === 1);
      }),
  };
  const join = {
    name: `add a member to a group of ${peopleIds.length.toLocaleString("en")}`,
    calls: (side: Side, count: number) => newcomers[side].splice(0, count).map((id) => addMembers(groupId, [id])),
  };
  return [
    { ...read, concurrency: 1, size: 4_000 },
    { ...read, concurrency: 16, size: 15_000 },
    { ...create, concurrency: 1, size: 800 },
    { ...create, concurrency: 16, size: 3_000 },
    { ...patch, concurrency: 1, size: 800 },
    { ...patch, concurrency: 16, size: 3_000 },
    { ...join, concurrency: 1, size: 800 },
    { ...join, concurrency: 16, size: 3_000 },
  ];
}
