import { directoryUserKeys, type DirectoryValues } from "./directory-user.ts";
import type { Conflict } from "./link.ts";
import { defaultMatchRules, type MatchRule, ruleAgrees } from "./match-rule.ts";

/** Somebody of the directory who has the resource's user name or e-mail, or whom a match rule finds. */
export interface Candidate {
  readonly directoryUserId: string;
  readonly emailKey: string | null;
  readonly attributes: DirectoryValues;
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
  /** What the directory would hold of it. */
  readonly attributes: DirectoryValues;
}

/** Whose directory user a new resource is (rules.md sections 3 and 5). */
export type Match =
  | { readonly kind: "return"; readonly directoryUserId: string; readonly owning: boolean }
  | { readonly kind: "match"; readonly directoryUserId: string; readonly owning: boolean }
  | { readonly kind: "create"; readonly possibleRehire: boolean }
  | { readonly kind: "conflict"; readonly conflict: Conflict };

/** A rule refuses a resource that would be a conflict: where nothing is stored yet, nothing is. */
export interface MatchRefusal {
  readonly kind: "refuse";
  readonly conflict: Conflict;
  readonly rule: MatchRule;
}

/**
 * Decides once whose directory user a new resource is: the same person returned; else somebody whom the application's
 * match rules find and whom it may link to; else a conflict for a person to decide; else somebody new.
 *
 * @param domains e-mail domains, lower case, in which the application may link to people that exist
 * @param returnableSince instant (ISO 8601) after which a link must have been closed for its leaver to return
 * @param rules in their order: the first that finds somebody says what is done
 */
export function matchDirectoryUser(
  newcomer: Newcomer,
  leavers: readonly Leaver[],
  candidates: readonly Candidate[],
  domains: ReadonlySet<string>,
  returnableSince: string,
  rules: readonly MatchRule[] = defaultMatchRules,
): Match | MatchRefusal {
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
  const present = candidates.filter(
    (one) => !someoneElse.has(one.directoryUserId) && mayBe(newcomer, one.attributes, rules),
  );
  const [only] = present;
  if (only === undefined) {
    return { kind: "create", possibleRehire: someoneElse.size > 0 };
  }
  const rule = rules.find((one) => present.some(({ attributes }) => ruleAgrees(one, newcomer.attributes, attributes)));
  if (rule?.whenFound === "refuse") {
    return { kind: "refuse", rule, conflict: conflictWith("refused-by-rule", newcomer, present, rules) };
  }
  const reason = whyNotLinked(present, rule, domains);
  if (reason !== undefined) return { kind: "conflict", conflict: conflictWith(reason, newcomer, present, rules) };
  return { kind: "match", directoryUserId: only.directoryUserId, owning: !only.owned };
}

/** Tells whether somebody has the newcomer's user name or e-mail as either of them, or a rule says that it is they. */
function mayBe({ attributes }: Newcomer, theirs: DirectoryValues, rules: readonly MatchRule[]): boolean {
  const mine = directoryUserKeys(attributes);
  const { userNameKey, emailKey } = directoryUserKeys(theirs);
  const keys = [mine.userNameKey, mine.emailKey].filter((key) => key !== null);
  const called = [userNameKey, emailKey].some((key) => key !== null && keys.includes(key));
  return called || rules.some((rule) => ruleAgrees(rule, attributes, theirs));
}

/** Why a person has to decide about those who are there; undefined where the resource is the only one of them. */
function whyNotLinked(
  present: readonly Candidate[],
  rule: MatchRule | undefined,
  domains: ReadonlySet<string>,
): Conflict["reason"] | undefined {
  const [only] = present;
  if (only === undefined || present.length > 1) return "several-candidates";
  if (only.linkedHere) return "candidate-linked-already";
  if (rule?.whenFound === "ask") return "asked-by-rule";
  // Whatever the rule compares: the one who is there must be in the application's share of domains.
  const { emailKey } = only;
  const mayLink =
    rule?.whenFound === "link" &&
    emailKey !== null &&
    domains.has(emailKey.slice(emailKey.lastIndexOf("@") + 1)) &&
    !only.protected &&
    !only.binned;
  return mayLink ? undefined : "candidate-not-allowed";
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

/** Always compared beside the rules: whoever has the user name or the e-mail is asked about. */
const alwaysCompared: readonly MatchRule[] = ["userName", "email"].map((attribute) => ({
  attribute,
  compare: "ignoreCase",
  whenFound: "ask",
}));

/** A conflict that says of each candidate by which attributes it was found. */
function conflictWith(
  reason: Conflict["reason"],
  newcomer: Newcomer,
  present: readonly Candidate[],
  rules: readonly MatchRule[],
): Conflict {
  const candidates = present.slice(0, 20);
  const foundBy = ({ attributes }: Candidate): string[] => {
    const agreeing = [...rules, ...alwaysCompared].filter((rule) => ruleAgrees(rule, newcomer.attributes, attributes));
    return [...new Set(agreeing.map(({ attribute }) => attribute))];
  };
  return {
    reason,
    candidates: candidates.map(({ directoryUserId }) => directoryUserId),
    foundBy: candidates.map(foundBy),
  };
}
