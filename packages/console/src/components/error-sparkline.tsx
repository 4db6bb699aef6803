import type { CallSeries } from "@rollcall/admin-api/application-health.ts";
import classes from "./error-sparkline.module.css";

const slot = 3;
const height = 18;

/** How many requests were refused or failed in 24 hours, and when, in a cell of a table. */
export function ErrorSparkline({ calls, errors }: { readonly calls: CallSeries; readonly errors: number }) {
  if (errors === 0) return <span className={classes.none}>0</span>;
  const hours = calls.refused.map((refused, hour) => refused + (calls.failed[hour] ?? 0));
  const highest = Math.max(1, ...hours);
  return (
    <span className={classes.line}>
      <svg width={hours.length * slot} height={height} aria-hidden="true">
        {hours.map((count, hour) => {
          const size = count === 0 ? 1 : Math.max(3, (count / highest) * height);
          return (
            <rect
              key={hour.toString()}
              x={hour * slot}
              y={height - size}
              width={slot - 1}
              height={size}
              className={count === 0 ? classes.quiet : (calls.failed[hour] ?? 0) > 0 ? classes.failed : classes.refused}
            />
          );
        })}
      </svg>
      <span className="numbers">{errors.toLocaleString("en")}</span>
    </span>
  );
}
