import type { CopiedUser } from "@rollcall/admin-api/directory-snapshot.ts";
import type { FeedEvent } from "@rollcall/admin-api/provisioning-events.ts";
import type { Source } from "../support/source.ts";
import type { SentPerson, Way } from "./guard-people.ts";

/** What became of somebody: who left went through the guard, or was held and decided about. */
export type Fate = "stayed" | "went through" | "approved" | "disabled only" | "rejected";

/** Somebody with what became of them, and how the directory has them at the end. */
export interface EndedPerson extends SentPerson {
  readonly fate: Fate;
  readonly user: CopiedUser | undefined;
}

/** How all people ended, compared with what was decided. */
export interface Ends {
  /** People of each fate, and how many of them the directory has as it should. */
  readonly fates: Readonly<Record<Fate, { readonly wanted: number; readonly found: number }>>;
  /** Whether SCIM reads what the source wrote: inactive, or gone. */
  readonly readWrongly: number;
  /** People whose events are not exactly those of their fate, each once. */
  readonly eventsWrong: number;
  readonly good: boolean;
}

const statuses: Readonly<Record<Fate, CopiedUser["status"]>> = {
  stayed: "enabled",
  "went through": "binned",
  approved: "binned",
  "disabled only": "disabled",
  rejected: "enabled",
};

/** The events of somebody's fate from the deactivation on; a deletion ends the link and the membership, too. */
function eventsOf(fate: Fate, way: Way): string[] {
  const told = (status: string, outcome: string) => [
    `user.${status} ${outcome}`,
    ...(way === "DELETE" ? [`user.unlinked ${outcome}`, `group.member-removed ${outcome}`] : []),
  ];
  const held = told("binned", "held");
  // The membership of somebody whose deletion was rejected stands without a source.
  const kept = ["user.changed applied", ...(way === "DELETE" ? ["user.unlinked applied"] : [])];
  const events: Readonly<Record<Fate, readonly string[]>> = {
    stayed: [],
    "went through": told("binned", "applied"),
    approved: [...held, ...told("binned", "applied")],
    "disabled only": [...held, ...told("disabled", "applied")],
    rejected: [...held, ...kept],
  };
  return events[fate].toSorted();
}

/** @param events all that happened since the first of them left */
export async function checkEnds(
  source: Source,
  people: readonly EndedPerson[],
  events: readonly FeedEvent[],
): Promise<Ends> {
  const fates = {
    stayed: { wanted: 0, found: 0 },
    "went through": { wanted: 0, found: 0 },
    approved: { wanted: 0, found: 0 },
    "disabled only": { wanted: 0, found: 0 },
    rejected: { wanted: 0, found: 0 },
  };
  const told = new Map<string, string[]>();
  for (const { directoryUserId, type, outcome } of events) {
    if (directoryUserId === null) continue;
    const known = told.get(directoryUserId);
    if (known === undefined) told.set(directoryUserId, [`${type} ${outcome}`]);
    else known.push(`${type} ${outcome}`);
  }
  const active = await readActive(source);
  let [readWrongly, eventsWrong] = [0, 0];
  for (const { way, scimId, leaves, fate, user } of people) {
    fates[fate].wanted += 1;
    // In force, and with it in their one group, is who is enabled.
    const groups = statuses[fate] === "enabled" ? 1 : 0;
    if (user?.status === statuses[fate] && user.groupIds.length === groups) fates[fate].found += 1;
    const reads = !leaves ? true : way === "DELETE" ? undefined : false;
    if (active.get(scimId) !== reads) readWrongly += 1;
    const own = (told.get(user?.id ?? "") ?? []).toSorted();
    if (own.join() !== eventsOf(fate, way).join()) eventsWrong += 1;
  }
  const good =
    readWrongly === 0 && eventsWrong === 0 && Object.values(fates).every(({ wanted, found }) => wanted === found);
  return { fates, readWrongly, eventsWrong, good };
}

/** What SCIM reads as `active` of each user of the application. */
async function readActive(source: Source): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (let startIndex = 1; ; ) {
    const { body } = await source.send("GET", `/Users?startIndex=${startIndex}&count=500&attributes=active`);
    const resources = (body["Resources"] ?? []) as { id: string; active?: unknown }[];
    if (resources.length === 0) return found;
    for (const { id, active } of resources) found.set(id, active);
    startIndex += resources.length;
  }
}
