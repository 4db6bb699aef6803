import type { ProvisionedChange } from "../../domain/provisioned-change.ts";
import type { Tx } from "../database.ts";
import { anySlot, counterSlots, type WrittenMemberships, writeProvisionedChanges } from "./provisioned-changes.ts";

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

/** What a write of an organization's directory needs of its settings. */
export interface WriterSettings {
  organization(id: string): Promise<{ readonly matchedAttributes: readonly string[] } | undefined>;
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
const lanes = 5;
/**
 * Of one application. Two: while the database carries out the one the server prepares the next, and a third would only
 * make each of them smaller, at the cost of another statement and another commit.
 */
const lanesOfOne = 2;
/** Changes in one statement. */
const largestBatch = 64;
/** How far behind the first one of its application a batch looks for others. */
const lookAhead = 512;

/** The changes of one application that wait, and how many of its statements are under way. */
interface Line {
  waiting: Waiting[];
  underWay: number;
}

/**
 * Opens the writer of a node. A change that comes while nothing is under way is written at once; those of an application
 * that wait while two of its statements are under way are written together, which halves the work of the database under
 * load. Applications take turns. When a shared statement fails, each of its changes is written alone, so that nobody is
 * refused for another.
 */
export function openChangeWriter(tx: Tx, settings: WriterSettings, written: Written = () => {}): ChangeWriter {
  /** By application, in the order of their turns. */
  const lines = new Map<string, Line>();
  const held = new Set<string>();
  // Each lane has a slot of its own; where they begin is left to chance, so that the nodes of an installation seldom meet.
  const firstSlot = anySlot();
  const freeSlots = Array.from({ length: lanes }, (_, lane) => (firstSlot + lane) % counterSlots);

  function pump(): void {
    for (const [key, line] of lines) {
      if (freeSlots.length === 0) return;
      if (line.underWay >= lanesOfOne) continue;
      const batch = takeBatch(line);
      if (batch.length === 0) continue;
      // To the end of the turn; a Map gets there too.
      lines.delete(key);
      lines.set(key, line);
      void run(key, line, batch);
    }
  }

  function takeBatch(line: Line): Waiting[] {
    const batch: Waiting[] = [];
    const taken = new Set<string>();
    const left: Waiting[] = [];
    for (const [index, one] of line.waiting.entries()) {
      if (index >= lookAhead || batch.length >= largestBatch) {
        left.push(...line.waiting.slice(index));
        break;
      }
      const fits = batch[0] === undefined || (!batch[0].alone && !one.alone);
      const free = !one.keys.some((key) => held.has(key) || taken.has(key));
      if (fits && free && (one.group === undefined || !taken.has(one.group))) {
        batch.push(one);
        for (const key of one.keys) taken.add(key);
        if (one.group !== undefined) taken.add(one.group);
      } else {
        left.push(one);
      }
    }
    line.waiting = left;
    return batch;
  }

  async function run(name: string, line: Line, batch: readonly Waiting[]): Promise<void> {
    line.underWay += 1;
    const slot = freeSlots.pop();
    const keys = batch.flatMap((one) => one.keys);
    for (const key of keys) held.add(key);
    try {
      await writeTogether(batch, slot);
    } finally {
      if (slot !== undefined) freeSlots.push(slot);
      line.underWay -= 1;
      if (line.underWay === 0 && line.waiting.length === 0) lines.delete(name);
      for (const key of keys) held.delete(key);
      pump();
    }
  }

  async function writeTogether(batch: readonly Waiting[], slot: number | undefined): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    try {
      const changes = batch.map((one) => one.change);
      const { organizationId } = first.change;
      const { matchedAttributes = [] } = (await settings.organization(organizationId)) ?? {};
      const memberships = await writeProvisionedChanges(tx, organizationId, changes, matchedAttributes, slot);
      written(changes, memberships);
      const byGroup = new Map(memberships.map((group) => [group.groupId, group]));
      for (const one of batch) one.resolve(byGroup.get(one.change.memberships?.groupId ?? ""));
    } catch (error) {
      if (batch.length === 1) first.reject(error);
      else for (const one of batch) await writeTogether([one], slot);
    }
  }

  return {
    write(change) {
      return new Promise((resolve, reject) => {
        const group = change.memberships?.groupId;
        const name = `${change.organizationId} ${change.sourceApplicationId ?? ""}`;
        let line = lines.get(name);
        if (line === undefined) {
          line = { waiting: [], underWay: 0 };
          lines.set(name, line);
        }
        line.waiting.push({ change, keys: keysOf(change), group, alone: isAlone(change), resolve, reject });
        pump();
      });
    },
    written,
    get waiting() {
      let waiting = 0;
      for (const line of lines.values()) waiting += line.waiting.length;
      return waiting;
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
    ...(change.claim?.attributeKeys ?? []).map(({ attribute, key }) => `${attribute}=${key}`),
  ];
  return [...new Set(ids.filter((id) => id !== undefined))];
}
