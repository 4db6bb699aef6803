import type { DirectoryUser } from "../domain/directory-user.ts";
import { changeEvents, nextVersion, revised } from "../domain/directory-user-change.ts";
import { type LadderStep, ladderDueAt, nextStep, stepAt, withoutStep } from "../domain/leaver-ladder.ts";
import type { EventDraft } from "../domain/provisioning-event.ts";
import { findDueLeavers, hasOtherSources } from "../storage/read/leavers.ts";
import { findDirectoryUser } from "../storage/read/open-links.ts";
import { erasePerson } from "../storage/write/erased-people.ts";
import { leaveGroupsByLadder } from "../storage/write/ladder-memberships.ts";
import { writeEvents } from "../storage/write/lone-events.ts";
import { writeProvisionedChanges } from "../storage/write/provisioned-changes.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeOfUser, writeDirectoryUser } from "./administer-directory-user.ts";
import { decideAgain } from "./decide-again.ts";
import { eventsFrom } from "./events-from.ts";

/** Whose step it is where nobody takes it by hand: the policy's of the source application. */
const policyActor = "policy";
const page = 100;
const dayMilliseconds = 86_400_000;

/**
 * Takes the steps of leavers that are due, a page of people at most, each in a transaction of its own; what is left is
 * found by its date again. Where two nodes do it for a moment nothing is done twice: each step is written on the person
 * that it was decided on.
 */
export async function takeLadderSteps(deps: ActionDeps): Promise<void> {
  let failure: Error | undefined;
  for (const { organizationId, id } of await findDueLeavers(deps.database.reader, deps.now(), page)) {
    try {
      await decideAgain(async () => {
        const user = await findDirectoryUser(deps.database.reader, organizationId, id);
        const due = user && ladderDueAt(user);
        if (user === undefined || !due || due > deps.now()) return;
        await takeNextStep(deps, organizationId, user, { actor: policyActor });
      });
    } catch (error) {
      // Somebody whose step fails must not keep those behind from theirs: it is told when all had their turn.
      failure ??= error as Error;
    }
  }
  if (failure !== undefined) throw failure;
}

/** Who takes a step, and why where a person does. */
export interface StepTaker {
  readonly actor: string;
  readonly reason?: string;
}

/** Takes the next step of a leaver, whatever its date. */
export async function takeNextStep(
  deps: ActionDeps,
  organizationId: string,
  user: DirectoryUser,
  by: StepTaker,
): Promise<void> {
  const { leaving } = user;
  const next = leaving && nextStep(leaving);
  if (leaving === null || !next) return;
  const reason = by.reason ?? (await policyReason(deps, user, next.step));
  await steps[next.step](deps, organizationId, user, { actor: by.actor, reason });
}

async function policyReason(deps: ActionDeps, { leaving }: DirectoryUser, step: LadderStep): Promise<string> {
  const application = leaving && (await deps.settings.application(leaving.from));
  const days =
    leaving === null ? 0 : Math.floor((Date.parse(deps.now()) - Date.parse(leaving.since)) / dayMilliseconds);
  const policy = application ? `the policy of "${application.displayName}"` : "the policy of a deleted application";
  const what = { groups: "out of all groups", bin: "to the recycle bin", erase: "erased" }[step];
  return `${policy}, ladder "${leaving?.ladder}": ${what} ${days} ${days === 1 ? "day" : "days"} after leaving`;
}

type Step = (deps: ActionDeps, organizationId: string, user: DirectoryUser, by: Required<StepTaker>) => Promise<void>;

const steps: Readonly<Record<LadderStep, Step>> = {
  groups: async (deps, organizationId, before, by) => {
    const now = deps.now();
    const leaving = before.leaving && { ...withoutStep(before.leaving, "groups"), outOfGroups: true };
    const after = nextVersion(before, { ...before, leaving }, now);
    const left: EventDraft = {
      type: "user.left-groups",
      outcome: "applied",
      directoryUserId: before.id,
      reason: by.reason,
    };
    const change = changeOfUser(deps, organizationId, before, after, [left], by.actor);
    await deps.database.transaction(async (tx) => {
      await writeProvisionedChanges(tx, organizationId, [change]);
      await leaveGroupsByLadder(tx, organizationId, before.id, now, by);
    });
    deps.writer.written([change], []);
  },
  bin: async (deps, organizationId, before, { actor, reason }) => {
    const now = deps.now();
    const leaving = before.leaving && withoutStep(before.leaving, "bin");
    const bin = before.binnedBy === null ? { binnedBy: "source" as const, binnedAt: now } : {};
    const after = nextVersion(before, revised(before, { leaving, ...bin }, now), now);
    const events = changeEvents(before, after, "applied", reason);
    await writeDirectoryUser(deps, organizationId, before, after, events, actor);
  },
  erase: async (deps, organizationId, before, { actor, reason }) => {
    if (await hasOtherSources(deps.database.reader, organizationId, before.id)) {
      await postpone(deps, organizationId, before, actor);
      return;
    }
    const now = deps.now();
    const erased: EventDraft = { type: "user.erased", outcome: "applied", directoryUserId: before.id, reason };
    const facts = {
      newId: deps.newId,
      now,
      actor,
      sourceApplicationId: before.leaving?.from ?? null,
      scimId: null,
      externalId: null,
      exchangeId: null,
    };
    await deps.database.transaction(async (tx) => {
      await erasePerson(tx, organizationId, before, now, actor);
      await writeEvents(tx, organizationId, eventsFrom([erased], facts));
    });
  },
};

/** Somebody whom another source still has is not erased: looked at again a week later. */
async function postpone(deps: ActionDeps, organizationId: string, before: DirectoryUser, actor: string) {
  const now = deps.now();
  const later = new Date(Date.parse(now) + 7 * dayMilliseconds).toISOString();
  const leaving = before.leaving && stepAt(before.leaving, "erase", later);
  const reason = "not erased: another source still has this person";
  const held: EventDraft = { type: "user.changed", outcome: "held", directoryUserId: before.id, reason };
  const after = nextVersion(before, { ...before, leaving }, now);
  await writeDirectoryUser(deps, organizationId, before, after, [held], actor);
}
