import type { Dialect } from "./dialect.ts";

/** Deviations in filters and attribute paths. */
export const filterDialects: readonly Dialect[] = [
  {
    name: "filter.unquoted-value",
    description:
      "A value without quotes, `userName eq bob`, is read as text (AMB-05). authentik and PingFederate send it, and documentation of Entra ID shows it.",
    refusal: { scimType: "invalidFilter", expected: "a value in double quotes" },
    fixture: { filter: "userName eq bob" },
  },
  {
    name: "filter.value-path-comparison",
    description:
      'A comparison behind brackets, `emails[type eq "work"].value eq "x"`, is one of the same element (AMB-04). Entra ID matches users by it.',
    refusal: { scimType: "invalidFilter", expected: "nothing behind the brackets, and the comparison inside them" },
    fixture: { filter: 'emails[type eq "work"].value eq "ann@example.com"' },
  },
  {
    name: "path.escaped-quotes",
    description:
      'Backslashes before the quotes, `emails[type eq \\"work\\"].value`, are taken off: administrators paste paths out of JSON.',
    refusal: { scimType: "invalidPath", expected: "double quotes without a backslash before them" },
    fixture: { path: 'emails[type eq \\"work\\"].value' },
  },
  {
    name: "path.unqualified-extension-attribute",
    description:
      "An extension's attribute without its URN, `manager`, is found when only one extension has it (AMB-15). Entra ID sends it.",
    refusal: { scimType: "invalidPath", expected: "the URN of the extension before the name of its attribute" },
    fixture: { path: "manager" },
  },
];
