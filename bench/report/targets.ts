import { isSupported, type Measured } from "../measure-scenario.ts";
import { bareHttp, type Competitor, ours, type RunResult, statementsAlone } from "../results.ts";

/** One line of what the project promises of its speed, and what a run shows of it. */
export interface TargetLine {
  readonly promise: string;
  readonly reached: string;
  /** Undefined where the run says nothing about it. */
  readonly kept: boolean | undefined;
}

type Kind = Competitor["kind"];

interface Target {
  readonly scenario: string | RegExp;
  readonly concurrency: number;
  readonly promises: readonly Promised[];
}

/** So many times a competitor, or so many per second. */
type Promised =
  | { readonly times: number; readonly of: Kind | "statements" | "node:http" }
  | { readonly perSecond: number };

const targets: readonly Target[] = [
  {
    scenario: "create a user",
    concurrency: 16,
    promises: [
      { times: 5, of: "durable peer" },
      { times: 0.6, of: "statements" },
      { times: 1, of: "in-memory peer" },
    ],
  },
  {
    scenario: "read a user by id",
    concurrency: 16,
    promises: [
      { times: 4, of: "durable peer" },
      { times: 0.4, of: "node:http" },
    ],
  },
  { scenario: "look up by userName", concurrency: 16, promises: [{ times: 6, of: "durable peer" }] },
  { scenario: "look up by work e-mail", concurrency: 16, promises: [{ times: 50, of: "durable peer" }] },
  {
    scenario: "find by family name, page of 20",
    concurrency: 16,
    promises: [{ times: 1, of: "in-memory peer" }],
  },
  { scenario: "first page of 100", concurrency: 16, promises: [{ perSecond: 500 }] },
  { scenario: "last page of 100, by index", concurrency: 16, promises: [{ perSecond: 100 }] },
  { scenario: "deep page of 100, by cursor", concurrency: 16, promises: [{ perSecond: 500 }] },
  { scenario: "PATCH active of a user", concurrency: 16, promises: [{ times: 3, of: "durable peer" }] },
  { scenario: "Bulk of 1,000 creates", concurrency: 1, promises: [{ times: 5, of: "durable peer" }] },
  { scenario: /^add a member to a group of (10,000|100,000)$/, concurrency: 1, promises: [{ perSecond: 1_000 }] },
  { scenario: "Entra ID, initial cycle", concurrency: 8, promises: [{ times: 4, of: "durable peer" }] },
];

/** Holds the run with the most people of a comparison against what is promised. */
export function holdAgainstTargets(run: RunResult): TargetLine[] {
  const size = run.sizes.at(-1);
  return targets.flatMap(({ scenario, concurrency, promises }) =>
    (size?.measured ?? [])
      .filter((one) => one.concurrency === concurrency && isMeant(scenario, one.scenario))
      .flatMap((one) => promises.map((promised) => hold(run.competitors, one, promised))),
  );
}

function isMeant(meant: string | RegExp, name: string): boolean {
  return typeof meant === "string" ? meant === name : meant.test(name);
}

function hold(competitors: readonly Competitor[], one: Measured, promised: Promised): TargetLine {
  const scenario = `${one.scenario}, ${one.concurrency} at once`;
  const own = one.lanes[ours];
  const rate = isSupported(own) ? own.perSecond : 0;
  if ("perSecond" in promised) {
    return {
      promise: `${scenario}: at least ${whole(promised.perSecond)}/s`,
      reached: `${whole(rate)}/s`,
      kept: rate >= promised.perSecond,
    };
  }
  const { times, of } = promised;
  const best = bestOf(competitors, one, of);
  const share = times < 1 ? `${times * 100} % of` : `${times} ×`;
  const promise = `${scenario}: at least ${share} ${titles[of]}`;
  if (best === undefined)
    return { promise, reached: `${whole(rate)}/s; none of them does it or took part`, kept: undefined };
  const ratio = one.ratios[best.name]?.median ?? Number.NaN;
  const shown = times < 1 ? `${Math.round(ratio * 100)} %` : `${ratio.toFixed(1)} ×`;
  return { promise, reached: `${shown} (${best.name}: ${whole(best.perSecond)}/s)`, kept: ratio >= times };
}

const titles: Readonly<Record<Kind | "statements" | "node:http", string>> = {
  ours,
  yardstick: "the yardstick",
  "durable peer": "the best durable peer",
  "in-memory peer": "the in-memory peer",
  statements: "its statements alone",
  "node:http": "bare node:http",
};

function bestOf(
  competitors: readonly Competitor[],
  one: Measured,
  of: Kind | "statements" | "node:http",
): { readonly name: string; readonly perSecond: number } | undefined {
  const names =
    of === "statements"
      ? [statementsAlone]
      : of === "node:http"
        ? [bareHttp]
        : competitors.filter(({ kind }) => kind === of).map(({ name }) => name);
  return names
    .flatMap((name) => {
      const figures = one.lanes[name];
      return isSupported(figures) ? [{ name, perSecond: figures.perSecond }] : [];
    })
    .toSorted((a, b) => b.perSecond - a.perSecond)[0];
}

function whole(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
}
