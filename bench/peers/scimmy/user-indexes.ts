import type { IndexedBy, Stored } from "./store.ts";

const textOf = (stored: Stored, name: string): string[] => {
  const value = stored[name];
  return typeof value === "string" ? [value] : [];
};

/** An index that answers one shape of filter, as scimmy writes it: `[{"userName":["eq","…"]}]`. */
function answering(shape: RegExp, prefix: boolean, keysOf: IndexedBy["keysOf"]): IndexedBy {
  return {
    keysOf: (stored) => keysOf(stored).map((key) => key.toLowerCase()),
    asked(condition) {
      const value = shape.exec(condition)?.[1];
      return value === undefined ? undefined : { key: (JSON.parse(value) as string).toLowerCase(), prefix };
    },
  };
}

export const byUserName = answering(/^\[\{"userName":\["eq",("[^"]*")\]\}\]$/, false, (user) =>
  textOf(user, "userName"),
);
const byExternalId = answering(/^\[\{"externalId":\["eq",("[^"]*")\]\}\]$/, false, (user) =>
  textOf(user, "externalId"),
);
const byEmail = answering(
  /^\[\{"emails":\{"type":\["eq","work"\],"value":\["eq",("[^"]*")\]\}\}\]$/,
  false,
  ({ emails }) => (Array.isArray(emails) ? emails.map(({ value }: { value?: unknown }) => String(value)) : []),
);
const byFamilyName = answering(/^\[\{"name":\{"familyName":\["sw",("[^"]*")\]\}\}\]$/, true, ({ name }) => {
  const family = (name as { familyName?: unknown } | undefined)?.familyName;
  return typeof family === "string" ? [family] : [];
});

export const userIndexes = [byUserName, byExternalId, byEmail, byFamilyName];

/** Groups by their members, so that a user's own groups are found. */
export const byMember: IndexedBy = {
  keysOf: ({ members }) =>
    Array.isArray(members) ? members.map((member: { value?: unknown }) => String(member.value)) : [],
  asked: () => undefined,
};
