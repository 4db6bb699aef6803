import { beforeAllIds } from "../domain/id.ts";
import type { DirectoryUser } from "../domain/directory-user.ts";
import { nextVersion } from "../domain/directory-user-change.ts";
import { beginLeaving, chooseLadder, type Ladder, nextStep, withoutStep } from "../domain/leaver-ladder.ts";
import type { EventDraft } from "../domain/provisioning-event.ts";
import { findGroupsOf, listLeavers, listPeopleGone } from "../storage/read/leavers.ts";
import { findDirectoryUser } from "../storage/read/open-links.ts";
import type { ActionDeps } from "./action-deps.ts";
import { writeDirectoryUser } from "./administer-directory-user.ts";
import { decideAgain } from "./decide-again.ts";

/** What ladders mean for the people who are there now. */
export interface LaddersNow {
  /** People who are on a ladder already, by the step that comes next for them. */
  readonly leaving: { readonly groups: number; readonly bin: number; readonly erase: number; readonly done: number };
  /** People who left before and are on none, by the ladder that would take them when it is applied. */
  readonly gone: readonly { readonly ladder: string | null; readonly people: number }[];
  /** More people are there than were looked at. */
  readonly more: boolean;
}

interface Application {
  readonly organizationId: string;
  readonly id: string;
}

const page = 500;
const most = 10_000;

/** Counts what ladders mean for people who left: for those on one now, and for those who would be if they were applied. */
export async function previewLadders(
  deps: ActionDeps,
  application: Application,
  ladders: readonly Ladder[],
): Promise<LaddersNow> {
  const { organizationId, id } = application;
  const leaving = { groups: 0, bin: 0, erase: 0, done: 0 };
  let looked = 0;
  for (let after: string | undefined = beforeAllIds; after !== undefined && looked < most; ) {
    const people = await listLeavers(deps.database.lists, organizationId, id, after, page);
    for (const { leaving: stands } of people) leaving[(stands && nextStep(stands)?.step) ?? "done"] += 1;
    looked += people.length;
    after = people.length < page ? undefined : people.at(-1)?.id;
  }
  const counts = new Map<string | null, number>(ladders.map(({ name }) => [name, 0]));
  let more = looked >= most;
  let seen = 0;
  for (let after: string | null = beforeAllIds; after !== null; ) {
    const { people, next } = await listPeopleGone(deps.database.lists, organizationId, id, after, page);
    for (const person of people) {
      const name = (await ladderFor(deps, organizationId, ladders, person))?.name ?? null;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    seen += people.length;
    after = next;
    if (after !== null && seen >= most) {
      more = true;
      break;
    }
  }
  return { leaving, gone: [...counts].map(([ladder, people]) => ({ ladder, people })), more };
}

async function ladderFor(
  deps: ActionDeps,
  organizationId: string,
  ladders: readonly Ladder[],
  person: DirectoryUser,
): Promise<Ladder | undefined> {
  const asked = ladders.flatMap(({ when }) => (when?.kind === "group" ? [when.directoryGroupId] : []));
  const inGroups =
    asked.length === 0 ? new Set<string>() : await findGroupsOf(deps.database.lists, organizationId, person.id, asked);
  return chooseLadder(ladders, person.attributes, inGroups);
}

/**
 * Puts people who left before on the ladders of the policy in force, their days counting from now.
 *
 * @returns how many
 */
export async function applyLadders(deps: ActionDeps, application: Application, actor: string): Promise<number> {
  const { organizationId, id } = application;
  const ladders = (await deps.settings.application(id))?.policy.ladders ?? [];
  let applied = 0;
  for (let after: string | null = beforeAllIds; after !== null; ) {
    const { people, next } = await listPeopleGone(deps.database.lists, organizationId, id, after, page);
    for (const { id: person } of people) {
      await decideAgain(async () => {
        const before = await findDirectoryUser(deps.database.reader, organizationId, person);
        if (before === undefined || before.leaving !== null || before.status === "enabled") return;
        const now = deps.now();
        const begun = beginLeaving(await ladderFor(deps, organizationId, ladders, before), id, now);
        if (begun === null) return;
        const leaving = before.status === "binned" ? withoutStep(begun, "bin") : begun;
        const reason = `the ladder "${leaving.ladder}" was applied to those who left before`;
        const event: EventDraft = { type: "user.changed", outcome: "applied", directoryUserId: before.id, reason };
        const onLadder = nextVersion(before, { ...before, leaving }, now);
        await writeDirectoryUser(deps, organizationId, before, onLadder, [event], actor);
        applied += 1;
      });
    }
    after = next;
  }
  return applied;
}
