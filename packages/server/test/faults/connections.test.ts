import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { coreUserUrn } from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";
import { head, RawConnection } from "./raw-connection.ts";

const own = withServer({ requestMilliseconds: 1_500, bodyLimit: 100_000 });
const chunked = { "content-type": "application/scim+json", "transfer-encoding": "chunked" };

describe("clients that are slow or never end", () => {
  let source: Source;
  before(async () => {
    source = await (await own.organization()).source();
  });

  async function open(): Promise<RawConnection> {
    return RawConnection.open(source.baseUrl);
  }

  test("a body that never ends is read to its limit, and the connection closed", async () => {
    const connection = await open();
    connection.send(head("POST", `${source.baseUrl}/Users`, source.token, chunked));
    const piece = `2000\r\n${" ".repeat(0x2000)}\r\n`;
    let over = false;
    void connection.closed.then(() => (over = true));
    while (!over) {
      connection.send(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    // Who sends on without listening may miss the answer, as TCP has it.
    assert.match(connection.received, /^$|^HTTP\/1.1 413 /);
  });

  test("bodies that come a byte at a time are refused after their time, and nobody waits for them", async () => {
    const slow = await Promise.all(Array.from({ length: 200 }, open));
    const ends = slow.map(async (connection) => {
      connection.send(head("POST", `${source.baseUrl}/Users`, source.token, chunked));
      const drip = setInterval(() => connection.send("1\r\n \r\n"), 100);
      await connection.closed;
      clearInterval(drip);
      return connection.answer();
    });
    for (let index = 0; index < 20; index += 1) {
      const { id } = await source.create("Users", person(`meanwhile${index}`));
      await source.read("Users", id);
    }
    assert.deepEqual([...new Set(await Promise.all(ends))], [408]);
  });

  test("answers that nobody takes hold nobody up", async () => {
    const deaf = await Promise.all(Array.from({ length: 50 }, open));
    for (const connection of deaf) {
      connection.socket.pause();
      connection.send(head("GET", `${source.baseUrl}/Users?count=1000`, source.token).repeat(20));
    }
    for (let index = 0; index < 20; index += 1) {
      const { id } = await source.create("Users", person(`loud${index}`));
      await source.read("Users", id);
    }
    for (const { socket } of deaf) socket.destroy();
  });

  test("a client that goes away in the middle of its request leaves nothing behind", async () => {
    const body = JSON.stringify({ schemas: [coreUserUrn], ...person("half") });
    const headers = { "content-type": "application/scim+json", "content-length": String(body.length) };
    for (let index = 0; index < 100; index += 1) {
      const connection = await open();
      connection.send(head("POST", `${source.baseUrl}/Users`, source.token, headers) + body.slice(0, -1));
      connection.socket.destroy();
    }
    assert.deepEqual(await source.find("Users", 'userName eq "half@example.com"'), []);
    assert.equal((await source.send("GET", "/Users?count=0")).status, 200);
  });
});
