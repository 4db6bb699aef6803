import { Skeleton, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useMemo, useRef } from "react";
import classes from "./data-table.module.css";

/** One column of a table. */
export interface Column<Row> {
  /** Is read aloud where there is no title to see. */
  readonly key: string;
  readonly title: string;
  /** As CSS grid has it: `minmax(0, 2fr)`, `120px`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  readonly numeric?: boolean;
  /** Stays when the window is narrower than 768 px; the others go to the second line. */
  readonly primary?: boolean;
  /** Left out when the window is narrower than 768 px. */
  readonly wideOnly?: boolean;
  /** Left out when the window is narrower than 1200 px. */
  readonly roomyOnly?: boolean;
  /** Stands in the corner of a row when the window is narrower than 768 px: for a menu. */
  readonly corner?: boolean;
}

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Opens a row: by click, or Enter where the row has the focus. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly rowHeight?: number;
  /** When the window is narrower than 768 px and rows have two lines or more. */
  readonly narrowRowHeight?: number;
  readonly loading?: boolean;
  /** There is more: it is asked for as the end comes near. */
  readonly hasMore?: boolean | undefined;
  readonly onMore?: (() => void) | undefined;
  readonly empty?: ReactNode;
  readonly selectedKey?: string | undefined;
}

/** A table of any length: only the rows in sight are in the page, and further ones are asked for as they come near. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, rows, rowKey, onOpen, loading = false, hasMore = false, onMore } = props;
  const { rowHeight: wideHeight = 40, narrowRowHeight = Math.max(wideHeight, 60) } = props;
  const narrow = useMediaQuery("(max-width: 768px)", false, { getInitialValueInEffect: false });
  const roomy = useMediaQuery("(min-width: 1200px)", true, { getInitialValueInEffect: false });
  const columns = useMemo(
    () => props.columns.filter(({ roomyOnly }) => roomy || roomyOnly !== true),
    [props.columns, roomy],
  );
  const rowHeight = narrow ? narrowRowHeight : wideHeight;
  const body = useRef<HTMLDivElement>(null);
  // Another function would have every row measured again, at each step of scrolling.
  const keyAt = useCallback((index: number) => rowKey(rows[index] as Row), [rows, rowKey]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: body.current?.offsetTop ?? 0,
    getItemKey: keyAt,
  });
  const items = virtual.getVirtualItems();
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - 30) onMore?.();
  }, [hasMore, last, rows.length, onMore]);

  if (!loading && rows.length === 0) return <>{props.empty}</>;
  const tracks = columns.map((column) => column.width).join(" ");
  const move = (event: KeyboardEvent<HTMLElement>, row: Row) => {
    const step =
      event.key === "ArrowDown" || event.key === "j" ? 1 : event.key === "ArrowUp" || event.key === "k" ? -1 : 0;
    if (event.key === "Enter" && event.target === event.currentTarget) onOpen?.(row);
    if (step === 0 || event.target !== event.currentTarget) return;
    const sibling = step === 1 ? event.currentTarget.nextElementSibling : event.currentTarget.previousElementSibling;
    if (!(sibling instanceof HTMLElement)) return;
    event.preventDefault();
    sibling.focus();
  };
  return (
    <div className={classes.frame}>
      <div role="table" aria-label={label} aria-rowcount={hasMore ? -1 : rows.length + 1}>
        <div role="rowgroup">
          <div role="row" className={classes.head} style={{ gridTemplateColumns: tracks }}>
            {columns.map((column) => (
              <div
                role="columnheader"
                key={column.key}
                className={column.numeric === true ? classes.numeric : undefined}
              >
                {column.title === "" ? <VisuallyHidden>{column.key}</VisuallyHidden> : column.title}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" ref={body} className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index] as Row;
            return (
              <div
                role="row"
                key={item.key}
                aria-rowindex={item.index + 2}
                aria-selected={props.selectedKey === undefined ? undefined : rowKey(row) === props.selectedKey}
                tabIndex={onOpen === undefined ? undefined : 0}
                className={onOpen === undefined ? classes.row : `${classes.row} ${classes.opens}`}
                style={{
                  gridTemplateColumns: tracks,
                  height: item.size,
                  transform: `translateY(${item.start - virtual.options.scrollMargin}px)`,
                }}
                onClick={(event) => {
                  if (event.target instanceof Element && event.target.closest("a, button, input") === null)
                    onOpen?.(row);
                }}
                onKeyDown={(event) => move(event, row)}
              >
                <Cells columns={columns as readonly Column<unknown>[]} row={row} />
              </div>
            );
          })}
        </div>
      </div>
      {loading && rows.length === 0 && <LoadingRows count={8} height={rowHeight} />}
      {hasMore && rows.length > 0 && <LoadingRows count={2} height={rowHeight} />}
    </div>
  );
}

/** The cells of a row: made anew only where the row or the columns changed, so that scrolling moves what stands. */
const Cells = memo(function Cells({ columns, row }: { readonly columns: readonly Column<unknown>[]; row: unknown }) {
  return columns.map((column) => (
    <div role="cell" key={column.key} data-title={column.title} className={cellClass(column)}>
      {column.cell(row)}
    </div>
  ));
});

function cellClass<Row>({ numeric, primary, wideOnly, corner }: Column<Row>): string {
  const names = [classes.cell];
  if (numeric === true) names.push(classes.numeric);
  if (primary === true) names.push(classes.primary);
  if (corner === true) names.push(classes.corner);
  if (wideOnly === true) names.push(classes.wideOnly);
  return names.join(" ");
}

function LoadingRows({ count, height }: { readonly count: number; readonly height: number }) {
  return (
    <div role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={classes.loading} style={{ height }}>
          <Skeleton height={10} width={`${38 + ((index * 17) % 40)}%`} radius={4} />
        </div>
      ))}
    </div>
  );
}
