import { type Problem, RollcallError } from "./errors.ts";

/** What people of an export and of an application are recognised by. */
export type KeyAttribute = "userName" | "externalId" | "email";

/** How an export is read. */
export interface ExportColumns {
  readonly exportOf: "okta" | "entra" | "generic";
  readonly key: { readonly column: string; readonly attribute: KeyAttribute };
  /** Null: everybody in the export is active. */
  readonly status: {
    readonly column: string;
    /** What means active, lower case; null for the words that sources are known to write. */
    readonly active: readonly string[] | null;
  } | null;
  /** The columns whose directory attribute is known. */
  readonly compared: readonly { readonly column: string; readonly attribute: string }[];
}

/** What was recognised of an export by the names of its columns. */
export type RecognisedColumns = Omit<ExportColumns, "key"> & { readonly key: ExportColumns["key"] | null };

/** What a person chose of it; an empty status column means that there is none. */
export interface ChosenColumns {
  readonly keyColumn?: string | undefined;
  readonly keyAttribute?: KeyAttribute | undefined;
  readonly statusColumn?: string | undefined;
  /** Comma-separated. */
  readonly activeValues?: string | undefined;
}

/** Names of columns, letters and digits only in lower case, by what they are of a directory user. */
const attributesByName: ReadonlyMap<string, string> = new Map(
  Object.entries({
    userName: "username,login,userprincipalname,upn",
    email: "email,mail,emailaddress,primaryemail,workemail,emails",
    givenName: "givenname,firstname,namegivenname",
    familyName: "familyname,lastname,surname,namefamilyname",
    displayName: "displayname,fullname",
    title: "title,jobtitle",
    department: "department",
    division: "division",
    company: "company,companyname,organization",
    costCenter: "costcenter",
    employeeNumber: "employeenumber,employeeid",
    mobilePhone: "mobilephone,mobile",
    workPhone: "workphone,primaryphone,telephonenumber,businessphones",
    preferredLanguage: "preferredlanguage",
    locale: "locale",
    timezone: "timezone",
    externalId: "externalid",
    status: "status,accountenabled,active,enabled,userstatus,accountstatus",
  }).flatMap(([attribute, names]) => names.split(",").map((name) => [name, attribute] as const)),
);

function attributeOf(column: string): string | undefined {
  const name = column.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  // Okta's API nests what its CSV has beside the rest.
  return attributesByName.get(name.startsWith("profile") ? name.slice("profile".length) : name);
}

/** Recognises the exports of Okta and Entra ID, and what any export has under a name that is usual for it. */
export function recogniseColumns(columns: readonly string[]): RecognisedColumns {
  const found = new Map<string, string>();
  for (const column of columns) {
    const attribute = attributeOf(column);
    if (attribute !== undefined && !found.has(attribute)) found.set(attribute, column);
  }
  const name = (found.get("userName") ?? "").toLowerCase().replaceAll(/[^a-z]/g, "");
  const exportOf = name.endsWith("login") ? "okta" : name === "userprincipalname" ? "entra" : "generic";
  const userName = found.get("userName");
  const status = found.get("status");
  return {
    exportOf,
    key: userName === undefined ? null : { column: userName, attribute: "userName" },
    status: status === undefined ? null : { column: status, active: null },
    compared: [...found]
      .filter(([attribute]) => attribute !== "status" && attribute !== "externalId")
      .map(([attribute, column]) => ({ column, attribute })),
  };
}

/** Tells whether an export has all the columns that another one was read by. */
export function fits(columns: readonly string[], { key, status }: Pick<ExportColumns, "key" | "status">): boolean {
  return columns.includes(key.column) && (status === null || columns.includes(status.column));
}

/**
 * Says how an export is read: by what a person chose, else as the export before, else by what was recognised.
 *
 * @throws {RollcallError} reconciliation.columns
 */
export function chooseColumns(
  columns: readonly string[],
  chosen: ChosenColumns,
  remembered: Pick<ExportColumns, "key" | "status"> | undefined,
): ExportColumns {
  const recognised = recogniseColumns(columns);
  const before = remembered !== undefined && fits(columns, remembered) ? remembered : undefined;
  const problems: Problem[] = [];
  const named = (where: string, column: string): string => {
    if (!columns.includes(column)) {
      problems.push({ where, detail: `the file has no column "${column}"; it has ${listed(columns)}` });
    }
    return column;
  };
  const known = before ?? recognised;
  const keyColumn = chosen.keyColumn === undefined ? known.key?.column : named("keyColumn", chosen.keyColumn);
  const attribute = chosen.keyAttribute ?? keyAttributeOf(keyColumn) ?? known.key?.attribute;
  if (keyColumn === undefined) {
    problems.push({
      where: "keyColumn",
      detail: `expected the column that people are found by; the file has ${listed(columns)}`,
    });
  } else if (attribute === undefined) {
    problems.push({
      where: "keyAttribute",
      detail: `expected whether "${keyColumn}" is userName, externalId or email`,
    });
  }
  const status = chooseStatus(chosen, known.status, named);
  if (problems.length > 0 || keyColumn === undefined || attribute === undefined) {
    throw new RollcallError(
      "reconciliation.columns",
      problems.map(({ where, detail }) => `${where}: ${detail}`).join("; "),
      problems,
    );
  }
  return {
    ...recognised,
    key: { column: keyColumn, attribute },
    status,
    compared: recognised.compared.filter((one) => one.column !== keyColumn && one.attribute !== attribute),
  };
}

function keyAttributeOf(column: string | undefined): KeyAttribute | undefined {
  const attribute = column === undefined ? undefined : attributeOf(column);
  return attribute === "userName" || attribute === "externalId" || attribute === "email" ? attribute : undefined;
}

function chooseStatus(
  { statusColumn, activeValues }: ChosenColumns,
  known: ExportColumns["status"],
  named: (where: string, column: string) => string,
): ExportColumns["status"] {
  if (statusColumn === "") return null;
  const column = statusColumn === undefined ? known?.column : named("statusColumn", statusColumn);
  if (column === undefined) return null;
  const words = (activeValues ?? "")
    .split(",")
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== "");
  if (words.length > 0) return { column, active: words };
  return { column, active: activeValues === undefined && column === known?.column ? known.active : null };
}

const most = 30;

function listed(columns: readonly string[]): string {
  const more = columns.length > most ? ` and ${columns.length - most} more` : "";
  return columns
    .slice(0, most)
    .map((column) => `"${column.slice(0, 60)}"`)
    .join(", ")
    .concat(more);
}
