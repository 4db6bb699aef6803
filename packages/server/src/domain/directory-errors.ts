/** What can go wrong with the directory and its attributes; a part of the catalogue of errors.ts. */
export const directoryErrors = {
  "match_rules.invalid": {
    status: 400,
    sentence: "A match rule names an attribute that people are not found by, or one that an earlier rule names.",
    whatToDo: "Choose one of the attributes that GET …/match-rules lists, each once.",
  },
  "directory_attribute.not_found": {
    status: 404,
    sentence: "There is no such custom attribute in this organization.",
    whatToDo: "List the organization's directory attributes; the built-in ones stay as they are.",
  },
  "directory_attribute.mapped": {
    status: 409,
    sentence: "A mapping fills this attribute.",
    whatToDo: "Remove its rule from the mappings of the applications that the answer names, then delete it.",
  },
  "link.not_found": {
    status: 404,
    sentence: "This resource of the application is no directory user now.",
    whatToDo: "List the links of the directory user; one in conflict is decided under conflicts.",
  },
  "link.owning": {
    status: 409,
    sentence: "This link owns its directory user.",
    whatToDo: "To unlink it, first give another link the ownership.",
  },
  "directory_user.attribute_of_source": {
    status: 409,
    sentence: "A source gives this value; what is typed here would be overwritten.",
    whatToDo: "Change it at the source that the answer names, or change the mapping.",
  },
} as const satisfies Record<string, { status: number; sentence: string; whatToDo: string }>;
