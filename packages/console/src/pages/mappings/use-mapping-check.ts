import { useDebouncedValue } from "@mantine/hooks";
import { type CheckedMapping, type MappingExample, mappingRoutes } from "@rollcall/admin-api/mappings.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import { answerKey } from "../../api/use-answer.ts";
import type { Place, SectionName, SentDraft } from "./mapping-draft.ts";

/** What the server says of one row. */
export interface RowFindings {
  /** By the index of the path; the row's own under -1. */
  readonly problems: ReadonlyMap<number, string>;
  /** What is worth knowing and stops nothing, by the index of the path. */
  readonly notices: ReadonlyMap<number, string>;
  readonly sample: { readonly value: unknown; readonly path: string } | undefined;
  /** What is wrong with what stands for nothing. */
  readonly defaultProblem: string | undefined;
  /** Where in an expression that is. */
  readonly range: { readonly start: number; readonly end: number } | undefined;
  /** Why an expression has no value for whom values are shown for. */
  readonly reason: string | undefined;
}

export interface MappingFindings {
  /** By the row's key. */
  readonly rows: ReadonlyMap<string, RowFindings>;
  readonly problems: number;
  readonly checked: CheckedMapping;
}

/** Checks what is being edited shortly after each change, without saving anything. */
export function useMappingCheck(sourceApplicationId: string, sent: SentDraft, example: MappingExample | undefined) {
  const [settled] = useDebouncedValue(sent, 200);
  const [shown] = useDebouncedValue(example, 200);
  const body = { ...settled.mapping, ...(shown === undefined ? {} : { example: shown }) };
  const input = { params: { sourceApplicationId }, body };
  return useQuery({
    queryKey: answerKey(mappingRoutes.checkMapping, input),
    queryFn: async ({ signal }): Promise<MappingFindings> => {
      const checked = await client.call(mappingRoutes.checkMapping, { ...input, signal });
      return findingsOf(checked, settled.places);
    },
    placeholderData: keepPreviousData,
    structuralSharing: keepUnchangedRows,
  });
}

/** Rows of which nothing new was found keep what they had, so that they are not drawn anew. */
function keepUnchangedRows(before: unknown, now: unknown): unknown {
  const [earlier, later] = [before as MappingFindings | undefined, now as MappingFindings];
  if (earlier?.checked === later.checked) return earlier;
  const rows = new Map<string, RowFindings>();
  for (const [key, found] of later.rows) {
    const had = earlier?.rows.get(key);
    rows.set(key, had !== undefined && textOf(had) === textOf(found) ? had : found);
  }
  return { ...later, rows };
}

function textOf({ problems, notices, range, sample, reason, defaultProblem }: RowFindings): string {
  return JSON.stringify([[...problems], [...notices], range, sample, reason, defaultProblem]);
}

function findingsOf(checked: CheckedMapping, places: SentDraft["places"]): MappingFindings {
  type Found = Pick<RowFindings, "sample" | "reason"> & {
    -readonly [K in "defaultProblem" | "range"]: RowFindings[K];
  } & Readonly<Record<"problems" | "notices", Map<number, string>>>;
  const rows = new Map<string, Found>();
  for (const section of ["users", "groups"] as const) {
    for (const [index, { rowKey }] of places[section].entries()) {
      // The answer has the rules in the order in which they were sent.
      const { sample, reason } = checked[section].rules[index] ?? {};
      rows.set(`${section} ${rowKey}`, {
        problems: new Map(),
        notices: new Map(),
        sample: sample ?? undefined,
        reason: reason ?? undefined,
        defaultProblem: undefined,
        range: undefined,
      });
    }
  }
  for (const kind of ["problems", "notices"] as const) {
    for (const { where, detail, ...more } of checked[kind]) {
      const found = placeOf(where, places);
      const row = found && rows.get(found.row);
      if (found === undefined || row === undefined) continue;
      if (where.endsWith("/default")) row.defaultProblem = detail;
      else row[kind].set(found.path, detail);
      if ("range" in more && more.range !== null) row.range = more.range;
    }
  }
  return { rows, problems: checked.problems.length, checked };
}

/** Reads a JSON pointer such as `/users/3/source/paths/0`. */
function placeOf(where: string, places: SentDraft["places"]): { row: string; path: number } | undefined {
  const [, section, row, ...rest] = where.split("/");
  if (section !== "users" && section !== "groups") return undefined;
  const place: Place | undefined = places[section satisfies SectionName][Number(row)];
  if (place === undefined) return undefined;
  const path = rest[1] === "paths" ? (place.paths[Number(rest[2])] ?? -1) : -1;
  return { row: `${section} ${place.rowKey}`, path };
}
