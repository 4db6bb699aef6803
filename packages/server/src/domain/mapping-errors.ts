/** What can be wrong with a mapping and with what it reads: a part of the catalogue in `errors.ts`. */
export const mappingErrors = {
  "mapping.unknown_attribute_path": {
    status: 400,
    sentence: "A rule's source is not an attribute path that the schemas know.",
    whatToDo: 'Use a SCIM attribute path such as name.givenName or emails[type eq "work"].value.',
  },
  "mapping.unknown_directory_attribute": {
    status: 400,
    sentence: "A rule fills a directory attribute that does not exist.",
    whatToDo: "Use a built-in directory attribute, or create a custom one first.",
  },
  "mapping.required_rule_missing": {
    status: 400,
    sentence: "A required rule is missing.",
    whatToDo: "Keep the six required user rules; their source paths can be changed.",
  },
  "mapping.duplicate_rule": {
    status: 400,
    sentence: "Two rules fill the same directory attribute.",
    whatToDo: "Keep one rule and give it several paths: the first that has a value wins.",
  },
  "mapping.invalid_source": {
    status: 400,
    sentence: "A rule takes its value from nowhere, from several places, or from a constant that does not fit.",
    whatToDo: "Give it one source: paths, a constant of the directory attribute's type, or an expression.",
  },
  "mapping.invalid_manner": {
    status: 400,
    sentence: "A rule cannot apply in the way that it names.",
    whatToDo: "Let the status apply always, give a default of the attribute's type, and merge several values only.",
  },
  "mapping.invalid_expression": {
    status: 400,
    sentence: "The expression of a rule cannot be evaluated.",
    whatToDo: "Mend it at the position that the detail names; docs/mapping.md has the functions and some examples.",
  },
  "received_attribute.not_found": {
    status: 404,
    sentence: "The source has sent no such attribute that nothing keeps.",
    whatToDo: "List the application's received attributes and use a path as it stands there.",
  },
  "received_attribute.not_keepable": {
    status: 409,
    sentence: "This attribute cannot be kept by an extension of the application's own.",
    whatToDo: "Let the source send it at the top of a user or in an extension with a URN of its own.",
  },
  "received_attribute.kept": {
    status: 409,
    sentence: "A schema of this application has the attribute already.",
    whatToDo: "Map it: GET …/attribute-paths has its path.",
  },
  "mapping.version_not_found": {
    status: 404,
    sentence: "The mapping has no such version.",
    whatToDo: "List the versions of the application's mapping and use one of their numbers.",
  },
  "mapping.version_conflict": {
    status: 409,
    sentence: "The mapping was saved by somebody else in the meantime.",
    whatToDo: "Read the mapping again and repeat the change on its present version.",
  },
  "mapping_preview.not_found": {
    status: 404,
    sentence: "There is no such preview of this application's mapping.",
    whatToDo: "List the previews: the latest few are kept, for a week; then begin another.",
  },
  "mapping.superseded": {
    status: 409,
    sentence: "Another version of the mapping was saved while one was being applied or previewed.",
    whatToDo: "Apply or preview the mapping again: what is in force now counts.",
  },
} as const;
