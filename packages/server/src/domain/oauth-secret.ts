import { formatSecret } from "./checked-secret.ts";

/** Makes the secret of an OAuth client: `rcs-`, 43 characters, a checksum of six. @param random 32 random bytes */
export function formatClientSecret(random: Uint8Array): string {
  return formatSecret("rcs-", random);
}

/** Makes an access token: `rca-`, 43 characters, a checksum of six. @param random 32 random bytes */
export function formatAccessToken(random: Uint8Array): string {
  return formatSecret("rca-", random);
}
