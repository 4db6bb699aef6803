import type { PlayedSource as Presented, playedSourceRoutes } from "@rollcall/admin-api/played-sources.ts";
import { playSource, readPlay } from "../../actions/play-source.ts";
import type { PlayedSource } from "../../domain/played-source.ts";
import type { HandlersOf } from "./handler.ts";

export const playedSourceHandlers: HandlersOf<typeof playedSourceRoutes> = {
  getPlayedSource: async ({ deps, organizationId }) => {
    const played = await readPlay(deps, organizationId);
    return { played: played === undefined ? null : present(played) };
  },
  playSource: async ({ deps, organizationId }) => present(await playSource(deps, organizationId)),
};

function present(played: PlayedSource): Presented {
  const { sourceApplicationId, state, title, percent, requests, refused, problem, startedAt } = played;
  return { sourceApplicationId, state, title, percent, requests, refused, problem, startedAt };
}
