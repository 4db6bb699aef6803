import { IconArrowRight } from "@tabler/icons-react";
import classes from "./leaver-line.module.css";

/** What happens to somebody who leaves, as a line: at the source, here at once, later. */
export function LeaverLine({ bins, days }: { readonly bins: boolean; readonly days: number }) {
  const inDays = days === 1 ? "after 1 day" : `after ${days.toLocaleString("en")} days`;
  const steps = bins
    ? [
        ["Source deactivates", "active: false"],
        ["In the recycle bin", "at once"],
        ["Erased", inDays],
      ]
    : [
        ["Source deactivates", "active: false"],
        ["Disabled", "at once, in no group"],
        ["Stays in the directory", "until somebody decides"],
      ];
  return (
    <ol className={classes.line} aria-label="What happens to somebody who leaves">
      {steps.map(([what, when], index) => (
        <li key={what} className={classes.step}>
          {index > 0 && <IconArrowRight size={16} stroke={1.5} className={classes.arrow} aria-hidden="true" />}
          <span className={classes.box}>
            <span className={classes.what}>{what}</span>
            <span className={classes.when}>{when}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
