/** Replaces secrets in a text. */
export type Mask = (text: string) => string;

const stars = "•••";

/**
 * Makes a function that replaces each of the secrets wherever it stands, also percent-encoded and as part of a header.
 * Of `Bearer abc` both the whole and `abc` are secret.
 */
export function maskSecrets(secrets: readonly string[]): Mask {
  const parts = secrets.flatMap((secret) => [secret, secret.slice(secret.indexOf(" ") + 1)]);
  const spellings = parts
    .flatMap((part) => [part, encodeURIComponent(part), Buffer.from(part).toString("base64")])
    .filter((part) => part.length >= 4);
  // The longest first, so that no part of a longer one is left.
  const ordered = [...new Set(spellings)].sort((one, other) => other.length - one.length);
  return (text) => ordered.reduce((masked, spelling) => masked.replaceAll(spelling, stars), text);
}
