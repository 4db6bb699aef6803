import { createHash, randomBytes } from "node:crypto";
import { secretHint } from "../domain/bearer-token.ts";

/** A secret that is shown once, and what is kept of it. */
export interface IssuedSecret {
  readonly secret: string;
  readonly hash: Buffer;
  readonly hint: string;
}

/** Makes a secret of 256 random bits in the given format. */
export function issueSecret(format: (random: Uint8Array) => string): IssuedSecret {
  const secret = format(randomBytes(32));
  return { secret, hash: hashSecret(secret), hint: secretHint(secret) };
}

/** SHA-256: a secret of 256 random bits needs no slow hash. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
