import assert from "node:assert/strict";
import { test } from "node:test";
import { RollcallError } from "./errors.ts";
import { chooseColumns, type ChosenColumns, type ExportColumns, recogniseColumns } from "./export-columns.ts";
import { readExportedPerson } from "./exported-person.ts";

const okta = ["login", "firstName", "lastName", "email", "status", "department"];
const entra = ["userPrincipalName", "displayName", "surname", "mail", "givenName", "id", "jobTitle", "accountEnabled"];

test("exports of Okta and Entra ID are recognised by their columns, and what is usual in any other", () => {
  const cases: [string[], string, string | undefined, string | undefined, string][] = [
    [okta, "okta", "login", "status", "userName email givenName familyName department"],
    [
      ["id", "status", "profile.login", "profile.firstName", "profile.mobilePhone"],
      "okta",
      "profile.login",
      "status",
      "userName givenName mobilePhone",
    ],
    [entra, "entra", "userPrincipalName", "accountEnabled", "userName displayName familyName email givenName title"],
    [["User principal name", "Account enabled"], "entra", "User principal name", "Account enabled", "userName"],
    [["User Name", "E-mail", "Active"], "generic", "User Name", "Active", "userName email"],
    [["Mitarbeiter", "Abteilung"], "generic", undefined, undefined, ""],
  ];
  for (const [columns, exportOf, key, status, compared] of cases) {
    const found = recogniseColumns(columns);
    assert.deepEqual(
      [
        found.exportOf,
        found.key?.column,
        found.status?.column,
        new Set(found.compared.map(({ attribute }) => attribute)),
      ],
      [exportOf, key, status, new Set(compared === "" ? [] : compared.split(" "))],
    );
  }
});

test("what a person chooses goes before what is remembered, and that before what is recognised", () => {
  const remembered: Pick<ExportColumns, "key" | "status"> = {
    key: { column: "email", attribute: "email" },
    status: { column: "status", active: ["ja"] },
  };
  const cases: [string[], ChosenColumns, typeof remembered | undefined, typeof remembered][] = [
    [
      okta,
      {},
      undefined,
      { key: { column: "login", attribute: "userName" }, status: { column: "status", active: null } },
    ],
    [okta, {}, remembered, remembered],
    [["login", "email"], {}, remembered, { key: { column: "login", attribute: "userName" }, status: null }],
    [okta, { statusColumn: "" }, remembered, { key: remembered.key, status: null }],
    [
      okta,
      { keyColumn: "department", keyAttribute: "externalId", statusColumn: "firstName", activeValues: " Yes, Y " },
      remembered,
      { key: { column: "department", attribute: "externalId" }, status: { column: "firstName", active: ["yes", "y"] } },
    ],
    [["Mail", "x"], { keyColumn: "Mail" }, undefined, { key: { column: "Mail", attribute: "email" }, status: null }],
  ];
  for (const [columns, chosen, before, expected] of cases) {
    const { key, status } = chooseColumns(columns, chosen, before);
    assert.deepEqual({ key, status }, expected, JSON.stringify([columns, chosen]));
  }
});

test("what cannot be told is refused with what the file has", () => {
  const has = '"Mitarbeiter", "Abteilung"';
  const cases: [ChosenColumns, { where: string; detail: string }[]][] = [
    [{}, [{ where: "keyColumn", detail: `expected the column that people are found by; the file has ${has}` }]],
    [
      { keyColumn: "login", statusColumn: "status" },
      [
        { where: "keyColumn", detail: `the file has no column "login"; it has ${has}` },
        { where: "statusColumn", detail: `the file has no column "status"; it has ${has}` },
      ],
    ],
    [
      { keyColumn: "Abteilung" },
      [{ where: "keyAttribute", detail: 'expected whether "Abteilung" is userName, externalId or email' }],
    ],
  ];
  for (const [chosen, problems] of cases) {
    assert.throws(
      () => chooseColumns(["Mitarbeiter", "Abteilung"], chosen, undefined),
      (error) => {
        assert.ok(error instanceof RollcallError);
        assert.deepEqual([error.code, error.problems], ["reconciliation.columns", problems]);
        return true;
      },
    );
  }
});

test("a record is a person, or says what is wrong with it", () => {
  const columns = chooseColumns(okta, {}, undefined);
  const record = (cells: Record<string, string>) => ({ place: 7, cells: new Map(Object.entries(cells)) });
  const attributes = { userName: "Ann@X", email: "", givenName: "", familyName: "", department: "" };
  const at = (column: string) => `line 7, column "${column}"`;
  const status = "expected a status such as active, suspended, true or false, found";
  const cases: [Record<string, string>, unknown][] = [
    [
      { login: " Ann@X ", status: "ACTIVE" },
      { key: "ann@x", place: 7, active: true, attributes },
    ],
    [
      { login: "Ann@X", status: "Deprovisioned" },
      { key: "ann@x", place: 7, active: false, attributes },
    ],
    [
      { login: "Ann@X", status: "LOCKED_OUT" },
      { key: "ann@x", place: 7, active: true, attributes },
    ],
    [{ status: "ACTIVE" }, { where: at("login"), detail: "expected what the person is found by, found nothing" }],
    [
      { login: "x".repeat(501), status: "ACTIVE" },
      { where: at("login"), detail: "expected at most 500 characters, found 501" },
    ],
    [
      { login: "ann", status: "Maybe" },
      { where: at("status"), detail: `${status} "Maybe"` },
    ],
    [{ login: "ann" }, { where: at("status"), detail: `${status} nothing` }],
    [
      { login: "ann", status: "ACTIVE", email: "a\u0000" },
      { where: at("email"), detail: "expected text without U+0000 and lone surrogates" },
    ],
    [
      { login: "a\ud800", status: "ACTIVE" },
      { where: at("login"), detail: "expected text without U+0000 and lone surrogates" },
    ],
  ];
  for (const [cells, expected] of cases) assert.deepEqual(readExportedPerson("csv", record(cells), columns), expected);
  assert.deepEqual(readExportedPerson("json", record({}), columns), {
    where: 'person 7, "login"',
    detail: "expected what the person is found by, found nothing",
  });
});
