import { defaultDeprovisioningPolicy } from "../domain/deprovisioning-policy.ts";
import { RollcallError } from "../domain/errors.ts";
import {
  type PlayedSource,
  type PlayProgress,
  playedDomain,
  playedSourceName,
  playedSourceSize,
  settlePlay,
} from "../domain/played-source.ts";
import type { Log } from "../log.ts";
import { findPlayedSource } from "../storage/read/played-sources.ts";
import { beginPlayedSource, lockPlayedSource, notePlayedSource } from "../storage/write/played-sources.ts";
import type { ActionDeps } from "./action-deps.ts";
import { createSourceApplication } from "./create-source-application.ts";
import { saveDeprovisioningPolicy } from "./save-deprovisioning-policy.ts";

/** What plays a source over HTTP, like a stranger: the composition brings it, since actions know no client. */
export interface SourcePlayer {
  /** Resolves when all days are played. @throws what ended it before */
  play(what: PlayOrder): Promise<PlayProgress>;
}

export interface PlayOrder {
  readonly sourceApplicationId: string;
  readonly token: string;
  readonly people: number;
  readonly groups: number;
  readonly domain: string;
  /** The same seed plays the same people. */
  readonly seed: number;
  readonly onProgress: (progress: PlayProgress) => void;
}

export interface PlayDeps extends ActionDeps {
  readonly player: SourcePlayer;
  readonly log: Log;
}

/** Milliseconds between two words on how far a play is. */
const pace = 400;

/**
 * Makes an application of made-up people in an organization and begins to play its source into it: they arrive, some
 * change, some leave. Answers as soon as it has begun.
 *
 * @throws {RollcallError} played_source.playing: one is played already; played_source.exists: the application of the one
 * before is still there
 */
export async function playSource(deps: PlayDeps, organizationId: string): Promise<PlayedSource> {
  const round = await deps.database.transaction(async (tx) => {
    await lockPlayedSource(tx, organizationId);
    const found = await findPlayedSource(tx, organizationId);
    const before = found && settlePlay(found, deps.now());
    if (before?.state === "playing") throw new RollcallError("played_source.playing");
    if (found !== undefined && found.sourceApplicationId !== null && !found.gone) {
      throw new RollcallError("played_source.exists");
    }
    const next = (before?.round ?? 0) + 1;
    await beginPlayedSource(tx, organizationId, { round: next, title: "Everybody arrives" }, deps.now());
    return next;
  });
  const note = (what: Parameters<typeof notePlayedSource>[3]) =>
    notePlayedSource(deps.database.pool, organizationId, round, what, deps.now());
  try {
    const { application, bearerToken } = await createSourceApplication(deps, organizationId, {
      displayName: playedSourceName,
    });
    // Nobody of them is left behind when the application goes with its people: whom the source deletes is binned.
    await saveDeprovisioningPolicy(deps, application, { ...defaultDeprovisioningPolicy, onUserDelete: "bin" });
    await note({ state: "playing", sourceApplicationId: application.id });
    void playToTheEnd(deps, { sourceApplicationId: application.id, token: bearerToken, round }, note);
  } catch (error) {
    await note({ state: "failed", problem: "Its application could not be made." });
    throw error;
  }
  return (await readPlay(deps, organizationId)) as PlayedSource;
}

async function playToTheEnd(
  deps: PlayDeps,
  { round, ...way }: { readonly round: number; readonly sourceApplicationId: string; readonly token: string },
  note: (what: Parameters<typeof notePlayedSource>[3]) => Promise<void>,
): Promise<void> {
  // One word after the other: the last one is that it ended.
  let noted = Promise.resolve();
  let last = 0;
  const say = (what: Parameters<typeof note>[0]) => {
    noted = noted
      .then(() => note(what))
      .catch((error: unknown) => deps.log.warn({ err: error }, "a play is not noted"));
    return noted;
  };
  let latest: PlayProgress | undefined;
  try {
    const order = { ...way, ...playedSourceSize, domain: playedDomain(round), seed: round };
    const progress = await deps.player.play({
      ...order,
      onProgress: (now) => {
        latest = now;
        if (performance.now() - last < pace) return;
        last = performance.now();
        void say({ state: "playing", progress: now });
      },
    });
    await say({ state: "done", progress });
  } catch (error) {
    // The one end of what nobody waits for: it is said where people look.
    deps.log.warn({ err: error }, "a source could not be played to its end");
    const problem = error instanceof Error ? error.message : "It ended without saying why.";
    await say({ state: "failed", progress: latest, problem });
  }
}

/** Reads how the play of an organization stands; undefined where there was none, or its application was deleted. */
export async function readPlay(deps: ActionDeps, organizationId: string): Promise<PlayedSource | undefined> {
  const found = await findPlayedSource(deps.database.pool, organizationId);
  return found === undefined || found.gone ? undefined : settlePlay(found, deps.now());
}
