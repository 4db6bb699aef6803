import { palette, picture, round, textAt } from "./svg.ts";
import { written } from "./table.ts";

export interface BarGroup {
  readonly label: string;
  /** In the order of the series; undefined where there is nothing to show. */
  readonly values: readonly (number | undefined)[];
}

export interface BarChart {
  readonly title: string;
  readonly subtitle: string;
  readonly series: readonly string[];
  readonly groups: readonly BarGroup[];
}

const [width, left, right, top, bar, gap] = [960, 345, 70, 84, 12, 14];

/** Draws groups of lying bars on a logarithmic scale, with the number at each. */
export function barChart({ title, subtitle, series, groups }: BarChart): string {
  const most = Math.max(10, ...groups.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const decades = Math.ceil(Math.log10(most));
  const scale = (value: number): number =>
    (Math.max(0, Math.log10(Math.max(value, 0.1)) + 1) / (decades + 1)) * (width - left - right);
  const groupHeight = series.length * bar + gap;
  const height = top + groups.length * groupHeight + 30;
  const grid = Array.from({ length: decades + 2 }, (_, index) => {
    const x = round(left + scale(10 ** (index - 1)));
    return (
      `<line class="grid" x1="${x}" y1="${top - 8}" x2="${x}" y2="${height - 26}"/>` +
      textAt(x, height - 10, written(10 ** (index - 1)), 'class="quiet" text-anchor="middle" font-size="11"')
    );
  });
  const bars = groups.flatMap(({ label, values }, row) => {
    const y = top + row * groupHeight;
    const middle = y + (series.length * bar) / 2 + 4;
    return [
      textAt(left - 10, middle, label, 'class="text" text-anchor="end"'),
      ...values.map((value, index) => {
        const at = y + index * bar;
        if (value === undefined) {
          return textAt(left + 4, at + bar - 2, "not supported", 'class="quiet" font-size="10"');
        }
        const length = round(Math.max(1, scale(value)));
        return (
          `<rect x="${left}" y="${at}" width="${length}" height="${bar - 2}" rx="2" fill="${palette[index] ?? ""}"/>` +
          textAt(left + length + 5, at + bar - 2, written(value), 'class="text" font-size="10"')
        );
      }),
    ];
  });
  return picture({
    width,
    height,
    title,
    description: `${subtitle}. ${groups.map((group) => describe(group, series)).join(" ")}`,
    body: [
      textAt(20, 28, title, 'class="text" font-size="17" font-weight="600"'),
      textAt(20, 48, subtitle, 'class="quiet"'),
      ...legend(series),
      ...grid,
      ...bars,
    ],
  });
}

function describe({ label, values }: BarGroup, series: readonly string[]): string {
  const told = values.map(
    (value, index) => `${series[index]} ${value === undefined ? "not supported" : written(value)}`,
  );
  return `${label}: ${told.join(", ")}.`;
}

/** The names of the series with their colours, in one line. */
function legend(series: readonly string[]): string[] {
  let x = 20;
  return series.map((name, index) => {
    const at = x;
    x += 22 + name.length * 7;
    return `<rect x="${at}" y="58" width="12" height="12" rx="2" fill="${palette[index] ?? ""}"/>${textAt(at + 17, 68, name, 'class="text" font-size="12"')}`;
  });
}
