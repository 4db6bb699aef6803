import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFilter } from "@rollcall/scim/filter/parse-filter.ts";
import { resolveFilter } from "@rollcall/scim/filter/resolve-filter.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { compileFilter } from "./compile-filter.ts";
import { sqlParameters } from "./compile-filter/sql-text.ts";

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** A filter, and the patterns that the search text of a resource must have for it to be looked at. */
const cases: readonly (readonly [filter: string, patterns: readonly string[]])[] = [
  ['title co "engineer"', ["%engineer%"]],
  ['title sw "ENG"', ["%eng%"]],
  ['title ew "eer"', ["%eer%"]],
  ['title eq "Chief Engineer"', ["%chief engineer%"]],
  ['title co "50%_\\\\"', ["%50\\%\\_\\\\%"]],
  [`${enterprise}:department eq "Lab"`, ["%lab%"]],
  ['profileUrl eq "https://Example.com/A"', ["%https://Example.com/A%"]],
  ['externalId co "123"', ["%123%"]],
  ['name[familyName eq "Lovelace" and givenName sw "Ada"]', ["%lovelace%", "%ada%"]],
  ['emails[type eq "work" and value co "example"]', ["%work%", "%example%"]],
  ['emails[type eq "work" and not (value co "example")]', ["%work%"]],
  ['title co "eng" and active eq true and nickName pr', ["%eng%"]],
  ['title co "eng" or displayName co "ann"', ["%eng%", "%ann%"]],
  ['title co "eng" and (nickName pr or displayName co "ann")', ["%eng%"]],
  // A key finds fewer, and each branch has something that an index serves.
  ['userName eq "ann" or displayName co "ann"', ["%ann%"]],
  // None: not all that are sought have the text.
  ['title ne "engineer"', []],
  ['not (title co "engineer")', []],
  ['title co "engineer" or active eq true', []],
  ['title co "engineer" or not (displayName co "ann")', []],
  ['title gt "engineer"', []],
  ["title pr", []],
  // None: too short for three characters, in whole characters.
  ['title co "en"', []],
  ['title co "🙂🙂"', []],
  // None: the search text has no such values.
  ['schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"', []],
  ['meta.version eq "W/\\"12345\\""', []],
  ['groups.display co "staff"', []],
  ['x509Certificates.value eq "AQIDBA=="', []],
  // None: a key serves better.
  ['userName eq "ann@example.com"', []],
  ['userName sw "ann"', []],
  ['externalId eq "12345"', []],
  ['emails.value eq "ann@example.com"', []],
  ['emails[type eq "work" and value eq "ann@example.com"]', []],
  ['userName eq "ann@example.com" and displayName co "ann"', []],
  ['id eq "00000000-0000-0000-0000-000000000000" and manager eq "00000000-0000-0000-0000-000000000001"', []],
];

for (const [filter, patterns] of cases) {
  test(`${filter} looks at resources with ${patterns.join(" and ") || "any search text"}`, () => {
    assert.deepEqual(patternsOf(filter, userResourceType), patterns);
  });
}

test("a group is looked up by its name, by a part of it through its search text, by its members as before", () => {
  assert.deepEqual(patternsOf('displayName eq "Staff"', groupResourceType), []);
  assert.deepEqual(patternsOf('displayName co "Staff"', groupResourceType), ["%staff%"]);
  assert.deepEqual(patternsOf('members.display co "Staff"', groupResourceType), []);
});

function patternsOf(filter: string, type: typeof userResourceType): unknown[] {
  const parameters = sqlParameters([]);
  const sql = compileFilter(resolveFilter(type, parseFilter(filter)), { type, parameters, baseUrl: undefined });
  // Every parameter is in the statement: PostgreSQL knows no type for one that is not.
  for (const place of parameters.values.keys())
    assert.ok(sql.includes(`$${place + 1}::`), `${sql} lacks $${place + 1}`);
  return [...sql.matchAll(/r\.search_text like \$(\d+)/g)].map(([, place]) => parameters.values[Number(place) - 1]);
}
