import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import type { LiveMessages } from "@rollcall/admin-api/live.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
});
after(() => server.close());

interface Message {
  readonly name: keyof LiveMessages;
  readonly id: string | undefined;
  readonly data: LiveMessages["ready"] & LiveMessages["events"] & LiveMessages["exchanges"];
}

/** Opens a stream as a browser does. */
async function open(of: TestServer, organizationId: string, lastEventId?: string) {
  const abort = new AbortController();
  const response = await fetch(`${of.origin}/api/v1/organizations/${organizationId}/live`, {
    headers: {
      authorization: `Bearer ${of.apiKey}`,
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    },
    signal: abort.signal,
  });
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  let rest = "";
  /** Undefined when the stream has ended. */
  async function next(): Promise<Message | undefined> {
    for (;;) {
      const end = rest.indexOf("\n\n");
      if (end === -1) {
        const { value, done } = await reader.read();
        if (done) return undefined;
        rest += Buffer.from(value).toString();
        continue;
      }
      const fields = new Map(
        rest
          .slice(0, end)
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
      );
      rest = rest.slice(end + 2);
      const data = fields.get("data");
      if (data === undefined) continue;
      return {
        name: fields.get("event") as Message["name"],
        id: fields.get("id"),
        data: JSON.parse(data) as Message["data"],
      };
    }
  }
  /** Reads until something has come, and forgets what came before. */
  async function until(found: (message: Message) => boolean): Promise<Message> {
    for (let message = await next(); message !== undefined; message = await next()) {
      if (found(message)) return message;
    }
    throw new Error("the stream ended before");
  }
  return { status: response.status, next, until, close: () => abort.abort() };
}

let made = 0;
async function organization() {
  const { id } = await owner.call(adminRoutes.createOrganization, { body: { name: `Customer ${++made}` } });
  return { id, okta: new Source(await server.createSourceApplication("Okta", id)) };
}

test("whoever follows is told of events and exchanges of this organization, and of no other", async () => {
  const { id, okta } = await organization();
  const other = await organization();
  const stream = await open(server, id);
  assert.deepEqual((await stream.next())?.data, { missed: false });
  await other.okta.create("Users", person("cleo"));
  await okta.create("Users", person("ann"));
  const seen: Message[] = [];
  while (new Set(seen.map(({ name }) => name)).size < 2) seen.push(await stream.until(() => true));
  const events = seen.filter(({ name }) => name === "events").flatMap(({ data }) => data.items);
  assert.deepEqual(
    events.map((event) => ("type" in event ? event.type : "")),
    ["user.created"],
  );
  const exchanges = seen.filter(({ name }) => name === "exchanges").flatMap(({ data }) => data.items);
  assert.deepEqual(
    exchanges.map(({ sourceApplicationId }) => sourceApplicationId),
    [okta.applicationId],
  );
  stream.close();
});

test("after a break, Last-Event-ID goes on with what was missed, in order, none twice", async () => {
  const { id, okta } = await organization();
  const first = await open(server, id);
  await okta.create("Users", person("ann"));
  const { id: at } = await first.until(({ name }) => name === "events");
  first.close();
  for (const name of ["ben", "cleo"]) await okta.create("Users", person(name));
  // What the sequencer has not placed yet comes live.
  const second = await open(server, id, at);
  assert.deepEqual((await second.next())?.data, { missed: false });
  const told: string[] = [];
  while (told.length < 2) {
    const { data } = await second.until(({ name }) => name === "events");
    told.push(...data.items.map((event) => ("externalId" in event ? JSON.stringify(event.changes) : "")));
  }
  assert.match(told[0] ?? "", /ben@example\.com/);
  assert.match(told[1] ?? "", /cleo@example\.com/);
  second.close();
});

test("a position of another feed, or none at all, is answered by: list anew", async () => {
  const { id, okta } = await organization();
  const other = await organization();
  await okta.create("Users", person("ann"));
  const elsewhere = await open(server, other.id);
  const foreign = (await elsewhere.next())?.id;
  elsewhere.close();
  const stream = await open(server, id, foreign);
  await stream.until(({ name, data }) => name === "ready" && data.missed);
  stream.close();
  const nonsense = await open(server, id, "nonsense");
  assert.deepEqual((await nonsense.next())?.data, { missed: false });
  nonsense.close();
});

test("one caller has twelve streams at most, and a closed one makes room", async () => {
  const { id } = await organization();
  const streams = await Promise.all(Array.from({ length: 12 }, () => open(server, id)));
  assert.deepEqual(
    streams.map(({ status }) => status),
    streams.map(() => 200),
  );
  assert.equal((await owner.refused(adminRoutes.followOrganization, { params: { organizationId: id } })).status, 429);
  streams[0]?.close();
  // The server notices when the connection closes.
  for (let status = 429; status !== 200; ) {
    const again = await open(server, id);
    ({ status } = again);
    again.close();
  }
  for (const stream of streams) stream.close();
});

test("a server that stops ends its streams and does not wait for them", { timeout: 60_000 }, async () => {
  const node = await startTestServer({ beside: server });
  const stream = await open(node, server.organizationId);
  await stream.until(({ name }) => name === "ready");
  const [ended] = await Promise.all([stream.next(), node.close()]);
  assert.equal(ended, undefined);
});
