import { GuardScene } from "./guard-scene.ts";
import { listNumbers, type SoakReport } from "./soak-report.ts";

/** Has so many people leave a source at once, and decides about those whom the guard holds. */
export async function soakByGuard(leavers: number, seed: number, say: (line: string) => void): Promise<SoakReport> {
  const scene = await GuardScene.open(seed);
  try {
    const { good, ...findings } = await scene.play(leavers, say);
    const { answers, ends, latency } = findings;
    return {
      text: listNumbers([
        ["people who left at once", findings.leavers],
        ["people who stayed", findings.staying],
        ...Object.entries(answers).flatMap(([method, statuses]) =>
          Object.entries(statuses).map(([status, count]): [string, number] => [`${method} answered ${status}`, count]),
        ),
        ["not answered 2xx", findings.notAnsweredWell],
        ["the guard's limit", findings.limit],
        ["went through", findings.wentThrough],
        ["held", findings.held],
        ["held and not enabled, or lost", findings.wronglyHeld],
        ...Object.entries(ends.fates).map(([fate, { wanted, found }]): [string, string] => [
          fate,
          `${found.toLocaleString("en")} of ${wanted.toLocaleString("en")} as they should be`,
        ]),
        ["SCIM reads something else than was written", ends.readWrongly],
        ["people with an event missing or twice", ends.eventsWrong],
        ["deactivated one by one", `${latency.deactivations}, ${latency.perSecond} a second`],
        ["disabled after its answer", `p50 ${latency.disabled.p50} ms, p99 ${latency.disabled.p99} ms`],
        ["in the feed after its answer", `p50 ${latency.inFeed.p50} ms, p99 ${latency.inFeed.p99} ms`],
      ]),
      json: { seed, ...findings },
      good,
    };
  } finally {
    await scene.close();
  }
}
