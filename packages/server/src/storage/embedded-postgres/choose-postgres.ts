import { StartRefusal } from "../start-refusal.ts";

/** A PostgreSQL that can serve a cluster: where its programs are, and the version that initialises new clusters. */
export interface PostgresInstallation {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly folder: string;
  readonly major: number;
  /** `package`: from the embedded packages; `machine`: installed by somebody else. */
  readonly source: "package" | "machine";
}

/** What the choice rests on, so that every platform can be tested on one. */
export interface PostgresFacts {
  readonly platform: string;
  readonly arch: string;
  /** True on Linux with musl instead of glibc, as on Alpine: the packages have no build for it. */
  readonly musl: boolean;
  readonly packaged: PostgresInstallation | undefined;
  readonly installed: readonly PostgresInstallation[];
  /** The major version of the existing cluster; undefined while there is none. */
  readonly clusterMajor: number | undefined;
}

const oldestMajor = 15;

/**
 * Chooses the PostgreSQL that serves the data folder: the packaged one, else the newest found on the machine; for an
 * existing cluster the one of the cluster's own major version, because no other can open it.
 *
 * @throws StartRefusal when none fits, naming what was found
 */
export function choosePostgres(facts: PostgresFacts): PostgresInstallation {
  const packaged = facts.musl || facts.platform === "win32" ? undefined : facts.packaged;
  const onMachine = facts.installed.filter((one) => one.major >= oldestMajor).sort((a, b) => b.major - a.major);
  const usable = packaged === undefined ? onMachine : [packaged, ...onMachine];
  const { clusterMajor } = facts;
  if (clusterMajor === undefined) {
    const first = usable[0];
    if (first === undefined) throw noPostgres(facts);
    return first;
  }
  const same = usable.find((one) => one.major === clusterMajor);
  if (same !== undefined) return same;
  if (usable[0] === undefined) throw noPostgres(facts);
  const newest = Math.max(...usable.map((one) => one.major));
  if (clusterMajor > newest) {
    throw new StartRefusal(
      "data_of_newer_postgres",
      `the data folder was written by PostgreSQL ${clusterMajor}, this Rollcall brings PostgreSQL ${newest}`,
      "start the newer Rollcall that wrote it, or set ROLLCALL_DATA to another folder",
    );
  }
  throw new StartRefusal(
    "data_of_older_postgres",
    `the data folder was written by PostgreSQL ${clusterMajor}, which is not on this machine any more`,
    `install PostgreSQL ${clusterMajor} beside Rollcall, or take a backup with the Rollcall that wrote it and restore it here`,
  );
}

function noPostgres(facts: PostgresFacts): StartRefusal {
  const why = facts.musl
    ? "there is no embedded PostgreSQL for musl (Alpine)"
    : `there is no embedded PostgreSQL for ${facts.platform} ${facts.arch}, or its package was not installed`;
  return new StartRefusal(
    "no_postgres",
    `${why}, and no PostgreSQL ${oldestMajor} or newer was found on the machine`,
    "set DATABASE_URL to a PostgreSQL 15 to 18, or install one on this machine, or use a glibc image such as Debian",
  );
}
