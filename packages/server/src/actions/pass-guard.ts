import { type Departures, guardLimits, noDepartures, sumDepartures, within } from "../domain/guard.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { countDepartures, countEnabledPeople } from "../storage/read/guard-counts.ts";
import type { ActionDeps } from "./action-deps.ts";

/** What the guard of an application says to a change that takes people away. */
export type GuardVerdict =
  /** It may be written. `limits` is there where it has to be checked once more, one after the other, in the write. */
  | { readonly kind: "through"; readonly load: Departures; readonly limits: Departures | undefined }
  /** It waits for a person. */
  | { readonly kind: "held"; readonly reason: string };

/** From this share of a limit on departures go through one after the other. */
const serialised = 0.8;
const peopleTrustedMilliseconds = 60_000;

/** Departures that this node is writing at the moment, by application. */
const underWay = new Map<string, Departures>();
const knownPeople = new Map<string, { readonly count: Promise<number>; readonly until: number }>();

/**
 * Asks the guard of an application about a change that takes people away, and lets `write` do what it says (rules.md
 * section 6). Counts what went through within the last hour; may overshoot by what other nodes write at the same moment
 * while far from the limit, never above 80 % of it.
 */
export async function passGuard<T>(
  deps: ActionDeps,
  application: CompiledApplication,
  load: Departures,
  write: (verdict: GuardVerdict) => Promise<T>,
): Promise<T> {
  const { id, guard } = application;
  if (!guard.enabled) return write({ kind: "through", load, limits: undefined });
  underWay.set(id, sumDepartures(underWay.get(id) ?? noDepartures, load));
  try {
    return await write(await judge(deps, application, load));
  } finally {
    const left = sumDepartures(underWay.get(id) ?? noDepartures, { departures: -load.departures, bins: -load.bins });
    if (left.departures > 0) underWay.set(id, left);
    else underWay.delete(id);
  }
}

async function judge(deps: ActionDeps, application: CompiledApplication, load: Departures): Promise<GuardVerdict> {
  const { organizationId, id, guard } = application;
  const gone = await countDepartures(deps.database.reader, organizationId, id, deps.now());
  const expected = sumDepartures(gone, underWay.get(id) ?? load);
  if (within(expected, guardLimits(guard, 0), serialised)) return { kind: "through", load, limits: undefined };
  const limits = guardLimits(guard, await peopleBefore(deps, application, gone));
  if (within(expected, limits, serialised)) return { kind: "through", load, limits: undefined };
  if (within(sumDepartures(gone, load), limits)) return { kind: "through", load, limits };
  const reason = `the guard holds it: ${gone.departures} of at most ${limits.departures} departures within an hour`;
  return {
    kind: "held",
    reason: load.bins > 0 ? `${reason}, ${gone.bins} of at most ${limits.bins} to the bin` : reason,
  };
}

/** How many people the application had enabled before those went who count; counted at most once a minute. */
function peopleBefore(
  deps: ActionDeps,
  { organizationId, id }: CompiledApplication,
  gone: Departures,
): Promise<number> {
  const known = knownPeople.get(id);
  if (known !== undefined && known.until > performance.now()) return known.count;
  const enabled = countEnabledPeople(deps.database.lists, organizationId, id);
  const count = enabled.then((people) => people + gone.departures);
  knownPeople.set(id, { count, until: performance.now() + peopleTrustedMilliseconds });
  count.catch(() => knownPeople.delete(id));
  return count;
}
