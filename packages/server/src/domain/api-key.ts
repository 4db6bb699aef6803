import { formatSecret } from "./checked-secret.ts";

/**
 * Makes an API key: `rck-`, 43 characters, a checksum of six.
 *
 * @param random 32 random bytes
 */
export function formatApiKey(random: Uint8Array): string {
  return formatSecret("rck-", random);
}
