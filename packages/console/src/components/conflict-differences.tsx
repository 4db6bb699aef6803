import { VisuallyHidden } from "@mantine/core";
import type { Conflict } from "@rollcall/admin-api/conflicts.ts";
import classes from "./conflict-card.module.css";
import { asShortText } from "./short-text.ts";

interface Props {
  /** The candidate's name. */
  readonly called: string;
  readonly differences: Conflict["candidates"][number]["differences"];
}

/** Where the one who arrived and a candidate differ, side by side; folded until somebody looks. */
export function ConflictDifferences({ called, differences }: Props) {
  if (differences.length === 0) return <span className={classes.more}>No mapped value differs.</span>;
  return (
    <details className={classes.details}>
      <summary>
        {differences.length === 1 ? "1 value differs" : `${differences.length} values differ`}
        <VisuallyHidden> between {called} and who arrived</VisuallyHidden>
      </summary>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Attribute</th>
              <th scope="col">Who arrived</th>
              <th scope="col">In the directory</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ attribute, label, resource, directory }) => (
              <tr key={attribute}>
                <th scope="row">{label}</th>
                <td dir="auto">{asShortText(resource, {})}</td>
                <td dir="auto">{directory === null ? "nothing" : asShortText(directory, {})}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
