import type { ReactNode } from "react";
import classes from "./figures.module.css";

/** A row of numbers that answer a page's question. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <dl className={classes.numbers}>{children}</dl>;
}

interface Props {
  readonly name: string;
  readonly children: ReactNode;
  /** A line below it, in small. */
  readonly note?: ReactNode;
}

/** One number with its name. */
export function Figure({ name, children, note }: Props) {
  return (
    <div className={classes.number}>
      <dt>{name}</dt>
      <dd className={classes.value}>{children}</dd>
      {note !== undefined && note !== "" && <dd className={classes.note}>{note}</dd>}
    </div>
  );
}
