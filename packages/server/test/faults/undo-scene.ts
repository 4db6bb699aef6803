import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Client } from "@rollcall/admin-api/client.ts";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { guardRoutes } from "@rollcall/admin-api/guards.ts";
import { type Job, jobRoutes } from "@rollcall/admin-api/jobs.ts";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { undoRoutes } from "@rollcall/admin-api/undo.ts";
import { readPages } from "../../src/cli/demo-directory.ts";
import { Source } from "../support/source.ts";
import { applyBadMapping, BadSync, type Damage } from "./bad-sync.ts";
import { FeedRecord, marker } from "./feed-record.ts";
import type { RollcallProcess } from "./rollcall-process.ts";
import { patientClient, readWholeDirectory, unlimitedApplication } from "./soak-client.ts";

/** What the undo gives as its reason. */
export const undoReason = "a bad sync";

/** A person or group as anybody can see it, but for when it changed and which source gave a value. */
type Seen = Readonly<Record<string, unknown>> & { readonly attributes?: Readonly<Record<string, unknown>> };

/** One field of one person or group that an undo did not bring back. */
export interface Difference {
  readonly id: string;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What an undo came to. */
export interface UndoFindings {
  readonly people: number;
  readonly groups: number;
  readonly damage: Damage;
  /** Fields that were another one when the undo began. */
  readonly damaged: number;
  /** Fields that are another one afterwards: the first twenty, and how many. */
  readonly differences: readonly Difference[];
  readonly differing: number;
  /** People and groups that the bad sync made up: in the recycle bin, and elsewhere. */
  readonly madeUpBinned: number;
  readonly madeUpElsewhere: number;
  /** Groups that were in a group whose or their own resource is gone: as the undo says, they are not in it again. */
  readonly groupsNotWithin: number;
  /** What else the undo left as it was. */
  readonly left: number;
  /** The preview foresaw in numbers what the undo did. */
  readonly foreseen: boolean;
  /** Versions of the mapping that were saved within the window, and stay in force. */
  readonly mappingVersions: number;
  /** Everything that the undo told, a line each, in an order of its own; ids are no part of it. */
  readonly told: readonly string[];
}

/** An organization to which a bad mapping and a bad sync are done, and undone. */
export class UndoScene {
  readonly organizationId: string;
  readonly #client: Client;
  readonly #source: Source;
  readonly #sync: BadSync;

  private constructor(client: Client, organizationId: string, source: Source, sync: BadSync) {
    this.#client = client;
    this.organizationId = organizationId;
    this.#source = source;
    this.#sync = sync;
  }

  /** @param seed the same seed does the same to as many people */
  static async open(rollcall: RollcallProcess, people: number, seed: number): Promise<UndoScene> {
    const client = patientClient(rollcall);
    const { id } = await client.call(organizationRoutes.createOrganization, {
      body: { name: `Undo ${crypto.randomUUID()}` },
    });
    const application = await unlimitedApplication(client, id, "Source");
    const params = { sourceApplicationId: application.id };
    await client.call(guardRoutes.putGuard, { params, body: { enabled: false, atLeast: 0, percent: 0 } });
    const source = new Source(application);
    return new UndoScene(client, id, source, new BadSync(source, people, seed));
  }

  /** @param during what happens to the server while the undo is carried out */
  async play(during: () => Promise<void>, say: (line: string) => void): Promise<UndoFindings> {
    await this.#sync.fill();
    const before = await this.#see();
    say(`${before.size} people and groups are there`);
    const from = await instant();
    const damage = await this.#sync.damage();
    await this.#ended(await applyBadMapping(this.#client, this.#source.applicationId));
    const until = await instant();
    const damaged = compare(before, await this.#see());
    say(`${damaged.length} fields are another one after a bad mapping and a bad sync: ${JSON.stringify(damage)}`);

    const feed = new FeedRecord(this.#client, this.organizationId);
    const already = (await feed.untilNow()).length;
    const params = { sourceApplicationId: this.#source.applicationId };
    const preview = await this.#ended(
      await this.#client.call(undoRoutes.previewUndo, { params, body: { from, until } }),
    );
    const job = await this.#client.call(undoRoutes.undo, { params, body: { from, until, reason: undoReason } });
    await during();
    const { result } = await this.#ended(job);
    const events = (await feed.untilNow()).slice(already);
    await feed.close();

    const after = await this.#see();
    const reversals = await readPages((query) =>
      this.#client.call(undoRoutes.listReversals, {
        params: { organizationId: this.organizationId, jobId: job.id },
        query,
      }),
    );
    const left = reversals.flatMap((one) => one.left);
    const notWithin = left.filter(({ because }) => because === "resource-gone");
    const around = new Set(notWithin.map(({ directoryGroupId }) => directoryGroupId));
    // As the undo says itself, a group is not in that one again.
    const said = ({ field, before: was, after: is }: Difference): boolean =>
      field === "groupIds" &&
      isDeepStrictEqual(
        (was as string[]).filter((id) => !around.has(id)),
        is,
      );
    const differences = compare(before, after);
    const unsaid = differences.filter((one) => before.get(one.id)?.["kind"] !== "group" || !said(one));
    const madeUp = [...after].filter(([id]) => !before.has(id)).map(([, seen]) => seen["status"]);
    const binned = madeUp.filter((status) => status === "binned").length;
    const { mappingVersions } = result as unknown as { readonly mappingVersions: readonly number[] };
    const nameOf = (id: string | null) => (id === null ? "" : String(before.get(id)?.["name"] ?? "made up"));
    const told = events
      .filter((event) => event.reason === undoReason)
      .map(({ type, outcome, directoryUserId, directoryGroupId, changes }) => {
        // A membership's change names SCIM ids.
        const changed = type.startsWith("group.member-") ? "" : JSON.stringify(changes);
        return [nameOf(directoryUserId), nameOf(directoryGroupId), type, outcome, changed].join(" ");
      });
    return {
      people: [...before.values()].filter(({ kind }) => kind === "user").length,
      groups: [...before.values()].filter(({ kind }) => kind === "group").length,
      damage,
      damaged: damaged.length,
      differences: unsaid.slice(0, 20),
      differing: unsaid.length,
      madeUpBinned: binned,
      madeUpElsewhere: madeUp.length - binned,
      groupsNotWithin: differences.length - unsaid.length,
      left: left.length - notWithin.length,
      foreseen: isDeepStrictEqual(result, preview.result),
      mappingVersions: mappingVersions.length,
      told: told.toSorted(),
    };
  }

  async #ended(job: Job): Promise<Job> {
    const params = { organizationId: this.organizationId, jobId: job.id };
    for (;;) {
      const now = await this.#client.call(jobRoutes.getJob, { params });
      if (now.state === "done") return now;
      if (now.finishedAt !== null) throw new Error(`the job ${now.kind} is ${now.state}: ${now.problem}`);
      await wait(50);
    }
  }

  /** Everybody and every group by id: values, status, flags, what is missing, and in which groups they are. */
  async #see(): Promise<Map<string, Seen>> {
    const { users, groups } = await readWholeDirectory(this.#client, this.organizationId);
    const params = { organizationId: this.organizationId };
    const listed = await readPages((query) =>
      this.#client.call(directoryUserRoutes.listDirectoryUsers, { params, query }),
    );
    const more = new Map(
      listed.map(({ modifiedAt: _modifiedAt, sourceApplicationIds: _givers, ...user }) => [user.id, user]),
    );
    const seen = new Map<string, Seen>();
    for (const user of users) {
      const name = user.attributes["userName"];
      if (String(name).startsWith(marker)) continue;
      seen.set(user.id, { kind: "user", name, ...user, ...more.get(user.id), groupIds: user.groupIds.toSorted() });
    }
    for (const group of groups) {
      const name = group.attributes["displayName"];
      seen.set(group.id, { kind: "group", name, ...group, groupIds: group.groupIds.toSorted() });
    }
    return seen;
  }
}

/** Compares field by field those who were there before, and each value by itself. */
function compare(before: ReadonlyMap<string, Seen>, after: ReadonlyMap<string, Seen>): Difference[] {
  return [...before].flatMap(([id, one]) => {
    const [was, is] = [fieldsOf(one), fieldsOf(after.get(id) ?? {})];
    const fields = [...new Set([...was.keys(), ...is.keys()])];
    return fields
      .filter((field) => !isDeepStrictEqual(was.get(field), is.get(field)))
      .map((field) => ({ id, field, before: was.get(field), after: is.get(field) }));
  });
}

function fieldsOf({ attributes, ...fields }: Seen): Map<string, unknown> {
  const values = Object.entries(attributes ?? {}).map(([name, value]) => [`attributes.${name}`, value] as const);
  return new Map<string, unknown>([...Object.entries(fields), ...values]);
}

/** An instant that is after all that happened and before all that will. */
async function instant(): Promise<string> {
  await wait(20);
  const now = new Date().toISOString();
  await wait(20);
  return now;
}
