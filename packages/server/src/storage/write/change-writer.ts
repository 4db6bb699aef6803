import type { ProvisionedChange } from "../../domain/provisioned-change.ts";
import type { Tx } from "../database.ts";
import { type WrittenMemberships, writeProvisionedChanges } from "./provisioned-changes.ts";

/** Writes provisioned changes, those that wait at the same moment together. */
export interface ChangeWriter {
  /**
   * Writes one change, all of it or nothing; committed when it resolves.
   *
   * @returns how many memberships its group gained and lost; undefined when it names no group
   * @throws the database's error: code RC001 when another write overtook this one
   */
  write(change: ProvisionedChange): Promise<WrittenMemberships | undefined>;
  /** Hears of changes that somebody wrote in a transaction of their own. */
  readonly written: Written;
  /** Changes that wait for their turn. */
  readonly waiting: number;
}

/** Told of changes once they are committed. */
export type Written = (changes: readonly ProvisionedChange[], memberships: readonly WrittenMemberships[]) => void;

interface Waiting {
  readonly change: ProvisionedChange;
  /** What must not be written twice at once: ids and match keys. */
  readonly keys: readonly string[];
  /** Its group: member changes of one group run side by side, but not in one statement, which raises a slot once. */
  readonly group: string | undefined;
  readonly alone: boolean;
  readonly resolve: (written: WrittenMemberships | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Statements under way at once; those who come meanwhile share the next one. */
const lanes = 4;
/** Changes in one statement. */
const largestBatch = 64;
/** How far behind the first one a batch looks for others. */
const lookAhead = 512;

/**
 * Opens the writer of a node. A change that comes while nothing is under way is written at once; those that wait while
 * four statements are under way are written together, per organization, which halves the work of the database under
 * load. When a shared statement fails, each of its changes is written alone, so that nobody is refused for another.
 */
export function openChangeWriter(tx: Tx, written: Written = () => {}): ChangeWriter {
  let waiting: Waiting[] = [];
  let underWay = 0;
  const held = new Set<string>();

  function pump(): void {
    while (underWay < lanes) {
      const batch = takeBatch();
      if (batch.length === 0) return;
      void run(batch);
    }
  }

  function takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const taken = new Set<string>();
    const left: Waiting[] = [];
    for (const [index, one] of waiting.entries()) {
      if (index >= lookAhead || batch.length >= largestBatch) {
        left.push(...waiting.slice(index));
        break;
      }
      const first = batch[0];
      const fits =
        first === undefined ||
        (!first.alone && !one.alone && first.change.organizationId === one.change.organizationId);
      const free = !one.keys.some((key) => held.has(key) || taken.has(key));
      if (fits && free && (one.group === undefined || !taken.has(one.group))) {
        batch.push(one);
        for (const key of one.keys) taken.add(key);
        if (one.group !== undefined) taken.add(one.group);
      } else {
        left.push(one);
      }
    }
    waiting = left;
    return batch;
  }

  async function run(batch: readonly Waiting[]): Promise<void> {
    underWay += 1;
    const keys = batch.flatMap((one) => one.keys);
    for (const key of keys) held.add(key);
    try {
      await writeTogether(batch);
    } finally {
      underWay -= 1;
      for (const key of keys) held.delete(key);
      pump();
    }
  }

  async function writeTogether(batch: readonly Waiting[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    try {
      const changes = batch.map((one) => one.change);
      const memberships = await writeProvisionedChanges(tx, first.change.organizationId, changes);
      written(changes, memberships);
      const byGroup = new Map(memberships.map((group) => [group.groupId, group]));
      for (const one of batch) one.resolve(byGroup.get(one.change.memberships?.groupId ?? ""));
    } catch (error) {
      if (batch.length === 1) first.reject(error);
      else for (const one of batch) await writeTogether([one]);
    }
  }

  return {
    write(change) {
      return new Promise((resolve, reject) => {
        const group = change.memberships?.groupId;
        waiting.push({ change, keys: keysOf(change), group, alone: isAlone(change), resolve, reject });
        pump();
      });
    },
    written,
    get waiting() {
      return waiting.length;
    },
  };
}

/** A deletion and a replacement of all members change rows that other changes may name, so they share no statement. */
function isAlone(change: ProvisionedChange): boolean {
  return change.resource?.kind === "delete" || change.memberships?.replace === true;
}

function keysOf(change: ProvisionedChange): string[] {
  const ids = [
    change.link?.after.resourceId,
    change.formerOwner?.after.resourceId,
    change.resource?.kind === "delete" ? change.resource.before.id : change.resource?.after.id,
    change.directoryUser?.after.id,
    change.directoryGroup?.after.id,
    change.groupName?.key,
    ...change.flagged,
    ...(change.claim?.keys ?? []),
  ];
  return [...new Set(ids.filter((id) => id !== undefined))];
}
