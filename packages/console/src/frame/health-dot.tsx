import { colorsOf, type Meaning } from "../design/meaning.ts";
import classes from "./health-dot.module.css";

interface Props {
  readonly meaning: Meaning;
  readonly label: string;
  readonly className?: string | undefined;
}

/** How an organization is, as a dot with a name for those who do not see it. */
export function HealthDot({ meaning, label, className }: Props) {
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={`${classes.dot} ${className ?? ""}`}
      style={{ background: colorsOf(meaning).text }}
    />
  );
}
