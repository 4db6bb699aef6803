import assert from "node:assert/strict";
import type { Source, SourceClient } from "@rollcall/simulator/scenarios/source-client.ts";
import { NoAnswer } from "@rollcall/simulator/scim-client.ts";
import type { Wanted } from "./check-durability.ts";
import type { RollcallProcess } from "./rollcall-process.ts";

/** A backend is one of the processes of PostgreSQL; the postmaster ends all others then, and recovers. */
export type Victim = "server" | "postmaster" | "backend";

/** Who wants to hear of each acknowledged write. */
export interface Acknowledged {
  heard: () => void;
}

/** Kills after so many more acknowledged writes, or at once when it is awaited before that. */
export function killAfter(
  rollcall: RollcallProcess,
  acknowledged: Acknowledged,
  count: number,
  victims: readonly Victim[],
): () => Promise<void> {
  let killing: Promise<void> | undefined;
  let left = count;
  const kill = async (): Promise<void> => {
    for (const victim of victims) {
      if (victim === "postmaster") rollcall.killPostmaster();
      else if (victim === "backend") rollcall.killBackend();
      else await rollcall.killServer();
    }
  };
  acknowledged.heard = () => {
    left -= 1;
    if (left <= 0) killing ??= kill();
  };
  return async () => {
    killing ??= kill();
    await killing;
    acknowledged.heard = () => undefined;
  };
}

/** Synchronizes until nobody answers any more, or to the end. */
export async function synchronizeUntilCut(client: SourceClient, source: Source): Promise<void> {
  try {
    await client.synchronize(source);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
  }
}

/** Synchronizes until a whole pass is refused nothing: what a cut left in doubt may be refused once as a duplicate. */
export async function synchronizeFully(client: SourceClient, source: Source): Promise<void> {
  for (let pass = 0; pass < 5; pass += 1) {
    const refusedBefore = client.report().refused.length;
    await client.synchronize(source);
    const { refused } = client.report();
    if (refused.length === refusedBefore) return;
    if (pass === 4) assert.fail(`still refused: ${JSON.stringify(refused.slice(refusedBefore, refusedBefore + 3))}`);
  }
}

/** What the source wants to be there, by the ids that it knows. */
export function wantedBy(client: SourceClient, source: Source): Wanted {
  const { ids } = client.report();
  const users = new Set(source.people.map(({ key }) => ids.people[key]));
  const memberships = new Set<string>();
  for (const group of source.groups) {
    for (const key of group.memberKeys) memberships.add(`${ids.groups[group.key]} ${ids.people[key]}`);
  }
  return { user: (id) => users.has(id), member: (groupId, id) => memberships.has(`${groupId} ${id}`) };
}
