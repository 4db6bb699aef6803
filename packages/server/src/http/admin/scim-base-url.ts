/** What the source's administrator enters. */
export function scimBaseUrl(origin: string, sourceApplicationId: string): string {
  return `${origin}/scim/${sourceApplicationId}/v2`;
}
