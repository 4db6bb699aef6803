import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "@rollcall/admin-api/client.ts";
import { deprovisioningPolicyRoutes } from "@rollcall/admin-api/deprovisioning-policies.ts";
import type { CopiedUser } from "@rollcall/admin-api/directory-snapshot.ts";
import { guardRoutes } from "@rollcall/admin-api/guards.ts";
import { type HeldChange, type HeldDecision, heldChangeRoutes } from "@rollcall/admin-api/held-changes.ts";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import type { CreatedSourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { readPages } from "../../src/cli/demo-directory.ts";
import { freePort } from "../../src/cli/free-port.ts";
import { Source } from "../support/source.ts";
import { FeedRecord } from "./feed-record.ts";
import { checkEnds, type Ends, type Fate } from "./guard-ends.ts";
import { type Answers, GuardPeople, type SentPerson } from "./guard-people.ts";
import { measureLatency, type Latency } from "./guard-latency.ts";
import { RollcallProcess } from "./rollcall-process.ts";
import { patientClient, readWholeDirectory, unlimitedApplication } from "./soak-client.ts";

/** What the guard did when many people left at once. */
export interface GuardFindings {
  readonly leavers: number;
  readonly staying: number;
  /** Requests of the source while people left. */
  readonly answers: Answers;
  readonly notAnsweredWell: number;
  /** People who may go within an hour, as the guard said before anybody left. */
  readonly limit: number;
  readonly wentThrough: number;
  readonly held: number;
  /** Held, and not enabled in the directory; or neither held nor gone. */
  readonly wronglyHeld: number;
  readonly ends: Ends;
  readonly latency: Latency;
  readonly good: boolean;
}

/** A server, a source whose people leave at once, and a second one whose people leave by and by. */
export class GuardScene {
  readonly #folder: string;
  readonly #rollcall: RollcallProcess;
  readonly #seed: number;

  private constructor(folder: string, rollcall: RollcallProcess, seed: number) {
    this.#folder = folder;
    this.#rollcall = rollcall;
    this.#seed = seed;
  }

  static async open(seed: number): Promise<GuardScene> {
    const folder = await mkdtemp(join(tmpdir(), "rollcall-guard-"));
    // PostgreSQL runs as somebody else when the tests run as root, and has to get through to its folder.
    await chmod(folder, 0o711);
    const rollcall = new RollcallProcess(join(folder, "data"), await freePort("127.0.0.1"));
    await rollcall.start();
    return new GuardScene(folder, rollcall, seed);
  }

  /** Has so many people leave at once while as many stay, and decides about those whom the guard holds. */
  async play(leavers: number, say: (line: string) => void): Promise<GuardFindings> {
    const client = patientClient(this.#rollcall);
    const { id: organizationId } = await client.call(organizationRoutes.createOrganization, {
      body: { name: "Guard" },
    });
    const application = await unlimitedApplication(client, organizationId, "All at once");
    const params = { sourceApplicationId: application.id };
    // Approved, disabled only and rejected end differently then.
    const policy = { deleteDeactivatedUsers: true };
    await client.call(deprovisioningPolicyRoutes.putDeprovisioningPolicy, { params, body: policy });
    const people = new GuardPeople(application, leavers, this.#seed);
    const feed = new FeedRecord(client, organizationId);
    try {
      const sent = await people.arrive();
      say(`${sent.length} people are there`);
      const { limits } = await client.call(guardRoutes.getGuard, { params });
      const before = await feed.untilNow();
      const answers = await people.leave();
      say(`${leavers} people left: ${JSON.stringify(answers)}`);

      const idOf = new Map(
        before.flatMap(({ type, scimId, directoryUserId }) =>
          type === "user.created" && scimId !== null ? [[scimId, directoryUserId ?? ""] as const] : [],
        ),
      );
      const held = await readHeld(client, organizationId, application);
      const left = sent.filter((one) => one.leaves);
      const wronglyHeld = await countWronglyHeld(client, organizationId, left, held, idOf);
      const wentThrough = left.length - held.length;
      say(`${wentThrough} went through, ${held.length} are held`);

      const fates = await decideAll(client, application, sent, held);
      const events = (await feed.untilNow()).slice(before.length);
      const after = await readWholeDirectory(client, organizationId);
      const byId = new Map<string, CopiedUser>(after.users.map((user) => [user.id, user]));
      const ends = await checkEnds(
        new Source(application),
        sent.map((person) => ({
          ...person,
          fate: fates.get(person.scimId) ?? "stayed",
          user: byId.get(idOf.get(person.scimId) ?? ""),
        })),
        events,
      );
      say(`all is decided; ${JSON.stringify(ends.fates)}`);
      const latency = await measureLatency(
        client,
        organizationId,
        Math.min(500, Math.max(10, Math.floor(leavers / 10))),
        feed,
      );

      const badly = countNot2xx(answers);
      const good =
        badly === 0 &&
        wronglyHeld === 0 &&
        wentThrough > 0 &&
        wentThrough <= limits.bins + people.inFlight &&
        ends.good;
      return {
        leavers: left.length,
        staying: sent.length - left.length,
        answers,
        notAnsweredWell: badly,
        limit: limits.bins,
        wentThrough,
        held: held.length,
        wronglyHeld,
        ends,
        latency,
        good,
      };
    } finally {
      await feed.close();
      await people.close();
    }
  }

  async close(): Promise<void> {
    await this.#rollcall.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function readHeld(
  client: Client,
  organizationId: string,
  { id }: CreatedSourceApplication,
): Promise<readonly HeldChange[]> {
  return readPages((query) =>
    client.call(heldChangeRoutes.listHeldChanges, {
      params: { organizationId },
      query: { ...query, sourceApplicationId: id },
    }),
  );
}

/** Counts who is held and not enabled, or neither held nor gone. */
async function countWronglyHeld(
  client: Client,
  organizationId: string,
  left: readonly SentPerson[],
  held: readonly HeldChange[],
  idOf: ReadonlyMap<string, string>,
): Promise<number> {
  const { users } = await readWholeDirectory(client, organizationId);
  const statusOf = new Map(users.map(({ id, status }) => [id, status]));
  const heldIds = new Set(held.map(({ scimId }) => scimId));
  return left.filter(({ scimId }) => {
    return statusOf.get(idOf.get(scimId) ?? "") !== (heldIds.has(scimId) ? "enabled" : "binned");
  }).length;
}

/** Approves a third of what is held, approves a third as "disable only", and rejects the rest without naming it. */
async function decideAll(
  client: Client,
  { id }: CreatedSourceApplication,
  sent: readonly SentPerson[],
  held: readonly HeldChange[],
): Promise<Map<string, Fate>> {
  const third = Math.ceil(held.length / 3);
  const parts: readonly (readonly [HeldDecision, Fate, readonly HeldChange[]])[] = [
    ["approve", "approved", held.slice(0, third)],
    ["disable", "disabled only", held.slice(third, 2 * third)],
    ["reject", "rejected", held.slice(2 * third)],
  ];
  const params = { sourceApplicationId: id };
  const fates = new Map<string, Fate>();
  for (const { scimId, leaves } of sent) fates.set(scimId, leaves ? "went through" : "stayed");
  let remaining = held.length;
  for (const [decision, fate, changes] of parts) {
    const ids = changes.map(({ scimId }) => scimId);
    for (const scimId of ids) fates.set(scimId, fate);
    for (const scimIds of decision === "reject" ? [undefined] : pagesOf(ids, 1_000)) {
      await client.call(heldChangeRoutes.decideHeldChanges, {
        params,
        body: { decision, reason: "somebody looked", ...(scimIds === undefined ? {} : { scimIds }) },
      });
    }
    remaining -= ids.length;
    while ((await client.call(guardRoutes.getGuard, { params })).held > remaining) await wait(100);
  }
  return fates;
}

function countNot2xx(answers: Answers): number {
  const badly = Object.values(answers).flatMap((statuses) =>
    Object.entries(statuses).filter(([status]) => !status.startsWith("2")),
  );
  return badly.reduce((sum, [, count]) => sum + count, 0);
}

function pagesOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );
}
