import { colorsOf, type Meaning } from "../design/meaning.ts";
import classes from "./state-label.module.css";

interface Props {
  readonly meaning: Meaning;
  readonly children: string;
  /** Says more on hover. */
  readonly title?: string;
  /** Moves quietly: something is being waited for. */
  readonly waiting?: boolean;
}

/** A state as a dot and its word: never colour alone. */
export function StateLabel({ meaning, children, title, waiting = false }: Props) {
  return (
    <span className={classes.label} style={{ color: colorsOf(meaning).text }} title={title}>
      <span className={waiting ? `${classes.dot} ${classes.waiting}` : classes.dot} aria-hidden="true" />
      {children}
    </span>
  );
}
