/** Where somebody may do what their role lets them do. */
export function scopeWords(one: {
  readonly wholeInstallation: boolean;
  readonly organizations: readonly { readonly name: string }[];
}): string {
  if (one.wholeInstallation) return "All";
  return one.organizations.map(({ name }) => name).join(", ");
}
