import { palette, picture, round, textAt } from "./svg.ts";

export interface LineChart {
  readonly title: string;
  readonly subtitle: string;
  /** A level that none should pass. */
  readonly aim: number;
  readonly lines: readonly {
    readonly label: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
}

const [width, left, right, top, plot, line] = [960, 60, 370, 84, 400, 17];
const dashes = ["", "7 3", "2 3"];

/** Draws lines over a logarithmic horizontal axis; the names stand beside the plot in the order in which they end. */
export function lineChart({ title, subtitle, aim, lines }: LineChart): string {
  const all = lines.flatMap(({ points }) => points);
  const [least, most] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))];
  const highest = Math.ceil(Math.max(aim, ...all.map(({ y }) => y)) * 2) / 2;
  const xAt = (x: number): number =>
    round(left + (Math.log(x / least) / Math.log(most / least)) * (width - left - right));
  const yAt = (y: number): number => round(top + plot - (y / highest) * plot);
  const height = Math.max(top + plot + 44, top + lines.length * line + 30);
  const step = highest > 4 ? 1 : 0.5;
  const grid = Array.from({ length: Math.floor(highest / step) + 1 }, (_, index) => index * step).map(
    (y) =>
      `<line class="grid" x1="${left}" y1="${yAt(y)}" x2="${width - right}" y2="${yAt(y)}"/>` +
      textAt(left - 8, yAt(y) + 4, `${y} ×`, 'class="quiet" text-anchor="end" font-size="11"'),
  );
  const sizes = [...new Set(all.map(({ x }) => x))].map((x) =>
    textAt(
      xAt(x),
      top + plot + 18,
      `${x.toLocaleString("en")} users`,
      'class="quiet" text-anchor="middle" font-size="11"',
    ),
  );
  const ordered = lines.toSorted((a, b) => (b.points.at(-1)?.y ?? 0) - (a.points.at(-1)?.y ?? 0));
  const drawn = ordered.map(({ label, points }, index) => {
    const colour = palette[index % palette.length] ?? "";
    const dash = dashes[Math.floor(index / palette.length) % dashes.length] ?? "";
    const stroke = `fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"`;
    const places = points.map(({ x, y }) => `${xAt(x)},${yAt(y)}`).join(" ");
    const y = top + index * line + 4;
    const x = width - right + 24;
    return (
      `<polyline points="${places}" ${stroke}/>` +
      `<line x1="${x}" y1="${y - 4}" x2="${x + 24}" y2="${y - 4}" ${stroke}/>` +
      textAt(x + 31, y, `${(points.at(-1)?.y ?? 0).toFixed(2)} ×  ${label}`, 'class="text" font-size="12"')
    );
  });
  const told = ordered.map(({ label, points }) => `${label} ${(points.at(-1)?.y ?? 0).toFixed(2)} times`);
  return picture({
    width,
    height,
    title,
    description: `${subtitle}. At the largest size: ${told.join(", ")}. The aim is at most ${aim} times.`,
    body: [
      textAt(20, 28, title, 'class="text" font-size="17" font-weight="600"'),
      textAt(20, 48, subtitle, 'class="quiet"'),
      ...grid,
      `<line class="aim" x1="${left}" y1="${yAt(aim)}" x2="${width - right}" y2="${yAt(aim)}"/>`,
      textAt(left + 6, yAt(aim) - 6, `aim: at most ${aim} ×`, 'class="quiet" font-size="11"'),
      ...sizes,
      ...drawn,
    ],
  });
}
