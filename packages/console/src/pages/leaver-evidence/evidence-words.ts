import type { Acknowledgement, Departure, LeaverStep } from "@rollcall/admin-api/leaver-evidence.ts";
import type { Meaning } from "../../design/meaning.ts";

interface Words {
  readonly says: string;
  readonly meaning: Meaning;
}

/** Receivers who may still have to learn that somebody is gone. */
export function unacknowledged({ disabled }: Departure): readonly Acknowledgement[] {
  return (disabled?.receivers ?? []).filter(({ state }) => state === "waiting" || state === "dead");
}

/** How a departure stands, in some words. */
export function departureWords(departure: Departure): Words {
  const { held, disabled, ended } = departure;
  if (disabled === null) return held === null ? { says: "Not in force", meaning: "off" } : heldWords[held.decision];
  const open = unacknowledged(departure);
  if (open.length > 0) {
    return { says: "Not acknowledged", meaning: open.some(({ state }) => state === "dead") ? "failing" : "attention" };
  }
  if (ended !== null) return { says: "Came back", meaning: "off" };
  const [first] = disabled.receivers;
  if (first === undefined) return { says: "Nobody is told", meaning: "off" };
  return disabled.receivers.every(({ state }) => state === "acknowledged")
    ? { says: "Acknowledged", meaning: "flowing" }
    : { says: "Not in the log", meaning: "off" };
}

const heldWords: Readonly<Record<NonNullable<Departure["held"]>["decision"], Words>> = {
  waiting: { says: "Held", meaning: "attention" },
  rejected: { says: "Rejected", meaning: "off" },
  withdrawn: { says: "Taken back", meaning: "off" },
  approved: { says: "Approved", meaning: "off" },
  released: { says: "Released", meaning: "off" },
  overtaken: { says: "Overtaken", meaning: "off" },
};

/** What became of what was held, with who decided it. */
export function decisionSentence({ decision, decidedBy, decidedByName }: NonNullable<Departure["held"]>): string {
  const who = decidedByName ?? decidedBy ?? "somebody";
  if (decision === "waiting") return "waits for a person";
  if (decision === "withdrawn") return "the source took it back";
  if (decision === "released") return "the application went live";
  return `${{ approved: "approved", rejected: "rejected", overtaken: "disabled by hand meanwhile" }[decision]} by ${who}`;
}

export const because: Readonly<Record<NonNullable<Departure["held"]>["because"], string>> = {
  limit: "Held by the guard",
  protected: "Held: the person is protected",
  paused: "Held: the application was paused",
  observe: "Not in force: the application only observed",
};

export const stepWords: Readonly<Record<LeaverStep["type"], string>> = {
  "user.disabled": "Disabled",
  "user.binned": "Put into the bin",
  "user.left-groups": "Out of all groups",
  "user.erased": "Erased",
  "user.restored": "Restored, and still disabled",
};

/** What a receiver has answered so far. */
export function receiverWords({ state, status, stopped }: Acknowledgement): Words {
  if (state === "acknowledged") return { says: `Acknowledged with ${status ?? "2xx"}`, meaning: "flowing" };
  if (state === "dead") return { says: "Given up", meaning: "failing" };
  if (state === "not-logged") return { says: "Not in the log", meaning: "off" };
  if (stopped !== null) return { says: `Not sent: the webhook is ${stopped}`, meaning: "failing" };
  return { says: "Not acknowledged yet", meaning: "attention" };
}

/** Seconds as people say them: `0.004 s`, `3 min 20 s`, `5 h 2 min`, `12 days`. */
export function delayInWords(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? seconds : Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  if (whole < 3_600) return parts(whole, 60, "min", 1, "s");
  if (whole < 172_800) return parts(whole, 3_600, "h", 60, "min");
  return `${Math.round(whole / 86_400)} days`;
}

function parts(seconds: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)} ${largeUnit}${rest === 0 ? "" : ` ${rest} ${smallUnit}`}`;
}
