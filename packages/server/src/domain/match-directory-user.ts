import type { Conflict } from "./link.ts";

/** Somebody of the directory who has the resource's user name or e-mail. */
export interface Candidate {
  readonly directoryUserId: string;
  readonly emailKey: string | null;
  readonly protected: boolean;
  readonly binned: boolean;
  /** Another resource of the same application is this person already. */
  readonly linkedHere: boolean;
  /** Some application's open link owns this person. */
  readonly owned: boolean;
}

/** Somebody whom a resource of the same application, or of the one that it succeeds, was until the link was closed. */
export interface Leaver {
  readonly directoryUserId: string;
  readonly externalId: string | null;
  readonly nameKey: string | null;
  readonly closedAt: string;
  /** Closed by the application that this one succeeds. */
  readonly ofPredecessor: boolean;
  readonly protected: boolean;
  readonly linkedHere: boolean;
  readonly owned: boolean;
}

/** What a resource that has no link yet is known by. */
export interface Newcomer {
  readonly externalId: string | null;
  readonly nameKey: string | null;
  readonly emailKey: string | null;
}

/** Whose directory user a new resource is (rules.md sections 3 and 5). */
export type Match =
  | { readonly kind: "return"; readonly directoryUserId: string; readonly owning: boolean }
  | { readonly kind: "match"; readonly directoryUserId: string; readonly owning: boolean }
  | { readonly kind: "create"; readonly possibleRehire: boolean }
  | { readonly kind: "conflict"; readonly conflict: Conflict };

/**
 * Decides once whose directory user a new resource is: the same person returned; else somebody with the same e-mail
 * whom the application may link to; else a conflict for a person to decide; else somebody new.
 *
 * @param domains e-mail domains, lower case, in which the application may link to people that exist
 * @param returnableSince instant (ISO 8601) after which a link must have been closed for its leaver to return
 */
export function matchDirectoryUser(
  newcomer: Newcomer,
  leavers: readonly Leaver[],
  candidates: readonly Candidate[],
  domains: ReadonlySet<string>,
  returnableSince: string,
): Match {
  const returnable = leavers.filter(
    (leaver) => (leaver.ofPredecessor || leaver.closedAt >= returnableSince) && !leaver.linkedHere,
  );
  const same = returnable.filter((leaver) => surelySamePerson(newcomer, leaver));
  // A predecessor's people are known by externalId, and by user name only where no externalId is the same.
  const known = same.filter((leaver) => leaver.ofPredecessor && samePresent(newcomer.externalId, leaver.externalId));
  const returning = distinctPeople(
    known.length === 0 ? same : same.filter((one) => !one.ofPredecessor || known.includes(one)),
  );
  if (returning.length > 1) {
    return conflict(
      "several-leavers",
      returning.map((leaver) => leaver.directoryUserId),
    );
  }
  const [returned] = returning;
  if (returned !== undefined) {
    // Nobody takes a protected person over without a person's approval, not even by coming back.
    if (returned.protected) return conflict("candidate-not-allowed", [returned.directoryUserId]);
    return { kind: "return", directoryUserId: returned.directoryUserId, owning: !returned.owned };
  }

  // A leaver of this application who surely is somebody else neither blocks the newcomer nor is offered for linking.
  const someoneElse = new Set(leavers.filter((leaver) => surelySomeoneElse(newcomer, leaver)).map(personOf));
  const present = candidates.filter((candidate) => !someoneElse.has(candidate.directoryUserId));
  const [only] = present;
  if (only === undefined) {
    return { kind: "create", possibleRehire: someoneElse.size > 0 };
  }
  const ids = present.map((candidate) => candidate.directoryUserId);
  if (present.length > 1) return conflict("several-candidates", ids);
  if (only.linkedHere) return conflict("candidate-linked-already", ids);
  const mayLink =
    newcomer.emailKey !== null &&
    only.emailKey === newcomer.emailKey &&
    domains.has(newcomer.emailKey.slice(newcomer.emailKey.lastIndexOf("@") + 1)) &&
    !only.protected &&
    !only.binned;
  if (!mayLink) return conflict("candidate-not-allowed", ids);
  return { kind: "match", directoryUserId: only.directoryUserId, owning: !only.owned };
}

/** Equal externalId; or one side lacks it and the user name is equal (rules.md section 5). */
function surelySamePerson(newcomer: Newcomer, leaver: Leaver): boolean {
  // A successor may know people by other external ids than its predecessor did, so the user name counts as well.
  if (leaver.ofPredecessor)
    return samePresent(newcomer.externalId, leaver.externalId) || samePresent(newcomer.nameKey, leaver.nameKey);
  if (newcomer.externalId !== null && leaver.externalId !== null) return newcomer.externalId === leaver.externalId;
  return samePresent(newcomer.nameKey, leaver.nameKey);
}

function samePresent(a: string | null, b: string | null): boolean {
  return a !== null && a === b;
}

/** Both have an externalId and they differ: user names and mail nicknames are recycled. */
function surelySomeoneElse(newcomer: Newcomer, leaver: Leaver): boolean {
  if (leaver.ofPredecessor) return false;
  return newcomer.externalId !== null && leaver.externalId !== null && newcomer.externalId !== leaver.externalId;
}

function distinctPeople(leavers: readonly Leaver[]): Leaver[] {
  return [...new Map(leavers.map((leaver) => [leaver.directoryUserId, leaver])).values()];
}

function personOf(leaver: Leaver): string {
  return leaver.directoryUserId;
}

function conflict(reason: Conflict["reason"], candidates: readonly string[]): Match {
  return { kind: "conflict", conflict: { reason, candidates: candidates.slice(0, 20) } };
}
