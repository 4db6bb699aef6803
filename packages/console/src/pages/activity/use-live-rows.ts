import { useEffect, useMemo, useState } from "react";

interface Identified {
  readonly id: string;
}

/** Rows of a list with those that came since: shown at once at the top of the page, counted where somebody reads on. */
export interface LiveRows<Row> {
  readonly rows: readonly Row[];
  /** Rows that wait to be shown. */
  readonly waiting: number;
  readonly showWaiting: () => void;
}

const most = 1_000;

/**
 * Puts what comes live on top of a list that was asked for.
 *
 * @param listed the pages that were asked for, newest first
 * @param hear hears of new rows that fit the filters, newest first; answers how to stop hearing
 * @param key another one begins anew: the filters changed
 */
export function useLiveRows<Row extends Identified>(
  listed: readonly Row[],
  hear: ((take: (rows: readonly Row[]) => void) => () => void) | undefined,
  key: string,
): LiveRows<Row> {
  const [fresh, setFresh] = useState<{ key: string; shown: readonly Row[]; waiting: readonly Row[] }>(empty(key));
  useEffect(
    () =>
      hear?.((rows) => {
        setFresh((before) => {
          const { shown, waiting } = before.key === key ? before : empty<Row>(key);
          // What somebody reads stays where it is.
          if (scrollY > 80) return { key, shown, waiting: [...rows, ...waiting].slice(0, most) };
          return { key, shown: [...rows, ...waiting, ...shown].slice(0, most), waiting: [] };
        });
      }),
    [hear, key],
  );
  const { shown, waiting } = fresh.key === key ? fresh : empty<Row>(key);
  const rows = useMemo(() => {
    const known = new Set<string>();
    return [...shown, ...listed].filter(({ id }) => !known.has(id) && known.add(id));
  }, [shown, listed]);
  return {
    rows,
    waiting: waiting.length,
    showWaiting: () => {
      setFresh({ key, shown: [...waiting, ...shown].slice(0, most), waiting: [] });
      scrollTo({ top: 0 });
    },
  };
}

function empty<Row>(key: string): { key: string; shown: readonly Row[]; waiting: readonly Row[] } {
  return { key, shown: [], waiting: [] };
}
