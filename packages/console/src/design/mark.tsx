import classes from "./mark.module.css";

/** The word with its tick; the tick alone where there is no room. */
export function Mark({ compact = false, size = 16 }: { readonly compact?: boolean; readonly size?: number }) {
  const tick = (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden="true" className={classes.tick}>
      <path d="M3 8.6 6.6 12 13 4.4" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
  if (compact) return <span aria-label="rollcall" role="img" className={classes.mark} children={tick} />;
  return (
    <span className={classes.mark} style={{ fontSize: size }}>
      rollcall
      {tick}
    </span>
  );
}
