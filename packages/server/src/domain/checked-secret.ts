/**
 * Secrets that we issue: a prefix that a scanner recognises, 256 random bits in base 62, and a checksum of six
 * characters that tells a mistyped or shortened one from one that never was. None of them contains an underscore.
 */
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const bodyLength = 43;
const checksumLength = 6;

/** @param random 32 random bytes */
export function formatSecret(prefix: string, random: Uint8Array): string {
  if (random.length !== 32) throw new Error("a secret is made of 32 random bytes");
  let number = 0n;
  for (const byte of random) number = number * 256n + BigInt(byte);
  const body = inBase62(number, bodyLength);
  return `${prefix}${body}${checksum(prefix + body)}`;
}

/** Tells whether a text is a whole secret with this prefix; says nothing of whether it was ever issued. */
export function isSecret(prefix: string, text: string): boolean {
  if (text.length !== prefix.length + bodyLength + checksumLength || !text.startsWith(prefix)) return false;
  for (let index = prefix.length; index < text.length; index++) {
    if (!digits.includes(text.charAt(index))) return false;
  }
  const body = text.slice(0, -checksumLength);
  return text.slice(-checksumLength) === checksum(body);
}

function checksum(text: string): string {
  return inBase62(BigInt(crc32(text)), checksumLength);
}

function inBase62(number: bigint, length: number): string {
  let text = "";
  for (let rest = number; text.length < length; rest /= 62n) text = digits.charAt(Number(rest % 62n)) + text;
  return text;
}

/** CRC-32 (IEEE 802.3) of an ASCII text. */
function crc32(text: string): number {
  let sum = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    sum ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
