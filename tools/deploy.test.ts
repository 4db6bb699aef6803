import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type Copy, DockerfileParser, type From, type JSONInstruction } from "dockerfile-ast";
import { parse } from "yaml";
import { memoryFlags, memoryVariables } from "../packages/server/src/cli/memory-settings.ts";
import { settings } from "../packages/server/src/config.ts";
import { projectRoot } from "./project-root.ts";

// What is in deploy/ cannot run here: it is read by the parsers of its formats, and held to what it promises.

const read = (path: string): string => readFileSync(join(projectRoot, path), "utf8");
const known = new Set(
  Object.values(settings).flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])),
);
const program = "packages/server/src/main.ts";

/** A setting that is misspelt, or was renamed, would do nothing. */
function assertSettings(names: readonly string[], others: readonly string[]): void {
  for (const name of names) assert.ok(known.has(name) || others.includes(name), `${name} is no setting of Rollcall`);
}

/** As a shell, a Dockerfile and a unit write them. */
const variables = Object.entries(memoryVariables).map(([name, value]) => `${name}=${value}`);

/** What Node is started with to serve, each as `NAME=value`: nothing unknown, and the allocator's variables all. */
function assertEnvironment(given: readonly string[]): void {
  const names = given.map((one) => one.split("=")[0] ?? "");
  assert.ok(names.includes("ROLLCALL_DATA"));
  assertSettings(names, ["NODE_ENV", ...Object.keys(memoryVariables)]);
  for (const one of variables) assert.ok(given.includes(one), one);
}

test("the scripts that serve start Node with the same flags and environment as the image and the unit", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const started = ` env ${variables.join(" ")} node ${memoryFlags.join(" ")} ${program} `;
  for (const name of ["start", "demo"]) assert.ok(scripts[name]?.includes(started), name);
});

describe("deploy/Dockerfile", () => {
  const dockerfile = DockerfileParser.parse(read("deploy/Dockerfile"));
  const instructions = dockerfile.getInstructions();
  const stages = instructions.filter((one): one is From => one.getKeyword() === "FROM");
  const last = instructions.slice(instructions.lastIndexOf(stages.at(-1) as From));
  const argumentsOf = (keyword: string, among = last): string[] =>
    among.filter((one) => one.getKeyword() === keyword).map((one) => one.getArgumentsContent() ?? "");

  test("begins from images of exact versions, with a Node that Rollcall runs on", () => {
    const { engines } = JSON.parse(read("package.json")) as { engines: { node: string } };
    for (const stage of stages) {
      const major = /^node:(\d+)\.\d+\.\d+-bookworm-slim$/.exec(stage.getImage() ?? "")?.[1];
      assert.ok(Number(major) >= Number(/\d+/.exec(engines.node)?.[0]), stage.getImage() ?? "no image");
    }
  });

  test("copies only what is there, each workspace's package.json before npm installs", () => {
    const { workspaces } = JSON.parse(read("package.json")) as { workspaces: string[] };
    // Not what comes from another stage.
    const own = instructions.filter((one): one is Copy => one.getKeyword() === "COPY");
    const copies = argumentsOf(
      "COPY",
      own.filter((one) => one.getFlags().every((flag) => flag.getName() !== "from")),
    );
    for (const sources of copies.map((one) => one.split(/\s+/).slice(0, -1))) {
      for (const source of sources) assert.ok(existsSync(join(projectRoot, source)), `${source} is not there`);
    }
    for (const workspace of workspaces) {
      const times = copies.filter((one) => one.startsWith(`${workspace}/package.json `)).length;
      assert.equal(times, 2, `${workspace}/package.json is copied ${times} times, and two stages install`);
    }
    const installs = argumentsOf("RUN", instructions).filter((one) => one.startsWith("npm"));
    assert.deepEqual(
      installs.map((one) => one.split(" ").slice(0, 2).join(" ")),
      ["npm ci", "npm ci"],
    );
  });

  test("fetches nothing but packages of the lockfile", () => {
    assert.deepEqual(argumentsOf("ADD", instructions), []);
    for (const command of argumentsOf("RUN", instructions))
      assert.doesNotMatch(command, /curl|wget|apt|https?:|npx|npm i(nstall)?\b/);
  });

  test("runs as nobody in particular, keeps its data apart, and says how it is", () => {
    assert.deepEqual(argumentsOf("USER"), ["1000:1000"]);
    assert.deepEqual(argumentsOf("VOLUME"), ["/data"]);
    assert.deepEqual(argumentsOf("STOPSIGNAL"), ["SIGTERM"]);
    const [entry] = last.filter((one) => one.getKeyword() === "ENTRYPOINT") as JSONInstruction[];
    const words = entry?.getJSONStrings().map((one) => one.getJSONValue());
    assert.deepEqual(
      words,
      ["node", ...memoryFlags, program],
      "in the form that starts no shell, so that signals arrive",
    );
    assert.ok(existsSync(join(projectRoot, program)));
    assert.match(argumentsOf("HEALTHCHECK").join(), /CMD \["node", "-e", .*\/healthz/s);
  });

  test("its environment is of settings that there are", () => {
    assertEnvironment(argumentsOf("ENV").flatMap((one) => one.match(/[A-Z_]+=\S+/g) ?? []));
  });

  test("all that a built image has to have passes .dockerignore, and nothing of this machine does", () => {
    const rules = read(".dockerignore").split("\n");
    assert.ok(rules.includes("*"), "what is not named stays out");
    for (const path of ["package.json", "package-lock.json", ".npmrc", "tsconfig.json", "LICENSE", "packages"]) {
      assert.ok(rules.includes(`!${path}`), path);
    }
    assert.ok(rules.includes("**/node_modules"));
  });
});

interface Service {
  readonly image: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly privileged?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly networks: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly build?: { readonly context: string; readonly dockerfile: string };
}

describe("deploy/compose.yaml", () => {
  const compose = parse(read("deploy/compose.yaml"), { strict: true, uniqueKeys: true }) as {
    services: { rollcall: Service; postgres: Service };
    networks: Record<string, { internal?: boolean } | null>;
    volumes: Record<string, unknown>;
    secrets: Record<string, { file: string }>;
  };
  const { rollcall, postgres } = compose.services;

  test("runs Rollcall without rights, on a root that cannot be written", () => {
    const { user, read_only, cap_drop, security_opt, privileged, build } = rollcall;
    assert.deepEqual(
      [user, read_only, cap_drop, security_opt],
      ["1000:1000", true, ["ALL"], ["no-new-privileges:true"]],
    );
    assert.equal(privileged ?? postgres.privileged, undefined);
    assert.ok(existsSync(join(projectRoot, "deploy", build?.context ?? "", build?.dockerfile ?? "")));
  });

  test("no secret stands in the environment, and each is a file that is named", () => {
    for (const { environment, secrets = [] } of [rollcall, postgres]) {
      for (const [name, value] of Object.entries(environment)) {
        assert.ok(!/PASSWORD|DATABASE_URL|API_KEY|TOKEN/.test(name) || name.endsWith("_FILE"), name);
        const secret = /^\/run\/secrets\/(.+)$/.exec(value)?.[1];
        if (secret !== undefined) assert.ok(secrets.includes(secret) && secret in compose.secrets, secret);
      }
    }
  });

  test("its environment is of settings that there are", () => {
    assertSettings(Object.keys(rollcall.environment), []);
  });

  test("waits for its database, which is of an exact version and of one that is supported, and reached by nobody else", () => {
    assert.equal(rollcall.depends_on?.["postgres"]?.condition, "service_healthy");
    const major = Number(/^postgres:(\d+)\.\d+-bookworm$/.exec(postgres.image)?.[1]);
    assert.ok(major >= 15 && major <= 18, postgres.image);
    assert.equal(postgres.healthcheck?.test[1], "pg_isready");
    assert.equal(postgres.ports, undefined);
    assert.deepEqual(postgres.networks, ["database"]);
    assert.equal(compose.networks["database"]?.internal, true);
  });

  test("publishes one port, on this machine only: TLS is a reverse proxy's", () => {
    assert.deepEqual(rollcall.ports, ["127.0.0.1:8080:8080"]);
  });
});

describe("deploy/rollcall.service", () => {
  const unit = read("deploy/rollcall.service");
  const values = new Map<string, string[]>();
  for (const line of unit.split("\n")) {
    const [, name, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) values.set(name, [...(values.get(name) ?? []), value ?? ""]);
  }
  const only = (name: string): string | undefined => values.get(name)?.at(-1);

  test("starts the program, ends it and nothing of it by itself, and keeps its data where nobody else looks", () => {
    assert.equal(only("ExecStart"), `/usr/bin/node ${memoryFlags.join(" ")} /opt/rollcall/${program} serve`);
    // The embedded PostgreSQL is stopped by Rollcall, after the last answer.
    assert.equal(only("KillMode"), "mixed");
    assert.deepEqual(
      [only("User"), only("StateDirectory"), only("StateDirectoryMode")],
      ["rollcall", "rollcall", "0700"],
    );
  });

  test("its environment is of settings that there are", () => {
    assertEnvironment((only("Environment") ?? "").split(" "));
  });

  test("takes away what it does not need, and leaves Node its compiler", () => {
    for (const name of ["NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictSUIDSGID"]) {
      assert.equal(only(name), "yes", name);
    }
    assert.equal(only("ProtectSystem"), "strict");
    assert.equal(only("CapabilityBoundingSet"), "");
    assert.equal(only("MemoryDenyWriteExecute"), undefined);
  });

  const analyze = globSync(["/usr/bin/systemd-analyze", "/bin/systemd-analyze"])[0];
  test("systemd finds nothing wrong with it", { skip: analyze === undefined && "there is no systemd here" }, () => {
    const folder = mkdtempSync(join(tmpdir(), "rollcall-unit-"));
    try {
      const path = join(folder, "rollcall.service");
      // The program is not installed on this machine.
      writeFileSync(path, unit.replace(/^ExecStart=.*$/m, "ExecStart=/bin/true"));
      const said = execFileSync(analyze as string, ["verify", path], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
      assert.equal(said, "");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
