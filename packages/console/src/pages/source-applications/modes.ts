import type { Mode } from "@rollcall/admin-api/source-applications.ts";

interface ModeWords {
  readonly mode: Mode;
  readonly label: string;
  /** The verb that leads there. */
  readonly verb: string;
  /** What it means for the source and for people. */
  readonly means: string;
}

/** The four modes, as the mode menu says them. */
export const modes: readonly ModeWords[] = [
  {
    mode: "live",
    label: "Live",
    verb: "Go live",
    means: "What the source sends reaches the directory at once, through the guard.",
  },
  {
    mode: "observe",
    label: "Observe",
    verb: "Only observe",
    means: "The source is answered as always. Nothing reaches the directory; you see what would happen.",
  },
  {
    mode: "paused",
    label: "Paused",
    verb: "Pause",
    means: "The source is answered as always, so it neither retries nor stops its job. Changes wait until you go live.",
  },
  {
    mode: "refusing",
    label: "Refusing",
    verb: "Refuse everything",
    means:
      "Every request gets 503. Sources try again later; Entra ID slows down and after four weeks disables its job, Okta lists failed tasks.",
  },
];

/** The words of one mode. */
export function wordsOf(mode: Mode): ModeWords {
  return modes.find((one) => one.mode === mode) ?? (modes[0] as ModeWords);
}
