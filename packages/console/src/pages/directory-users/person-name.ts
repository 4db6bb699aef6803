import type { DirectoryUser } from "@rollcall/admin-api/directory-users.ts";

/** What a person is called: the best name that is there. */
export function personName(
  person: Pick<DirectoryUser, "displayName" | "givenName" | "familyName" | "userName" | "email" | "id">,
): string {
  const full = [person.givenName, person.familyName].filter((part) => part !== null).join(" ");
  return person.displayName ?? (full === "" ? null : full) ?? person.userName ?? person.email ?? person.id;
}

const flagWords: Readonly<Record<string, string>> = {
  "possible-rehire": "Possible rehire: somebody with this user name left before, and may be the same person.",
  "status-not-boolean": "The mapped status is neither true nor false, so the status stays as it was.",
  "name-collision": "Somebody else has the same user name or e-mail address.",
};

/** What a flag says to whoever looks at the person. */
export function flagSentence(flag: string): string {
  return (Object.hasOwn(flagWords, flag) ? flagWords[flag] : undefined) ?? flag;
}
