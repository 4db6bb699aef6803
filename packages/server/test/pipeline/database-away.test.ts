import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { errorUrn, patchOpUrn } from "@rollcall/scim/urns.ts";
import { silentLog } from "../../src/log.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../src/storage/embedded-postgres.ts";
import { migrate } from "../../src/storage/migrate.ts";
import { TestOrganization } from "../support/organization.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { type AnsweredResource, person, type Source, type SourceAnswer } from "../support/source.ts";

describe("the database going away", () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let server: TestServer;
  let organization: TestOrganization;
  let source: Source;
  let ann: AnsweredResource;

  const start = () => startEmbeddedPostgres({ dataFolder: join(folder, "data"), log: silentLog });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "rollcall-away-"));
    // PostgreSQL runs as somebody else when the tests run as root, and has to get through to its folder.
    chmodSync(folder, 0o711);
    postgres = await start();
    const openAnother = () => openDatabase({ target: postgres.connection, log: silentLog });
    const database = openAnother();
    await migrate(database);
    server = await startTestServer({ made: { database, openAnother, drop: () => database.close() } });
    organization = new TestOrganization(server, server.organizationId);
    source = await organization.source();
    ann = await source.create("Users", person("ann"));
  });
  after(async () => {
    await server.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const requests: Record<string, () => Promise<SourceAnswer>> = {
    "a read": () => source.send("GET", `/Users/${ann.id}`),
    "a list": () => source.send("GET", "/Users"),
    "a filter": () => source.send("GET", "/Users?filter=userName%20sw%20%22a%22"),
    "a creation": () => source.send("POST", "/Users", person("bob")),
    "a replacement": () => source.send("PUT", `/Users/${ann.id}`, person("ann", { title: "Lost" })),
    "a change": () =>
      source.send("PATCH", `/Users/${ann.id}`, {
        schemas: [patchOpUrn],
        Operations: [{ op: "replace", path: "title", value: "Lost" }],
      }),
    "a deletion": () => source.send("DELETE", `/Users/${ann.id}`),
    "a wrong token": () => source.send("GET", "/Users", undefined, { authorization: "Bearer rct-wrong" }),
  };

  test("everything is 503 with Retry-After while it is away, nothing was changed, and it recovers by itself", async () => {
    await postgres.stop();
    for (const [name, request] of Object.entries(requests)) {
      const { status, headers, body, detail } = await request();
      const { detail: _, ...rest } = body;
      assert.deepEqual([status, rest], [503, { schemas: [errorUrn], status: "503" }], name);
      assert.match(headers.get("retry-after") ?? "", /^\d+$/);
      assert.match(detail, /database/);
    }
    postgres = await start();
    await untilAnswered(requests["a read"] as () => Promise<SourceAnswer>);
    assert.deepEqual(await source.read("Users", ann.id), ann);
    assert.deepEqual(await organization.statuses(), { "ann@example.com": "enabled" });
    await source.create("Users", person("bob"));
    assert.deepEqual((await organization.eventTypes()).slice(-1), ["user.created"]);
  });

  test("when it is killed under load every acknowledged write is there, and no write without its effect", async () => {
    const acknowledged: string[] = [];
    let next = 0;
    const worker = async () => {
      while (next < 240) {
        const number = (next += 1);
        const userName = `person${number}@example.com`;
        const answer = await source.send("POST", "/Users", person(`person${number}`));
        if (answer.status === 201) acknowledged.push(userName);
        else if (answer.status === 409) assert.fail("a user name was taken by a write that was answered 503");
        else {
          assert.equal(answer.status, 503, answer.text);
          assert.ok(answer.headers.has("retry-after"));
          await sleep(20);
        }
        if (number === 100) process.kill(postgres.pid, "SIGKILL");
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    await untilAnswered(() => source.send("GET", "/Users"));
    const names: string[] = [];
    for (let startIndex = 1; ; startIndex += 100) {
      const page = await source.send("GET", `/Users?startIndex=${startIndex}&attributes=userName`);
      const found = page.body["Resources"] as { userName: string }[];
      if (found.length === 0) break;
      names.push(...found.map(({ userName }) => userName));
    }
    assert.ok(acknowledged.length >= 100, `${acknowledged.length} were acknowledged`);
    assert.deepEqual(
      acknowledged.filter((name) => !names.includes(name)),
      [],
    );
    // Resources and people are the same, whether their writes were acknowledged or not.
    assert.deepEqual(Object.keys(await organization.statuses()), [...names].sort());
  });

  async function untilAnswered(request: () => Promise<SourceAnswer>): Promise<void> {
    for (let left = 500; left > 0; left -= 1) {
      if ((await request()).status === 200) return;
      await sleep(20);
    }
    assert.fail("the server did not recover");
  }
});
