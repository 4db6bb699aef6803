import { formatSecret, isSecret } from "./checked-secret.ts";

const prefix = "rct-";

/**
 * Makes a bearer token: `rct-`, 43 characters, a checksum of six.
 *
 * @param random 32 random bytes
 */
export function formatBearerToken(random: Uint8Array): string {
  return formatSecret(prefix, random);
}

/** Tells whether a text is a whole bearer token; a mistyped or shortened one is known without asking the database. */
export function isBearerToken(text: string): boolean {
  return isSecret(prefix, text);
}

/** The last four characters, by which a person tells tokens apart. */
export function secretHint(secret: string): string {
  return secret.slice(-4);
}
