import { isSupported } from "../measure-scenario.ts";
import type { RunResult } from "../results.ts";
import { growthOf } from "./growth.ts";
import { barChart, type BarGroup } from "./bar-chart.ts";
import { lineChart } from "./line-chart.ts";

/** A picture and where it stands below docs/benchmarks/. */
export interface Chart {
  readonly file: string;
  readonly svg: string;
  /** What it shows, for those who do not see it. */
  readonly title: string;
}

/** Throughput of everybody in each scenario, one picture for each size of a comparison. */
export function comparisonCharts(run: RunResult): Chart[] {
  const compared = run.competitors.filter(({ kind }) => kind !== "yardstick");
  if (compared.length < 2) return [];
  return run.sizes.map(({ people, measured }) => {
    const groups: BarGroup[] = measured
      .filter(({ scenario, concurrency }) => isShown(scenario, concurrency))
      .map(({ scenario, concurrency, lanes }) => ({
        label: `${scenario}, c=${concurrency}`,
        values: compared.map(({ name }) => {
          const figures = lanes[name];
          return isSupported(figures) ? figures.perSecond : undefined;
        }),
      }));
    const users = people.toLocaleString("en");
    const title = `Operations a second with ${users} users`;
    const shown = compared.map(({ name, kind }) => (kind === "ours" ? `${name} (durable)` : `${name} (${kind})`));
    return {
      file: `throughput-${people}.svg`,
      title,
      svg: barChart({ title, subtitle: "Logarithmic scale; longer is better", series: shown, groups }),
    };
  });
}

/** Processor time of each scenario by size. */
export function growthCharts(run: RunResult): Chart[] {
  const lines = growthOf(run)
    .filter(({ scenario, concurrency, grows, points }) => points.length > 1 && !grows && isShown(scenario, concurrency))
    .map(({ scenario, points }) => ({
      label: scenario,
      points: points.map(({ people, cpu }) => ({ x: people, y: cpu / (points[0]?.cpu ?? 1) })),
    }));
  if (lines.length === 0) return [];
  const title = "Processor time of an operation as the directory grows";
  const least = run.sizes[0]?.people.toLocaleString("en") ?? "";
  const subtitle = `Server and database together, as a multiple of what it is with ${least} users; flat is better`;
  return [{ file: "growth.svg", title, svg: lineChart({ title, subtitle, aim: 1.5, lines }) }];
}

/** One concurrency of each scenario is enough for a picture: that of the aims. */
function isShown(scenario: string, concurrency: number): boolean {
  if (concurrency === 64) return false;
  if (/^(add|remove) a member/.test(scenario) || scenario.endsWith(" with members")) return concurrency === 1;
  return concurrency !== 1 || scenario.startsWith("Bulk");
}
