import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Problem } from "../architecture/problem.ts";
import { readRows, writeTable } from "./markdown-table.ts";

/** A table in a document that is made from the program's own data, between `<!-- table NAME -->` and `<!-- /table -->`. */
interface GeneratedTable {
  readonly name: string;
  readonly document: string;
  /** The module that exports the data. */
  readonly source: string;
  /** What the module exports to the text of the table; `earlier` is the text that is there now. */
  readonly write: (exported: Readonly<Record<string, unknown>>, earlier: string) => string;
}

interface CatalogueEntry {
  readonly status: number;
  readonly sentence: string;
  readonly whatToDo: string;
}

interface DescribedSetting {
  readonly name: string;
  readonly default: string | undefined;
  readonly description: string;
  readonly secret: boolean;
}

interface DescribedFunction {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

interface KnownDialect {
  readonly name: string;
  readonly description: string;
  readonly refusal: { readonly scimType: string; readonly expected: string };
}

interface DescribedEventType {
  readonly says: string;
  readonly securityEvent: string | null;
}

interface PolicyChoice {
  readonly policy: {
    readonly deleteDeactivatedUsers: boolean;
    readonly onUserDelete?: string;
    readonly onGroupDelete: string;
  };
  readonly consequences: Readonly<Record<string, string>>;
}

/** Stands where a person has to write something. */
const unwritten = "*not written yet*";

const tables: readonly GeneratedTable[] = [
  {
    name: "scim-error-types",
    document: "docs/errors.md",
    source: "packages/scim/src/scim-error.ts",
    write: ({ scimTypes }, earlier) => writeScimTypes(scimTypes as Readonly<Record<string, number>>, earlier),
  },
  {
    name: "rollcall-error-codes",
    document: "docs/errors.md",
    source: "packages/server/src/domain/errors.ts",
    write: ({ errorCatalogue }) => writeCatalogue(errorCatalogue as Readonly<Record<string, CatalogueEntry>>),
  },
  {
    name: "settings",
    document: "docs/configuration.md",
    source: "packages/server/src/config.ts",
    write: ({ settings }) => writeSettings(Object.values(settings as Readonly<Record<string, DescribedSetting>>)),
  },
  {
    name: "expression-functions",
    document: "docs/mapping.md",
    source: "packages/server/src/domain/mapping-expression.ts",
    write: ({ expressionFunctionNames }) => writeFunctions(expressionFunctionNames as readonly DescribedFunction[]),
  },
  {
    name: "event-types",
    document: "docs/events.md",
    source: "packages/server/src/domain/provisioning-event.ts",
    write: ({ provisioningEventTypes }) =>
      writeEventTypes(provisioningEventTypes as Readonly<Record<string, DescribedEventType>>),
  },
  {
    name: "policy-consequences",
    document: "docs/rules.md",
    source: "packages/server/src/domain/policy-consequences.ts",
    write: ({ policyChoices }) => writeConsequences((policyChoices as (days: number) => PolicyChoice[])(30)),
  },
  {
    name: "dialects",
    document: "docs/dialects.md",
    source: "packages/scim/src/dialects/known-dialects.ts",
    write: ({ knownDialects }) => writeDialects([...(knownDialects as ReadonlyMap<string, KnownDialect>).values()]),
  },
];

/** Brings every generated table up to date; returns the documents that changed. */
export async function writeGeneratedTables(root: string): Promise<string[]> {
  const changed = new Set<string>();
  for (const table of tables) {
    const path = join(root, table.document);
    const text = await readFile(path, "utf8");
    const current = await bringUpToDate(root, table, text);
    if (current === text) continue;
    await writeFile(path, current);
    changed.add(table.document);
  }
  return [...changed];
}

/** Finds generated tables that are not what the program's data says, and cells that a person has to fill. */
export async function findStaleTables(root: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const table of tables) {
    const text = await readFile(join(root, table.document), "utf8");
    if ((await bringUpToDate(root, table, text)) !== text) {
      const message = `the table ${table.name} is not what ${table.source} says: run npm run docs`;
      problems.push({ path: table.document, message });
    }
  }
  for (const document of new Set(tables.map((table) => table.document))) {
    const lines = (await readFile(join(root, document), "utf8")).split("\n");
    lines.forEach((line, index) => {
      if (line.includes(unwritten)) problems.push({ path: document, line: index + 1, message: "a cell is unwritten" });
    });
  }
  return problems;
}

async function bringUpToDate(root: string, table: GeneratedTable, text: string): Promise<string> {
  const [opening, closing] = [`<!-- table ${table.name} -->\n`, "<!-- /table -->"];
  const begin = text.indexOf(opening) + opening.length;
  const end = text.indexOf(closing, begin);
  if (begin < opening.length || end < 0) {
    throw new Error(`${table.document} has no place for the table ${table.name}: ${opening.trim()} … ${closing}`);
  }
  const exported = (await import(pathToFileURL(join(root, table.source)).href)) as Record<string, unknown>;
  return `${text.slice(0, begin)}${table.write(exported, text.slice(begin, end))}\n${text.slice(end)}`;
}

/** The last column is written by hand and kept: the protocol package knows no advice for administrators. */
function writeScimTypes(types: Readonly<Record<string, number>>, earlier: string): string {
  const meanings = new Map(readRows(earlier).map(({ cells }) => [cells[0], cells[2]]));
  const rows = Object.entries(types).map(([type, status]) => {
    const name = `\`${type}\``;
    return [name, String(status), meanings.get(name) ?? unwritten];
  });
  return writeTable(["scimType", "status", "what it says, and what to do"], rows);
}

function writeCatalogue(catalogue: Readonly<Record<string, CatalogueEntry>>): string {
  const rows = Object.entries(catalogue)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { status, sentence, whatToDo }]) => [`\`${code}\``, String(status), sentence, whatToDo]);
  return writeTable(["code", "status", "what it says", "what to do"], rows);
}

function writeSettings(settings: readonly DescribedSetting[]): string {
  const rows = settings.map(({ name, default: value, description, secret }) => [
    secret ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``,
    value === undefined || value === "" ? "none" : `\`${value}\``,
    description,
  ]);
  return writeTable(["setting", "default", "what it does"], rows);
}

function writeFunctions(functions: readonly DescribedFunction[]): string {
  const rows = functions.map(({ name, type, description }) => [
    `\`${name}\``,
    type === "dyn" ? "one of its values" : `\`${type}\``,
    description,
  ]);
  return writeTable(["function", "gives", "what it does"], rows);
}

function writeDialects(dialects: readonly KnownDialect[]): string {
  const rows = dialects.map(({ name, description, refusal }) => [
    `\`${name}\``,
    description,
    `\`${refusal.scimType}\`: expected ${refusal.expected}`,
  ]);
  return writeTable(["dialect", "what is sent, and what is made of it", "where it is strict"], rows);
}

/** Each sentence once, with the choices that lead to it. */
function writeConsequences(choices: readonly PolicyChoice[]): string {
  const decisive = {
    userDeactivated: "deleteDeactivatedUsers",
    userReactivated: "deleteDeactivatedUsers",
    userCreatedInactive: undefined,
    userDeleted: "onUserDelete",
    groupDeleted: "onGroupDelete",
  } as const;
  const rows = Object.entries(decisive).flatMap(([event, setting]) => {
    const sentences = new Map<string, string>();
    for (const { policy, consequences } of choices) {
      const value = setting === undefined ? undefined : policy[setting];
      if (setting !== undefined && value === undefined) continue;
      sentences.set(consequences[event] ?? "", setting === undefined ? "whatever is set" : `\`${setting}: ${value}\``);
    }
    return [...sentences].map(([sentence, when]) => [when, sentence]);
  });
  return writeTable(["with", "what happens"], rows);
}

function writeEventTypes(types: Readonly<Record<string, DescribedEventType>>): string {
  const rows = Object.entries(types).map(([type, { says, securityEvent }]) => [
    `\`${type}\``,
    says,
    securityEvent === null ? "none" : `\`${securityEvent}\``,
  ]);
  return writeTable(["type", "what it says", "RFC 9967"], rows);
}
