/** How large the source is that is played for whoever has none at hand, and what its application is called. */
export const playedSourceSize = { people: 200, groups: 10 } as const;
export const playedSourceName = "Made-up people";

/** Milliseconds without a word after which the node that played is taken for gone. */
const silence = 60_000;

/** A source of made-up people that Rollcall plays into an application of its own. */
export interface PlayedSource {
  /** Null until it is made. */
  readonly sourceApplicationId: string | null;
  readonly round: number;
  readonly state: "playing" | "done" | "failed";
  /** What happens now: a day of the source. */
  readonly title: string;
  readonly percent: number;
  readonly requests: number;
  readonly refused: number;
  /** Why it failed, in words. */
  readonly problem: string | null;
  readonly startedAt: string;
  readonly modifiedAt: string;
}

/** What is known of a play while it goes on. */
export interface PlayProgress {
  readonly title: string;
  readonly percent: number;
  readonly requests: number;
  readonly refused: number;
}

/** The play as it stands: one of which nothing was heard for a minute has failed with its node. */
export function settlePlay(play: PlayedSource, now: string): PlayedSource {
  if (play.state !== "playing" || Date.parse(now) - Date.parse(play.modifiedAt) < silence) return play;
  return { ...play, state: "failed", problem: "Rollcall was stopped while it played." };
}

/** The domain of the people of a round: nobody's, and none that a round before had. */
export function playedDomain(round: number): string {
  return round === 1 ? "made-up.example" : `made-up-${round}.example`;
}
