import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { projectRoot } from "./project-root.ts";

const run = promisify(execFile);

const program = `
import { createClient } from "@rollcall/admin-api/client";
import { followFeed } from "@rollcall/admin-api/follow-feed";
import { organizationRoutes } from "@rollcall/admin-api/organizations";
import { retryingFetch } from "@rollcall/admin-api/wait-and-retry";

const client = createClient({ url: process.env["URL"] ?? "", key: "rck-example", fetch: retryingFetch() });
const { items } = await client.call(organizationRoutes.listOrganizations, {});
const names: string[] = items.map(({ name }) => name);
for await (const { events, cursor } of followFeed(client, { organizationId: "01a2" })) {
  console.log(JSON.stringify({ names, types: events.map(({ type }) => type), cursor }));
  break;
}
`;

test("the package is installed, typed and run outside of this project", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-client-"));
  const answers: Readonly<Record<string, object>> = {
    "/api/v1/organizations": { items: [{ name: "Example Corp" }], nextCursor: null },
    "/api/v1/organizations/01a2/provisioning-events": {
      items: [{ type: "user.created" }],
      nextCursor: "c1",
      more: false,
    },
  };
  const server = createServer((request, response) => {
    response.end(JSON.stringify(answers[new URL(request.url ?? "", "http://localhost").pathname]));
  });
  try {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const modules = join(folder, "node_modules");
    mkdirSync(join(modules, "@rollcall"), { recursive: true });
    mkdirSync(join(modules, "@types"));
    for (const name of ["typebox", "@types/node", "undici-types"]) {
      symlinkSync(join(projectRoot, "node_modules", name), join(modules, name));
    }
    await run(process.execPath, [join(projectRoot, "tools/build-client.ts"), join(modules, "@rollcall/admin-api")]);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(folder, "program.ts"), program);
    const compiler = join(projectRoot, "node_modules/.bin/tsc");
    const options = ["--strict", "--module", "nodenext", "--target", "es2022", "--types", "node", "program.ts"];
    await run(process.execPath, [compiler, ...options], { cwd: folder });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { stdout } = await run(process.execPath, ["program.js"], { cwd: folder, env: { URL: url } });
    assert.deepEqual(JSON.parse(stdout), { names: ["Example Corp"], types: ["user.created"], cursor: "c1" });
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
