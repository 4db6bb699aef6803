import { CsvError, parse } from "csv-parse/sync";
import type { ImportedLine } from "../../actions/import-directory-users.ts";
import { RollcallError } from "../../domain/errors.ts";

const maxLines = 10_000;
const maxColumns = 200;

/**
 * Reads a table with a header line. Empty lines are left out; an apostrophe that the export put before a cell is taken
 * off again.
 *
 * @throws {RollcallError} import.invalid: no CSV, no header, a column twice, more than 10,000 lines, too many cells
 */
export function readCsv(text: string): ImportedLine[] {
  const [header, ...rows] = parseRows(text);
  if (header === undefined) throw invalid("line 1", "expected a header line with names of directory attributes");
  const names = header.record.map((name) => name.trim());
  if (names.length > maxColumns)
    throw invalid("line 1", `expected at most ${maxColumns} columns, found ${names.length}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid("line 1", `the column "${twice}" stands twice`);
  if (rows.length > maxLines) throw invalid("line 1", `expected at most ${maxLines} lines, found more`);
  return rows.map(({ record, line }) => {
    if (record.length > names.length) {
      throw invalid(`line ${line}`, `expected ${names.length} cells, found ${record.length}`);
    }
    return { line, cells: new Map(names.map((name, index) => [name, unguarded(record[index] ?? "")])) };
  });
}

interface Row {
  readonly record: readonly string[];
  /** 1-based, where the row ends. */
  readonly line: number;
}

function parseRows(text: string): Row[] {
  try {
    const rows = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: maxLines + 2,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    // The one way in which the parser says that a text is no CSV.
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as { readonly lines?: unknown };
    throw invalid(typeof lines === "number" ? `line ${lines}` : "line 1", error.message);
  }
}

function unguarded(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell.trim();
}

function invalid(where: string, detail: string): RollcallError {
  return new RollcallError("import.invalid", `${where}: ${detail}`, [{ where, detail }]);
}
