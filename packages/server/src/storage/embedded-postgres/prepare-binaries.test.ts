import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { silentLog } from "../../log.ts";
import { findPostgres } from "./find-postgres.ts";
import { linkLibraries, prepareBinaries } from "./prepare-binaries.ts";
import { findServerOwner } from "./server-owner.ts";

describe("the programs of the embedded PostgreSQL", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "rollcall-binaries-"));
    chmodSync(folder, 0o755);
  });
  after(() => rmSync(folder, { recursive: true }));

  test("missing links to shared libraries are made, and made only once", () => {
    const native = join(folder, "native");
    mkdirSync(join(native, "lib"), { recursive: true });
    writeFileSync(join(native, "lib", "libpq.so.5.18"), "");
    const list = [
      { source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so" },
      { source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" },
    ];
    writeFileSync(join(native, "pg-symlinks.json"), JSON.stringify(list));
    for (const round of [1, 2]) {
      assert.equal(linkLibraries(native), true, `round ${round}`);
      const links = ["libpq.so", "libpq.so.5"].map((name) => readlinkSync(join(native, "lib", name)));
      assert.deepEqual(links, ["libpq.so.5.18", "libpq.so.5.18"]);
    }
  });

  const { packaged } = findPostgres(tmpdir());
  const needsRoot = process.getuid?.() === 0 ? false : "only root runs PostgreSQL as somebody else";
  const skip = packaged === undefined ? "no packaged PostgreSQL for this platform" : needsRoot;

  test("a package below a folder that the server's owner cannot enter runs from a copy, made once", { skip }, () => {
    const closed = join(folder, "closed");
    const native = join(closed, "package", "native");
    mkdirSync(dirname(native), { recursive: true });
    const source = packaged?.folder ?? "";
    cpSync(source, native, { recursive: true, verbatimSymlinks: true });
    cpSync(join(dirname(source), "package.json"), join(closed, "package", "package.json"));
    chmodSync(closed, 0o700);
    // As an installation by root with umask 077 leaves them.
    chmodSync(join(native, "bin", "postgres"), 0o700);
    const data = join(folder, "data");
    mkdirSync(join(data, "postgres"), { recursive: true });
    const { uid, gid } = findServerOwner(join(data, "none"));
    chownSync(join(data, "postgres"), uid, gid);
    const installation = { folder: native, major: 18, source: "package" as const };
    const prepare = () => prepareBinaries(installation, findServerOwner(join(data, "postgres")), data, silentLog);
    const copy = prepare();
    assert.equal(dirname(copy), join(data, "binaries"));
    const made = lstatSync(copy).ino;
    assert.equal(prepare(), copy);
    assert.equal(lstatSync(copy).ino, made);
  });

  test("the machine's own PostgreSQL is run where it is", () => {
    const installation = { folder: "/usr/lib/postgresql/15", major: 15, source: "machine" as const };
    assert.equal(
      prepareBinaries(installation, findServerOwner(join(folder, "none")), folder, silentLog),
      installation.folder,
    );
  });
});
