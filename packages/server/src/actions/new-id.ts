import { randomFillSync } from "node:crypto";

/** Random bytes for many ids at once: a call for them costs as much as everything else that makes an id. */
const pool = Buffer.alloc(16 * 256);
let used = pool.length;

let lastMilliseconds = 0;
let counter = 0;

/**
 * Makes a UUIDv7 (RFC 9562 section 5.7) that is greater than every one made before on this node, so that indexes grow at
 * one end and lists in the order of ids are in the order of creation: within a millisecond twelve bits count up
 * (section 6.2, method 1).
 */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + 16);
  used += 16;
  const now = Date.now();
  if (now > lastMilliseconds) {
    lastMilliseconds = now;
    // Half of the range is left for counting up.
    counter = bytes.readUInt16BE(6) & 0x07ff;
  } else if (++counter > 0x0fff) {
    // More than that in one millisecond, or a clock set back: the next millisecond is borrowed.
    lastMilliseconds += 1;
    counter = 0;
  }
  bytes.writeUIntBE(lastMilliseconds, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
