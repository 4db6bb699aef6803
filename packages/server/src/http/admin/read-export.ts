import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { ExportRecord, OpenedExport } from "../../domain/exported-person.ts";
import { decodeExport } from "./decode-export.ts";
import { exportFault, exportLimits, type ExportLimits } from "./export-fault.ts";
import { flatten, readJsonList } from "./read-json-list.ts";

/** An export that is read from a stream, which has to be closed. */
export interface ExportReader extends OpenedExport {
  /** Reads no further. */
  close(): Promise<void>;
}

export interface ExportOptions {
  readonly limits?: ExportLimits;
  /** Only the beginning of a file is there. */
  readonly cut?: boolean;
}

/** People of a JSON list whose names make the columns: a name that has no value may be left out. */
const columnPeople = 100;
const delimiters = [",", ";", "\t", "|"] as const;

/**
 * Opens an export: CSV with a header line and any usual delimiter, or a JSON list of objects; in UTF-8. Reads no more
 * than its beginning.
 *
 * @throws {RollcallError} reconciliation.invalid_export with line and column, also while its records are read;
 * reconciliation.too_large
 */
export async function openExport(bytes: AsyncIterable<Uint8Array>, options: ExportOptions = {}): Promise<ExportReader> {
  const limits = options.limits ?? exportLimits;
  const pieces = decodeExport(bytes, limits);
  const beginning = await readBeginning(pieces);
  if (beginning.trim() === "") {
    throw exportFault(
      "line 1",
      "expected a header line with the names of columns, or a JSON list, found an empty file",
    );
  }
  const text = chain(beginning, pieces);
  const reader = /^\s*[[{]/.test(beginning)
    ? await openJson(text, limits, options.cut === true)
    : await openCsv(text, detectDelimiter(beginning), limits);
  if (reader.columns.length > limits.columns) {
    await reader.close();
    throw exportFault("line 1", `expected at most ${limits.columns} columns, found ${reader.columns.length}`);
  }
  return reader;
}

/** Reads until the first line with something in it has ended. */
async function readBeginning(pieces: AsyncGenerator<string>): Promise<string> {
  let beginning = "";
  while (!/\S[^\n]*\n/.test(beginning) && beginning.length < exportLimits.recordLength) {
    const { value, done } = await pieces.next();
    if (done === true) break;
    beginning += value;
  }
  return beginning;
}

async function* chain(beginning: string, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  yield beginning;
  yield* pieces;
}

async function openJson(text: AsyncGenerator<string>, limits: ExportLimits, cut: boolean): Promise<ExportReader> {
  const objects = readJsonList(text, limits, cut);
  const first: ExportRecord[] = [];
  const columns = new Set<string>();
  while (first.length < columnPeople) {
    const { value, done } = await objects.next();
    if (done === true) break;
    const cells = flatten(value);
    for (const name of cells.keys()) columns.add(name);
    first.push({ place: first.length + 1, cells });
  }
  if (first.length === 0) throw exportFault("line 1", "expected at least one person, found an empty list");
  async function* read(): AsyncGenerator<ExportRecord> {
    yield* first;
    let place = first.length;
    for await (const object of objects) yield { place: (place += 1), cells: flatten(object) };
  }
  const close = async (): Promise<void> => void (await objects.return(undefined));
  return { format: "json", delimiter: null, columns: [...columns], records: read(), close };
}

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

async function openCsv(text: AsyncGenerator<string>, delimiter: string, limits: ExportLimits): Promise<ExportReader> {
  let parsed = 0;
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: limits.recordLength,
    on_record: (row, { lines }) => {
      parsed = lines;
      return row;
    },
  });
  // Whoever reads the parser gets what went wrong before it.
  pipeline(Readable.from(text), parser, () => undefined);
  const rows = rowsOf(parser, () => parsed + 1, limits);
  const header = await rows.next();
  const names = (header.done === true ? [] : header.value.record).map((name) => name.trim());
  const close = async (): Promise<void> => void (await rows.return(undefined));
  const fault = headerFault(names);
  if (fault !== undefined) {
    await close();
    throw fault;
  }
  async function* read(): AsyncGenerator<ExportRecord> {
    for await (const { record, info } of rows) {
      if (record.length > names.length) {
        const hint = "a value with a delimiter in it has to stand in quotes";
        throw exportFault(`line ${info.lines}`, `expected ${names.length} columns, found ${record.length}; ${hint}`);
      }
      yield { place: info.lines, cells: new Map(names.map((name, index) => [name, unguarded(record[index] ?? "")])) };
    }
  }
  return { format: "csv", delimiter, columns: names, records: read(), close };
}

/** @param begins the line in which the record begins that the parser is at */
async function* rowsOf(
  parser: AsyncIterable<unknown>,
  begins: () => number,
  limits: ExportLimits,
): AsyncGenerator<Row> {
  try {
    yield* parser as AsyncIterable<Row>;
  } catch (error) {
    // The one way in which the parser says that a text is no CSV.
    throw error instanceof CsvError ? csvFault(error, begins(), limits) : error;
  }
}

/** @param begins the line in which the record begins that could not be read */
function csvFault(error: CsvError, begins: number, { recordLength }: ExportLimits) {
  const facts = error as { readonly lines?: unknown; readonly index?: unknown };
  const line = typeof facts.lines === "number" ? Math.max(begins, facts.lines) : begins;
  const column = typeof facts.index === "number" ? `, column ${facts.index + 1}` : "";
  const quoted = "expected the whole value in quotes, and quotes within it doubled";
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return exportFault(`line ${begins}${column}`, "expected the end of a quoted value, found the end of the file");
    case "CSV_MAX_RECORD_SIZE":
      return exportFault(
        `line ${begins}${column}`,
        `expected at most ${recordLength} characters in a line, found more; a quote may be missing`,
      );
    case "INVALID_OPENING_QUOTE":
      return exportFault(`line ${line}${column}`, `found a quote within a value; ${quoted}`);
    case "CSV_INVALID_CLOSING_QUOTE":
      return exportFault(`line ${line}${column}`, `found text after a closing quote; ${quoted}`);
    default:
      return exportFault(`line ${line}${column}`, error.message);
  }
}

function headerFault(names: readonly string[]) {
  const twice = names.find((name, index) => names.indexOf(name) !== index && name !== "");
  if (twice !== undefined) return exportFault("line 1", `expected each column once, found "${twice}" twice`);
  if (names.every((name) => name === "")) return exportFault("line 1", "expected the names of columns, found none");
  return undefined;
}

/** The delimiter that stands most often in the header, outside of quotes; a comma where there is none. */
function detectDelimiter(beginning: string): string {
  const header = beginning.trimStart().split("\n")[0] ?? "";
  const bare = header.replaceAll(/"[^"]*"/g, "");
  const count = (delimiter: string): number => bare.split(delimiter).length;
  return delimiters.reduce((best, one) => (count(one) > count(best) ? one : best), ",");
}

/** Takes off the apostrophe that an export puts before what a spreadsheet would run as a formula. */
function unguarded(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
