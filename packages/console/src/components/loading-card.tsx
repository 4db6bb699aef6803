import { Skeleton } from "@mantine/core";
import classes from "./loading-card.module.css";

/** While what a page is about is on its way: lines in a border, as tall as it will be. */
export function LoadingCard({ rows, rowHeight = 38 }: { readonly rows: number; readonly rowHeight?: number }) {
  return (
    <div className={classes.card} role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes.row} style={{ height: rowHeight }}>
          <Skeleton height={10} width={`${16 + ((index * 7) % 12)}%`} radius={4} />
          <Skeleton height={10} width={`${34 + ((index * 11) % 20)}%`} radius={4} />
        </div>
      ))}
    </div>
  );
}
