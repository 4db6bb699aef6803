import assert from "node:assert/strict";
import { test } from "node:test";
import { architectureChecks } from "./checks.ts";
import { findLongFiles } from "./file-size.ts";
import { withPlantedTree } from "./planted-tree.ts";
import { formatProblem } from "./problem.ts";
import { readSourceTree } from "./source-tree.ts";

interface Planting {
  /** What the check promises, shown by one tree that breaks it or one that does not. */
  readonly promise: string;
  readonly check: string;
  readonly files: Readonly<Record<string, string>>;
  /** Every problem that the check finds; nothing for a tree that only looks like a violation. */
  readonly finds: readonly string[];
}

const server = "packages/server/src";
const lines = (count: number) => "export {};\n".repeat(count);

/** A file of one layer imports something of another: the cells of the table in docs/architecture.md. */
function importing(from: string, specifier: string, finds: string | undefined, how = "import"): Planting {
  const text = how === "type" ? `import type { A } from "${specifier}";\n` : `import { a } from "${specifier}";\n`;
  return {
    promise: `${from} ${finds === undefined ? "may" : "may not"} ${how === "type" ? "import types of" : "import"} ${specifier}`,
    check: "import direction",
    files: { [from]: text },
    finds: finds === undefined ? [] : [`${from}:1: ${finds}`],
  };
}

const plantings: readonly Planting[] = [
  importing("packages/scim/src/a.ts", "node:crypto", "scim may not import node:crypto"),
  importing("packages/scim/src/a.ts", "lodash", "scim may not import lodash"),
  importing("packages/scim/src/a.ts", "node:crypto", "scim may not import node:crypto", "type"),
  importing(
    "packages/scim/src/a.ts",
    "../../server/src/domain/b.ts",
    "reaches another package by a path (../../server/src/domain/b.ts): import it by its name",
  ),
  importing(
    "packages/scim/src/a.ts",
    "@rollcall/server/domain/b.ts",
    "scim may not import domain (@rollcall/server/domain/b.ts)",
  ),
  importing("packages/scim/src/a.ts", "./filter/b.ts", undefined),
  importing(
    "packages/admin-api/src/a.ts",
    "@rollcall/scim/urns.ts",
    "admin-api may not import scim (@rollcall/scim/urns.ts)",
    "type",
  ),
  importing("packages/simulator/src/a.ts", "@rollcall/scim/urns.ts", undefined),
  importing(
    "packages/simulator/src/a.ts",
    "@rollcall/server/app.ts",
    "simulator may not import composition (@rollcall/server/app.ts)",
  ),
  importing(
    "packages/simulator/src/a.ts",
    "@rollcall/admin-api/client.ts",
    "simulator may not import admin-api (@rollcall/admin-api/client.ts)",
  ),
  importing(`${server}/domain/a.ts`, "../storage/b.ts", "domain may not import storage (../storage/b.ts)"),
  importing(`${server}/domain/a.ts`, "pg", "domain may not import pg", "type"),
  importing(`${server}/domain/a.ts`, "node:fs", "domain may not import node:fs"),
  importing(`${server}/domain/a.ts`, "node:crypto", undefined),
  importing(`${server}/domain/a.ts`, "@rollcall/scim/urns.ts", undefined),
  importing(
    `${server}/storage/write/a.ts`,
    "../../actions/b.ts",
    "storage may not import actions (../../actions/b.ts)",
  ),
  importing(
    `${server}/storage/read/a.ts`,
    "../../http/scim/b.ts",
    "storage/read may not import http/scim (../../http/scim/b.ts)",
  ),
  importing(`${server}/storage/read/a.ts`, "../database.ts", undefined),
  importing(`${server}/actions/a.ts`, "../storage/write/b.ts", undefined),
  importing(`${server}/actions/a.ts`, "fastify", "actions may not import fastify"),
  importing(`${server}/actions/a.ts`, "pg", "actions may not import pg"),
  importing(`${server}/actions/a.ts`, "../http/admin/b.ts", "actions may not import http/admin (../http/admin/b.ts)"),
  importing(`${server}/http/scim/a.ts`, "../../storage/read/b.ts", undefined),
  importing(
    `${server}/http/scim/a.ts`,
    "../../storage/write/b.ts",
    "http/scim may not import storage (../../storage/write/b.ts)",
  ),
  importing(`${server}/http/scim/a.ts`, "../admin/b.ts", "http/scim may not import http/admin (../admin/b.ts)"),
  importing(`${server}/http/admin/a.ts`, "../scim/b.ts", "http/admin may not import http/scim (../scim/b.ts)"),
  importing(`${server}/http/admin/a.ts`, "@rollcall/admin-api/users.ts", undefined),
  importing(`${server}/http/admin/a.ts`, "../../worker/b.ts", "http/admin may not import worker (../../worker/b.ts)"),
  importing(
    `${server}/worker/a.ts`,
    "../storage/database.ts",
    "worker may not import storage (../storage/database.ts)",
  ),
  importing(`${server}/worker/a.ts`, "../storage/read/b.ts", undefined),
  importing(`${server}/actions/a.ts`, "../app.ts", "actions may not import composition (../app.ts)"),
  importing(`${server}/http/scim/a.ts`, "../../config.ts", "http/scim may not import config (../../config.ts)"),
  importing(`${server}/cli/a.ts`, "@rollcall/simulator/run.ts", undefined),
  importing(`${server}/app.ts`, "./http/scim/routes.ts", undefined),
  importing(
    `${server}/actions/a.ts`,
    "../../test/support/b.ts",
    "imports packages/server/test/support/b.ts, which is no part of the program",
  ),
  importing(
    "packages/console/src/pages/mappings/a.tsx",
    "../users/b.tsx",
    "console pages never import each other: mappings imports users (../users/b.tsx)",
  ),
  importing("packages/console/src/pages/mappings/a.tsx", "./b.tsx", undefined),
  importing("packages/console/src/pages/mappings/a.tsx", "../../components/b.tsx", undefined),
  importing(
    "packages/console/src/design/a.tsx",
    "../components/b.tsx",
    "console design may not import console components (../components/b.tsx)",
  ),
  importing("packages/scim/src/a.test.ts", "fast-check", undefined),
  importing(
    "packages/scim/src/a.test.ts",
    "@rollcall/server/app.ts",
    "tests of scim may not import server (@rollcall/server/app.ts)",
  ),
  importing("packages/server/test/a.test.ts", "@rollcall/simulator/run.ts", undefined),
  {
    promise: "import(), export from and import types count as imports",
    check: "import direction",
    files: {
      [`${server}/domain/a.ts`]: [
        'export { b } from "../actions/b.ts";',
        'export * from "../actions/c.ts";',
        'type D = import("../actions/d.ts").D;',
        'const e = await import("../actions/e.ts");',
      ].join("\n"),
    },
    finds: ["b", "c", "d", "e"].map(
      (name, index) => `${server}/domain/a.ts:${index + 1}: domain may not import actions (../actions/${name}.ts)`,
    ),
  },
  {
    promise: "an import in a comment or a string is none",
    check: "import direction",
    files: {
      "packages/scim/src/a.ts": '// import { a } from "pg";\nexport const text = `import { b } from "pg"`;\n',
    },
    finds: [],
  },
  {
    promise: "a source file without a layer is found",
    check: "layers",
    files: { [`${server}/stray.ts`]: "export {};", [`${server}/stray.test.ts`]: "", [`${server}/app.ts`]: "" },
    finds: [`${server}/stray.ts: belongs to no layer: put it into one, or give it one in layers.ts`],
  },
  {
    promise: "a circle over three files is found once, types included",
    check: "import circles",
    files: {
      "packages/scim/src/a.ts": 'import "./b.ts";',
      "packages/scim/src/b.ts": 'import type { C } from "./c.ts";',
      "packages/scim/src/c.ts": 'import { a } from "@rollcall/scim/a.ts";',
      "packages/scim/src/d.ts": 'import "./a.ts";',
    },
    finds: [
      "packages/scim/src/a.ts: import circle: packages/scim/src/a.ts → packages/scim/src/b.ts → " +
        "packages/scim/src/c.ts → packages/scim/src/a.ts",
    ],
  },
  {
    promise: "two ways to one file are no circle, a file that imports itself is",
    check: "import circles",
    files: {
      "packages/scim/src/a.ts": 'import "./b.ts"; import "./c.ts";',
      "packages/scim/src/b.ts": 'import "./c.ts";',
      "packages/scim/src/c.ts": "",
      "packages/scim/src/self.ts": 'import "./self.ts";',
    },
    finds: ["packages/scim/src/self.ts: import circle: packages/scim/src/self.ts → packages/scim/src/self.ts"],
  },
  {
    promise: "the clock and the network are out of reach for the pure layers",
    check: "pure layers",
    files: {
      "packages/scim/src/a.ts": "Date.now();\nnew Date();\nnew Date(0);\nDate.parse('');",
      [`${server}/domain/a.ts`]: "performance.now();\nfetch('');\nDate();",
      [`${server}/domain/a.test.ts`]: "Date.now();",
      [`${server}/worker/a.ts`]: "Date.now();",
    },
    finds: [
      "packages/scim/src/a.ts:1: scim is pure: Date.now reads the clock, pass the time in",
      "packages/scim/src/a.ts:2: scim is pure: new Date() reads the clock, pass the time in",
      `${server}/domain/a.ts:1: domain is pure: performance.now reads the clock, pass the time in`,
      `${server}/domain/a.ts:2: domain is pure: fetch talks to the outside`,
      `${server}/domain/a.ts:3: domain is pure: Date() reads the clock, pass the time in`,
    ],
  },
  {
    promise: "statements in any layer but storage are found",
    check: "SQL only in storage",
    files: {
      [`${server}/actions/a.ts`]: [
        '"select id from resources";',
        "`SELECT ${columns} FROM resources`;",
        '"insert into resources values (1)";',
        '"update resources as r set a = 1";',
        '"DELETE FROM resources";',
        "`\n  with found as (select 1)\n  select 1 from found`;",
        '"select pg_notify(1)";',
        '"begin";',
        '"drop table resources";',
      ].join("\n"),
      [`${server}/storage/write/a.ts`]: '"select id from resources";',
      [`${server}/actions/a.test.ts`]: '"select id from resources";',
    },
    finds: [
      `${server}/actions/a.ts:1: SQL outside storage: "select id from …"`,
      `${server}/actions/a.ts:2: SQL outside storage: "SELECT x FROM …"`,
      `${server}/actions/a.ts:3: SQL outside storage: "insert into resources …"`,
      `${server}/actions/a.ts:4: SQL outside storage: "update resources as …"`,
      `${server}/actions/a.ts:5: SQL outside storage: "DELETE FROM resources …"`,
      `${server}/actions/a.ts:6: SQL outside storage: "with found as …"`,
      `${server}/actions/a.ts:9: SQL outside storage: "select pg_notify(1) …"`,
      `${server}/actions/a.ts:10: SQL outside storage: "begin …"`,
      `${server}/actions/a.ts:11: SQL outside storage: "drop table resources …"`,
    ],
  },
  {
    promise: "sentences that begin with a word of SQL are no statements",
    check: "SQL only in storage",
    files: {
      [`${server}/cli/a.ts`]: [
        '"Select an application from the list";',
        '"Update the mapping and set its source";',
        '"with a mapping";',
        '"select";',
        '"delete";',
        '"begin with a letter";',
      ].join("\n"),
    },
    finds: [],
  },
  {
    promise: "environment variables are read in config.ts alone",
    check: "environment only in config.ts",
    files: {
      [`${server}/cli/a.ts`]: [
        "process.env.HOME;",
        'process["env"];',
        "const { env } = process;",
        'import { env } from "node:process";',
        "context.env;",
      ].join("\n"),
      [`${server}/config.ts`]: "process.env.HOME;",
      "packages/server/test/a.ts": "process.env.HOME;",
      "tools/a.ts": "process.env.HOME;",
    },
    finds: [1, 2, 3, 4].map(
      (line) =>
        `${server}/cli/a.ts:${line}: reads the environment, which only config.ts does: take the value as an argument`,
    ),
  },
  {
    promise: "a regular expression built from a value is found, a written one is not",
    check: "no built regular expressions",
    files: {
      [`${server}/domain/a.ts`]:
        'new RegExp(pattern);\nRegExp(`^${name}`);\nnew RegExp("^a");\n/^a/;\nnew RegExp(`^a`);',
    },
    finds: [1, 2].map(
      (line) =>
        `${server}/domain/a.ts:${line}: builds a regular expression from a value: write it out, or use a linear-time engine`,
    ),
  },
  {
    promise: "names that gather everything are found as whole segments only",
    check: "path names",
    files: {
      [`${server}/domain/utils/a.ts`]: "",
      [`${server}/storage/helpers.ts`]: "",
      [`${server}/storage/manager.test.ts`]: "",
      "packages/scim/src/core/a.json": "",
      "packages/scim/src/core-user.ts": "",
      "packages/scim/src/library.ts": "",
    },
    finds: [
      'packages/scim/src/core/a.json: a path segment is called "core": name what is inside',
      `${server}/domain/utils/a.ts: a path segment is called "utils": name what is inside`,
      `${server}/storage/helpers.ts: a path segment is called "helpers": name what is inside`,
      `${server}/storage/manager.test.ts: a path segment is called "manager": name what is inside`,
    ],
  },
  {
    promise: "the 301st line of a source file is one too many; tests and tables of cases have no limit",
    check: "file size",
    files: {
      "packages/scim/src/long.ts": lines(301),
      "packages/scim/src/full.ts": lines(300),
      "packages/scim/src/long.test.ts": lines(301),
      "packages/scim/src/filter/filter-cases.ts": lines(301),
      "tools/long.ts": lines(301),
    },
    finds: [
      "packages/scim/src/long.ts: has 301 lines, at most 300 are allowed",
      "tools/long.ts: has 301 lines, at most 300 are allowed",
    ],
  },
  {
    promise: "barrels are found by name, by content and by export *",
    check: "no barrel files",
    files: {
      "packages/scim/src/index.ts": "export const a = 1;",
      "packages/scim/src/everything.ts": 'export { a } from "./a.ts";\nexport { b } from "./b.ts";',
      "packages/scim/src/imported.ts": 'import { a } from "./a.ts";\nexport { a };',
      "packages/scim/src/star.ts": 'export const a = 1;\nexport * from "./b.ts";',
      "packages/scim/src/fine.ts": 'export type { A } from "./a.ts";\nexport const b = 1;',
      "packages/scim/src/run.ts": 'import { a } from "./a.ts";\na();\nexport {};',
    },
    finds: [
      "packages/scim/src/everything.ts: only passes on other files' exports: import from those files",
      "packages/scim/src/imported.ts: only passes on other files' exports: import from those files",
      "packages/scim/src/index.ts: is called index: name it after what is inside",
      "packages/scim/src/star.ts:2: export * hides what is exported: import from that file",
    ],
  },
  {
    promise: "a suppression without a reason on its line is found, in tests too",
    check: "reasons of suppressions",
    files: {
      "packages/scim/src/a.test.ts": [
        "// oxlint-disable-next-line no-await-in-loop",
        "// oxlint-disable-next-line no-await-in-loop -- each step waits for the one before",
        "/* eslint-disable */",
        "// @ts-expect-error",
        "// @ts-expect-error the names of a JSON body are not known to the type",
        "// @ts-ignore because it is needed here and now",
        "// biome-ignore format: the table is read column by column",
        "// biome-ignore format: needed",
        "/**\n * @ts-nocheck\n */",
        "// how to write oxlint-disable is told elsewhere",
      ].join("\n"),
    },
    finds: [
      "1: switches a check off without a reason (rule -- reason)",
      "3: switches a check off without a reason (rule -- reason)",
      "4: switches a check off without a reason (@ts-expect-error reason)",
      "6: use @ts-expect-error, which tells when it is no longer needed",
      "8: switches a check off without a reason (biome-ignore rule: reason)",
      "10: use @ts-expect-error, which tells when it is no longer needed",
    ].map((found) => `packages/scim/src/a.test.ts:${found}`),
  },
];

for (const { promise, check, files, finds } of plantings) {
  test(`${check}: ${promise}`, async () => {
    const find = architectureChecks.find(({ name }) => name === check)?.find;
    assert.ok(find !== undefined, `there is no check called ${check}`);
    const found = await withPlantedTree(files, (root) => find(readSourceTree(root)).map(formatProblem));
    assert.deepEqual(found.sort(), [...finds].sort());
  });
}

test("every architecture check has a planted violation that it catches", () => {
  const caught = new Set(plantings.filter(({ finds }) => finds.length > 0).map(({ check }) => check));
  assert.deepEqual(
    architectureChecks.map(({ name }) => name).filter((name) => !caught.has(name)),
    [],
  );
});

test("file size: an exception lets one file be long and is itself a problem once that file is short", async () => {
  const files = { "packages/scim/src/table.ts": lines(400), "packages/scim/src/short.ts": lines(4) };
  const exceptions = new Map([
    ["packages/scim/src/table.ts", "a table"],
    ["packages/scim/src/short.ts", "a table once"],
  ]);
  const found = await withPlantedTree(files, (root) =>
    findLongFiles(readSourceTree(root), exceptions).map(formatProblem),
  );
  assert.deepEqual(found, ["packages/scim/src/short.ts: is excepted from the limit of lines and does not need it"]);
});
