import type { Ladder } from "@rollcall/admin-api/deprovisioning-policies.ts";
import { IconArrowRight } from "@tabler/icons-react";
import classes from "./leaver-line.module.css";

interface Props {
  readonly bins: boolean;
  readonly ladders: readonly Ladder[];
}

/** What happens to somebody who leaves, as a line: at the source, here at once, and by and by. */
export function LeaverLine({ bins, ladders }: Props) {
  const ladder = ladders.find(({ when }) => when === null);
  const later = [
    ["Out of all groups", ladder?.groupsAfterDays],
    ["In the recycle bin", bins ? null : ladder?.binAfterDays],
    ["Erased", ladder?.eraseAfterDays],
  ].flatMap(([what, days]) => (typeof days === "number" ? [[String(what), inDays(days)] as const] : []));
  const atOnce = bins ? ["In the recycle bin", "at once"] : ["Disabled", "at once, in no group"];
  const ends = later.some(([what]) => what === "Erased");
  const stays = [bins ? "Stays in the bin" : "Stays as it is then", "until somebody decides"];
  const steps = [["Source deactivates", "active: false"], atOnce, ...later, ...(ends ? [] : [stays])];
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

function inDays(days: number): string {
  if (days === 0) return "at once";
  return days === 1 ? "after 1 day" : `after ${days.toLocaleString("en")} days`;
}
