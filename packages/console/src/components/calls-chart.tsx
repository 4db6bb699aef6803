import { Group } from "@mantine/core";
import type { CallSeries } from "@rollcall/admin-api/application-health.ts";
import classes from "./calls-chart.module.css";

const outcomes = [
  { key: "answered", label: "answered" },
  { key: "refused", label: "refused (4xx)" },
  { key: "failed", label: "failed (5xx)" },
] as const;
const width = 720;
const height = 112;
const hourMilliseconds = 3_600_000;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** The calls of 24 hours by outcome, an hour a bar. */
export function CallsChart({ calls }: { readonly calls: CallSeries }) {
  const totals = outcomes.map(({ key, label }) => ({
    key,
    label,
    total: calls[key].reduce((sum, one) => sum + one, 0),
  }));
  const hours = calls.answered.map((_, hour) => ({ hour, parts: outcomes.map(({ key }) => calls[key][hour] ?? 0) }));
  const highest = Math.max(1, ...hours.map(({ parts }) => parts.reduce((sum, one) => sum + one, 0)));
  const slot = width / hours.length;
  const inWords = totals.map(({ label, total }) => `${total.toLocaleString("en")} ${label}`).join(", ");
  return (
    <figure className={classes.figure}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className={classes.chart}
        role="img"
        aria-label={`Calls of the last 24 hours: ${inWords}; at most ${highest.toLocaleString("en")} in an hour`}
      >
        <line x1="0" x2={width} y1="0.5" y2="0.5" className={classes.rule} />
        <line x1="0" x2={width} y1={height / 2} y2={height / 2} className={classes.rule} />
        {hours.map(({ hour, parts }) => {
          let top = height;
          const from = Date.parse(calls.since) + hour * hourMilliseconds;
          return (
            <g key={hour}>
              {parts.map((count, part) => {
                const size = count === 0 ? 0 : Math.max(2, (count / highest) * height);
                top -= size;
                const name = outcomes[part]?.key ?? "answered";
                return (
                  <rect
                    key={name}
                    x={hour * slot + 3}
                    y={top}
                    width={slot - 6}
                    height={size}
                    className={classes[name]}
                  />
                );
              })}
              <rect x={hour * slot} y="0" width={slot} height={height} className={classes.hour}>
                <title>
                  {`${clock.format(from)} to ${clock.format(from + hourMilliseconds)}: ${parts
                    .map((count, part) => `${count.toLocaleString("en")} ${outcomes[part]?.label ?? ""}`)
                    .join(", ")}`}
                </title>
              </rect>
            </g>
          );
        })}
        <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} className={classes.base} />
      </svg>
      <div className={classes.hours} aria-hidden="true">
        <span>24 h ago</span>
        <span>12 h</span>
        <span>now</span>
      </div>
      <Group component="figcaption" gap="md" className={classes.legend}>
        {totals.map(({ key, label, total }) => (
          <span key={key} className={classes.entry}>
            <span className={`${classes.swatch} ${classes[key]}`} aria-hidden="true" />
            <span className="numbers">{total.toLocaleString("en")}</span> {label}
          </span>
        ))}
        <span className={classes.most}>at most {highest.toLocaleString("en")} an hour</span>
      </Group>
    </figure>
  );
}
