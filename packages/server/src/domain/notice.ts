import { applicationHealth, type HealthFacts } from "./application-health.ts";

/** What somebody should know of; the type of its event is `notice.` and the kind. */
export const noticeKinds = {
  held: "The guard holds changes until a person decides.",
  conflict: "A resource may belong to somebody who exists; a person has to decide.",
  "source-failing": "The requests of a source fail.",
  "source-quiet": "A source has not called for days.",
  "token-expiring": "A bearer token expires in 30, 7 or 1 days, or has expired.",
  "webhook-broken": "A webhook is stopped because its receiver failed.",
  "domain-lost": "What proved a domain has been missing for days.",
} as const;

export type NoticeKind = keyof typeof noticeKinds;

/** Whom an organization tells by e-mail of what. */
export interface NoticeRecipient {
  readonly address: string;
  readonly kinds: readonly NoticeKind[];
}

export interface NoticeSettings {
  /** Days without a call after which a source has gone quiet. */
  readonly quietDays: number;
  readonly recipients: readonly NoticeRecipient[];
}

export const defaultNoticeSettings: NoticeSettings = { quietDays: 3, recipients: [] };

/** Something that is so now and that somebody should know of. */
export interface Cause {
  readonly kind: NoticeKind;
  /** The same as long as it is the same thing. */
  readonly cause: string;
  readonly sourceApplicationId: string | null;
  readonly sentence: string;
}

/** A source application as causes are told from it. */
export interface WatchedApplication extends HealthFacts {
  readonly sourceApplicationId: string;
  readonly displayName: string;
}

/** A bearer token that expires within a month, or did within the last one, and is neither revoked nor replaced. */
export interface ExpiringToken {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly sourceApplicationId: string;
  readonly expiresAt: string;
}

export interface BrokenWebhook {
  readonly id: string;
  readonly name: string;
  readonly reason: string | null;
}

/** A domain that was proven and is no longer. */
export interface LostDomain {
  readonly domain: string;
  readonly problem: string | null;
}

/** What is known of an organization when it is looked at. */
export interface Watched {
  readonly applications: readonly WatchedApplication[];
  readonly tokens: readonly ExpiringToken[];
  readonly webhooks: readonly BrokenWebhook[];
  readonly domains: readonly LostDomain[];
}

const day = 86_400_000;
/** A source that fails for so long does not recover by itself in a moment. */
const failingMilliseconds = 300_000;
/** Days before a token's end at which somebody is told, each once. */
const tokenDays = [30, 7, 1] as const;

/** Finds everything that somebody should know of now, one cause for each thing. */
export function findCauses(
  { applications, tokens, webhooks, domains }: Watched,
  quietDays: number,
  now: string,
): Cause[] {
  const names = new Map(applications.map((one) => [one.sourceApplicationId, one.displayName]));
  return [
    ...applications.flatMap((application) => causesOf(application, quietDays, now)),
    ...tokens.flatMap((token) => expiry(token, names.get(token.sourceApplicationId), now)),
    ...webhooks.map(({ id, name, reason }): Cause => {
      const why = reason === null ? "" : `: ${reason}`;
      const sentence = `The webhook "${name}" is stopped${why}. Resume it once its receiver is well.`;
      return { kind: "webhook-broken", cause: id, sourceApplicationId: null, sentence };
    }),
    ...domains.map(({ domain, problem }): Cause => {
      const why = problem === null ? "" : `: ${problem}`;
      const sentence = `The domain ${domain} is proven no longer${why}. Put its TXT record back, or take the domain away.`;
      return { kind: "domain-lost", cause: domain, sourceApplicationId: null, sentence };
    }),
  ];
}

function causesOf(application: WatchedApplication, quietDays: number, now: string): Cause[] {
  const { sourceApplicationId, displayName, held, conflicts, calls, mode } = application;
  const cause = (kind: NoticeKind, sentence: string): Cause => ({
    kind,
    cause: sourceApplicationId,
    sourceApplicationId,
    sentence,
  });
  const found: Cause[] = [];
  if (held > 0) {
    found.push(
      cause(
        "held",
        `${count(held, "change")} of "${displayName}" ${held === 1 ? "is" : "are"} held: approve or reject.`,
      ),
    );
  }
  if (conflicts > 0) {
    found.push(
      cause(
        "conflict",
        `${count(conflicts, "conflict")} of "${displayName}" ${conflicts === 1 ? "waits" : "wait"} for a decision.`,
      ),
    );
  }
  const health = applicationHealth(application, now);
  if (health.state === "failing" && Date.parse(now) - Date.parse(health.since) >= failingMilliseconds) {
    found.push(cause("source-failing", `"${displayName}" fails since ${health.since}. ${health.sentence}`));
  }
  const last = calls?.last?.at;
  // One that is refused or paused on purpose may be silent.
  if (last !== undefined && mode !== "refusing" && Date.parse(now) - Date.parse(last) >= quietDays * day) {
    const days = Math.floor((Date.parse(now) - Date.parse(last)) / day);
    found.push(
      cause("source-quiet", `"${displayName}" has not called for ${count(days, "day")}; the last call was ${last}.`),
    );
  }
  return found;
}

function expiry(token: ExpiringToken, displayName: string | undefined, now: string): Cause[] {
  const left = (Date.parse(token.expiresAt) - Date.parse(now)) / day;
  const threshold = tokenDays.findLast((days) => left <= days);
  if (threshold === undefined || displayName === undefined) return [];
  const which = `The bearer token "${token.name}" (…${token.hint}) of "${displayName}"`;
  const [step, sentence] =
    left <= 0
      ? [0, `${which} has expired: its source is refused until it has another one.`]
      : [
          threshold,
          `${which} expires in ${count(Math.ceil(left), "day")}: create another one and give it to the source.`,
        ];
  const { sourceApplicationId } = token;
  return [{ kind: "token-expiring", cause: `${token.id} ${step}`, sourceApplicationId, sentence }];
}

/** Health counts to a thousand and no further. */
const mostCounted = 1_000;

function count(number: number, noun: string): string {
  if (number >= mostCounted) return `${mostCounted} ${noun}s or more`;
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
