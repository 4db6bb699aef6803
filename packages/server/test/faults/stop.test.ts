import assert from "node:assert/strict";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { Agent, type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { coreUserUrn } from "@rollcall/scim/urns.ts";
import { freePort } from "../../src/cli/free-port.ts";
import { person } from "../support/source.ts";
import { head, RawConnection } from "./raw-connection.ts";
import { RollcallProcess } from "./rollcall-process.ts";
import { openSteadyScene } from "./steady-scene.ts";

const idle = 5_000;

describe("a server with many connections, and its end", () => {
  let folder = "";
  let rollcall: RollcallProcess;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "rollcall-stop-"));
    await chmod(folder, 0o711);
    rollcall = new RollcallProcess(join(folder, "data"), await freePort("127.0.0.1"));
    await rollcall.start();
  });
  after(async () => {
    await rollcall.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test(`${idle} idle connections keep nobody from being served, nor the server from stopping`, async (t) => {
    const scene = await openSteadyScene(rollcall, "Idle", 2);
    const { source, writers } = scene;
    const connections: RawConnection[] = [];
    try {
      while (connections.length < idle) {
        const some = await Promise.all(Array.from({ length: 250 }, () => RawConnection.open(rollcall.origin)));
        connections.push(...some);
        // Half of them have asked something and rest, the others have never said a word.
        for (const connection of some.slice(125)) {
          connection.send(head("GET", `${source.baseUrl}/ServiceProviderConfig`, source.token));
        }
        await Promise.all(some.slice(125).map((connection) => connection.answer()));
      }
      await writers.more(100);
      assert.deepEqual([writers.unclear, writers.refused], [[], 0]);
      assert.deepEqual((await scene.check()).all, []);
      t.diagnostic(`${connections.length} idle connections, ${writers.acknowledged.count} writes`);
    } finally {
      await scene.close();
    }
    const ended = rollcall.stop();
    await Promise.all(connections.map(({ closed }) => closed));
    assert.equal(await ended, 0);
  });

  test("at a stop every request that was sent is answered, and each connection told that it ends", async () => {
    await rollcall.start();
    const scene = await openSteadyScene(rollcall, "Stop", 1);
    const { source, writers } = scene;
    await writers.stop();
    const body = JSON.stringify({ schemas: [coreUserUrn], ...person("halfway") });
    const headers = { "content-type": "application/scim+json", "content-length": String(body.length) };
    const halfway = await RawConnection.open(rollcall.origin);
    halfway.send(head("POST", `${source.baseUrl}/Users`, source.token, headers) + body.slice(0, 20));
    let asked = 0;
    const workers = Array.from({ length: 8 }, async (_, worker) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const statuses: number[] = [];
      for (let told = false; !told; asked += 1) {
        const sent = { schemas: [coreUserUrn], ...person(`w${worker}n${statuses.length}`) };
        const answer = await post(agent, `${source.baseUrl}/Users`, source.token, JSON.stringify(sent));
        statuses.push(answer.status);
        told = answer.connection === "close";
      }
      agent.destroy();
      return statuses;
    });
    while (asked < 100) await new Promise((resolve) => setImmediate(resolve));
    const ended = rollcall.stop();
    const statuses = (await Promise.all(workers)).flat();
    // The others have been told by now; this one is in flight still.
    halfway.send(body.slice(20));
    assert.equal(await halfway.answer(), 201);
    assert.match(halfway.received, /connection: close/i);
    assert.equal(await ended, 0);
    assert.deepEqual([...new Set(statuses)], [201]);
    await rollcall.start();
    const found = await source.send("GET", "/Users?count=0");
    assert.equal(found.body["totalResults"], statuses.length + 1 + writers.acknowledged.users.size);
    await scene.close();
  });
});

async function post(
  agent: Agent,
  url: string,
  token: string,
  body: string,
): Promise<{ readonly status: number; readonly connection: string | undefined }> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/scim+json" };
  const sent = request(url, { method: "POST", agent, headers });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  answer.resume();
  await once(answer, "end");
  return { status: answer.statusCode ?? 0, connection: answer.headers.connection };
}
