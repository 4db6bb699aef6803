/** What can go wrong with the directory and its attributes; a part of the catalogue of errors.ts. */
export const directoryErrors = {
  "match_rules.invalid": {
    status: 400,
    sentence: "A match rule names an attribute that people are not found by, or one that an earlier rule names.",
    whatToDo: "Choose one of the attributes that GET …/match-rules lists, each once.",
  },
  "precedence.invalid": {
    status: 400,
    sentence: "A precedence names an attribute or a source application that there is not, or one of them twice.",
    whatToDo: "Mend what `problems` names; GET …/precedence lists the attributes.",
  },
  "precedence.superseded": {
    status: 409,
    sentence: "Another precedence was saved while this one was being applied.",
    whatToDo: "Nothing: the job of the precedence in force makes the values anew.",
  },
  "status_rule.superseded": {
    status: 409,
    sentence: "Another status rule was saved while this one was being applied.",
    whatToDo: "Nothing: the job of the rule in force decides everybody anew.",
  },
  "group_rules.version_conflict": {
    status: 409,
    sentence: "Other group rules were saved since the version that these say they follow.",
    whatToDo: "Read the group rules again, and save your changes with their version.",
  },
  "group_rules.superseded": {
    status: 409,
    sentence: "Other group rules were saved meanwhile, so these are previewed or applied no further.",
    whatToDo: "Begin again with the group rules in force.",
  },
  "directory_user.invalid": {
    status: 400,
    sentence: "A directory user cannot have these attributes.",
    whatToDo: "Mend what `problems` names; GET the organization's directory-attributes for what there is.",
  },
  "directory_user.exists": {
    status: 409,
    sentence: "A directory user with this user name or e-mail exists.",
    whatToDo: "Choose another user name and e-mail, or change the directory user who has it.",
  },
  "directory_user.not_found": {
    status: 404,
    sentence: "There is no such directory user in this organization.",
    whatToDo: "List the organization's directory users.",
  },
  "directory_user.erased": {
    status: 410,
    sentence: "This directory user was erased.",
    whatToDo: "Nothing that tells who it was is left; the events that name its id say what happened.",
  },
  "directory_user.wrong_state": {
    status: 409,
    sentence: "The directory user is not in a state that allows this.",
    whatToDo: "Read the directory user again: its status says what can be done.",
  },
  "directory_user.legal_hold": {
    status: 409,
    sentence: "The directory user is under legal hold and is neither put into the recycle bin nor erased.",
    whatToDo: "Disable the person instead; lift the legal hold when it has ended.",
  },
  "directory_user.not_linked": {
    status: 409,
    sentence: "No source application writes this directory user now.",
    whatToDo: "Change it by hand, or wait until a source links to it.",
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
