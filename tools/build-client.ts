import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { projectRoot } from "./project-root.ts";

/**
 * Makes the client of the admin API ready to be published: `npm run client`, or `npm run client -- <folder>`. Node
 * refuses TypeScript in packages, so what is published is JavaScript with its types, and modules are imported without an
 * ending.
 */
const source = join(projectRoot, "packages/admin-api");
const folder = resolve(process.argv[2] ?? join(source, "dist"));

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const compiler = join(projectRoot, "node_modules/.bin/tsc");
execFileSync(process.execPath, [compiler, "-p", source, "--outDir", folder], { stdio: "inherit" });

const { name, version, license, dependencies } = JSON.parse(
  readFileSync(join(source, "package.json"), "utf8"),
) as Manifest;
const manifest = {
  name,
  version,
  description: "Types, routes and a client for the admin API of Rollcall",
  license,
  type: "module",
  engines: { node: ">=20" },
  exports: { "./*": { types: "./*.d.ts", default: "./*.js" } },
  dependencies,
};
writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
const readme = readFileSync(join(source, "README.md"), "utf8");
writeFileSync(join(folder, "README.md"), readme.replaceAll(/("@rollcall\/[^"]+)\.ts"/g, '$1"'));
copyFileSync(join(projectRoot, "LICENSE"), join(folder, "LICENSE"));
console.log(`${name} ${version} is ready to be published in ${folder}`);
