import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";

const saltLength = 16;
const tagLength = 16;
/** Each text has a key of its own, which is used once. */
const nonce = Buffer.alloc(12);

/**
 * Seals a text by AES-256-GCM, so that only who has the key reads it and nobody changes it. What it is bound to is no
 * part of it, and has to be given again to open it. The sealed text has only letters, digits, hyphens and dots.
 *
 * @param key 32 bytes
 * @param salt 16 bytes that nobody can foretell, other ones for each text
 */
export function sealText(key: Buffer, boundTo: string, text: string, salt: Buffer): string {
  if (salt.length !== saltLength) throw new Error("a text is sealed with 16 bytes of salt");
  const cipher = createCipheriv("aes-256-gcm", keyOf(key, salt), nonce).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([salt, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  // Base64 for URLs, without its underscore.
  return sealed.toString("base64url").replaceAll("_", ".");
}

/** Opens a sealed text; undefined when it was not sealed with this key, was bound to something else, or was changed. */
export function unsealText(key: Buffer, boundTo: string, sealed: string): string | undefined {
  if (!/^[A-Za-z0-9.-]*$/.test(sealed)) return undefined;
  const bytes = Buffer.from(sealed.replaceAll(".", "_"), "base64url");
  if (bytes.length < saltLength + tagLength) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", keyOf(key, bytes.subarray(0, saltLength)), nonce, {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.from(boundTo)).setAuthTag(bytes.subarray(-tagLength));
  const text = decipher.update(bytes.subarray(saltLength, -tagLength));
  try {
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    // The tag does not fit: node:crypto has no other way to say so.
    return undefined;
  }
}

function keyOf(key: Buffer, salt: Buffer): Buffer {
  return createHmac("sha256", key).update(salt).digest();
}
