import { createHash } from "node:crypto";
import { createGunzip } from "node:zlib";
import { pipeline, type Readable } from "node:stream";
import { BackupFault } from "./backup-fault.ts";

/**
 * An archive is a gzip stream of frames: a letter, the length of what follows in four bytes, and that. H begins it with
 * JSON about the whole; for each table T says what follows, D carries rows as COPY writes them, E ends it with their
 * number and digest; Z ends the archive with the digest of everything before.
 */
export type FrameKind = "H" | "T" | "D" | "E" | "Z";

export interface Frame {
  readonly kind: FrameKind;
  readonly payload: Buffer;
}

const kinds: ReadonlySet<string> = new Set(["H", "T", "D", "E", "Z"]);
const headBytes = 5;
/** More than a writer ever puts into one, so that a broken length does not use up the memory. */
const mostBytes = 16_777_216;

/** Makes the frames of an archive, and counts what they hold. */
export interface FrameMaker {
  frame(kind: Exclude<FrameKind, "Z">, payload: Buffer): Buffer;
  json(kind: Exclude<FrameKind, "Z" | "D">, facts: object): Buffer;
  /** The last frame. */
  end(): Buffer;
}

export function openFrameMaker(): FrameMaker {
  const digest = createHash("sha256");
  const make = (kind: FrameKind, payload: Buffer): Buffer => {
    const head = Buffer.alloc(headBytes);
    head.write(kind, 0, "latin1");
    head.writeUInt32BE(payload.length, 1);
    return Buffer.concat([head, payload]);
  };
  const counted = (kind: FrameKind, payload: Buffer): Buffer => {
    const made = make(kind, payload);
    digest.update(made);
    return made;
  };
  return {
    frame: counted,
    json: (kind, facts) => counted(kind, Buffer.from(JSON.stringify(facts))),
    end: () => make("Z", Buffer.from(JSON.stringify({ sha256: digest.digest("hex") }))),
  };
}

/**
 * Reads the frames of an archive one after another, Z last and only when the digest of everything before is its.
 *
 * @throws BackupFault when it is no archive, was cut off, or was changed
 */
export async function* readFrames(archive: Readable): AsyncGenerator<Frame> {
  const plain = createGunzip({ chunkSize: 262_144 });
  // What goes wrong in the archive reaches whoever reads the plain bytes.
  pipeline(archive, plain, () => {});
  const digest = createHash("sha256");
  let rest: Buffer = Buffer.alloc(0);
  let ended = false;
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let frame = takeFrame(rest); frame !== undefined; frame = takeFrame(rest)) {
        const bytes = headBytes + frame.payload.length;
        if (ended) throw new BackupFault("something follows its end");
        if (frame.kind === "Z") checkDigest(frame.payload, digest.digest("hex"));
        else digest.update(rest.subarray(0, bytes));
        ended = frame.kind === "Z";
        yield frame;
        rest = rest.subarray(bytes);
      }
    }
  } catch (error) {
    if (error instanceof BackupFault || !isUnzipFault(error)) throw error;
    throw new BackupFault(`it cannot be unpacked: ${(error as Error).message}`);
  }
  if (!ended || rest.length > 0) throw new BackupFault("it ends in the middle: it was cut off");
}

function takeFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < headBytes) return undefined;
  const kind = bytes.toString("latin1", 0, 1);
  const length = bytes.readUInt32BE(1);
  if (!kinds.has(kind) || length > mostBytes) throw new BackupFault("what it holds is not what a backup holds");
  if (bytes.length < headBytes + length) return undefined;
  return { kind: kind as FrameKind, payload: bytes.subarray(headBytes, headBytes + length) };
}

function checkDigest(payload: Buffer, found: string): void {
  const { sha256 } = JSON.parse(payload.toString()) as { sha256?: unknown };
  if (sha256 !== found) throw new BackupFault("its digest is not the one that it was written with: it was changed");
}

function isUnzipFault(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && code.startsWith("Z_");
}
