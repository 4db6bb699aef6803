import { RollcallError } from "../../domain/errors.ts";
import { exportFault, type ExportLimits } from "./export-fault.ts";

const newline = 0x0a;
/** Bytes of an uncompleted character that may end a piece, at most. */
const tailLength = 3;
/** Bytes that tell what kind of file it is. */
const beginningLength = 512;

/**
 * Reads the bytes of a file as UTF-8, piece by piece, without its byte order mark.
 *
 * @throws {RollcallError} reconciliation.invalid_export with the line, reconciliation.too_large, reconciliation.upload_cut
 */
export async function* decodeExport(
  bytes: AsyncIterable<Uint8Array>,
  limits: Pick<ExportLimits, "bytes">,
): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let tail: Uint8Array = new Uint8Array();
  let read = 0;
  let linesBefore = 0;
  for await (const piece of withBeginning(untilCut(bytes))) {
    if (read === 0) refuseOtherFormats(piece);
    read += piece.length;
    if (read > limits.bytes) {
      throw new RollcallError("reconciliation.too_large", `Expected at most ${limits.bytes} bytes, found more`);
    }
    let text: string;
    try {
      text = decoder.decode(piece, { stream: true });
    } catch {
      throw notUtf8(linesBefore, tail, piece);
    }
    linesBefore += countLines(piece);
    tail = Buffer.concat([tail, piece]).subarray(-tailLength);
    if (text !== "") yield text;
  }
  try {
    decoder.decode();
  } catch {
    throw notUtf8(linesBefore, tail, new Uint8Array());
  }
}

/** A client that goes away, or is too slow, is not an error of ours. */
async function* untilCut(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    throw (error as { code?: unknown }).code === "ECONNRESET" ? new RollcallError("reconciliation.upload_cut") : error;
  }
}

/** Makes the first piece long enough to see what kind of file it is. */
async function* withBeginning(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let beginning: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of bytes) {
    if (beginning === undefined) yield Buffer.from(piece);
    else {
      beginning = Buffer.concat([beginning, piece]);
      if (beginning.length < beginningLength) continue;
      yield beginning;
      beginning = undefined;
    }
  }
  if (beginning !== undefined && beginning.length > 0) yield beginning;
}

const beginnings: readonly (readonly [string, string])[] = [
  ["fffe", "UTF-16"],
  ["feff", "UTF-16"],
  ["504b0304", "an Excel workbook, or a ZIP file"],
  ["1f8b", "a compressed file"],
  ["d0cf11e0", "an old Excel workbook"],
  ["25504446", "a PDF"],
];

function refuseOtherFormats(beginning: Buffer): void {
  const hex = beginning.subarray(0, 4).toString("hex");
  const known = beginnings.find(([begin]) => hex.startsWith(begin))?.[1];
  // Text has no zero bytes in UTF-8; every other one is zero in UTF-16.
  const found = known ?? (beginning.subarray(0, beginningLength).includes(0) ? "UTF-16, or no text" : undefined);
  if (found !== undefined)
    throw exportFault("line 1", `expected CSV or JSON in UTF-8, found ${found}; save it as "CSV UTF-8"`);
}

function notUtf8(linesBefore: number, tail: Uint8Array, piece: Uint8Array): RollcallError {
  // The piece before may have ended within a character, and its last bytes may begin within another.
  const begin = tail.findIndex((byte) => byte < 0x80 || byte >= 0xc0);
  const before = begin === -1 ? new Uint8Array() : tail.subarray(begin);
  const text = new TextDecoder("utf-8").decode(Buffer.concat([before, piece]));
  const bad = text.slice(0, text.indexOf("\ufffd"));
  const line = linesBefore - countLines(before) + (bad.split("\n").length - 1) + 1;
  return exportFault(`line ${line}`, 'expected UTF-8, found bytes that are not; save the file as "CSV UTF-8"');
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count += 1;
  return count;
}
