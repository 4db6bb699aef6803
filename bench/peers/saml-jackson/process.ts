import { createHash, randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { answerCalls } from "../../call-process.ts";
import { personBody, userNameOf } from "../../person.ts";
import { loadedModule } from "../loaded-module.ts";
import type { PeerMethods } from "../peer.ts";
import { batches, insertRows, peerConnections, type PeerPostgres, startPeerPostgres } from "../peer-postgres.ts";
import { type AskedPeer, type PeerAnswer, serve } from "../serve.ts";

// A process of its own: the directory sync of @boxyhq/saml-jackson (Polis) on PostgreSQL, called by bare node:http.

/** What is used of its interface. */
interface Jackson {
  close(): Promise<void>;
  readonly directorySyncController: {
    readonly directories: {
      create(asked: Record<string, string>): Promise<{
        readonly data: { readonly id: string; readonly scim: { readonly secret: string } } | null;
        readonly error: { readonly message: string } | null;
      }>;
    };
    readonly requests: {
      handle(
        request: Record<string, unknown>,
        event: () => Promise<void>,
      ): Promise<{ readonly status: number; readonly data?: unknown }>;
    };
  };
}
type OpenJackson = (options: Record<string, unknown>) => Promise<Jackson>;

const [tenant, product] = ["example", "bench"];
const prefix = "/scim/v2/";

interface Opened {
  readonly library: Jackson;
  readonly postgres: PeerPostgres;
  readonly server: Server;
  readonly directoryId: string;
}

let opened: Opened | undefined;

const methods: PeerMethods = {
  async open({ folder }) {
    const postgres = await startPeerPostgres(folder);
    const { default: jackson } = await loadedModule<{ default: OpenJackson | { default: OpenJackson } }>(
      "@boxyhq/saml-jackson",
    );
    const open = typeof jackson === "function" ? jackson : jackson.default;
    const library = await open({
      externalUrl: "http://127.0.0.1",
      samlPath: "/saml",
      scimPath: "/scim/v2",
      noAnalytics: true,
      db: {
        engine: "sql",
        type: "postgres",
        url: `postgres:///${postgres.embedded.connection.database}?pool_max_conns=${peerConnections}&connect_timeout=30`,
        // Lists of 100: more than its own default of 50.
        pageLimit: 100,
      },
      logger: { info: () => undefined, warn: () => undefined },
    });
    const { directorySyncController } = library;
    const { data, error } = await directorySyncController.directories.create({
      name: "Bench",
      tenant,
      product,
      type: "generic-scim-v2",
    });
    if (data === null) throw new Error(`no directory was made: ${error?.message}`);
    const { origin, server } = await serve((asked) => answer(directorySyncController.requests, data.id, asked));
    opened = { library, postgres, server, directoryId: data.id };
    return {
      baseUrl: `${origin}/scim/v2`,
      token: data.scim.secret,
      postmasterPid: postgres.embedded.pid,
    };
  },

  async load({ count }) {
    const { postgres, directoryId } = ready();
    const ids: string[] = [];
    for (const numbers of batches(count)) {
      const people = numbers.map((number) => ({
        id: randomUUID(),
        email: userNameOf(number),
        body: personBody(number),
      }));
      await insertRows(
        postgres.pool,
        "jackson_store",
        people.map(({ id, email, body }) => {
          const { givenName, familyName } = body["name"] as Record<string, string>;
          return storeRow("users", id, {
            first_name: givenName,
            last_name: familyName,
            email,
            active: true,
            id,
            directoryId,
            raw: { ...body, id },
          });
        }),
      );
      await insertIndexes(
        people.flatMap(({ id, email }) => [
          [storeKey("users", id), indexKey("users", "directoryIdUsername", directoryId, email)],
          [storeKey("users", id), indexKey("users", "directoryId", directoryId)],
        ]),
      );
      ids.push(...people.map(({ id }) => id));
    }
    await postgres.pool.query("vacuum analyze");
    return ids;
  },

  async group({ displayName, memberIds }) {
    const { postgres, directoryId } = ready();
    const id = randomUUID();
    const raw = { displayName, members: [], id };
    await insertRows(postgres.pool, "jackson_store", [storeRow("groups", id, { id, name: displayName, raw })]);
    await insertIndexes([
      [storeKey("groups", id), indexKey("groups", "directoryIdDisplayname", directoryId, displayName)],
      [storeKey("groups", id), indexKey("groups", "directoryId", directoryId)],
    ]);
    for (const numbers of batches(memberIds.length)) {
      const members = numbers.map((number) => {
        const userId = memberIds[number] ?? "";
        return { key: digest(`${id}:${userId}`), userId };
      });
      await insertRows(
        postgres.pool,
        "jackson_store",
        members.map(({ key, userId }) => storeRow("members", key, { id: key, group_id: id, user_id: userId })),
      );
      await insertIndexes(members.map(({ key }) => [storeKey("members", key), indexKey("members", "groupId", id)]));
    }
    return id;
  },
};

async function answer(
  requests: Jackson["directorySyncController"]["requests"],
  directoryId: string,
  { method, url, headers, body }: AskedPeer,
): Promise<PeerAnswer> {
  const [resourceType = "", resourceId] = url.pathname.slice(prefix.length).split("/");
  const number = (name: string): number | undefined => {
    const value = url.searchParams.get(name);
    return value === null ? undefined : Number(value);
  };
  const request = {
    method,
    body: body === "" ? undefined : (JSON.parse(body) as unknown),
    directoryId,
    resourceType,
    resourceId,
    apiSecret: headers.authorization?.slice("Bearer ".length) ?? null,
    query: {
      count: number("count"),
      startIndex: number("startIndex"),
      filter: url.searchParams.get("filter") ?? undefined,
    },
  };
  // Where its events would go: nowhere, at no cost.
  const { status, data } = await requests.handle(request, async () => undefined);
  return { status, body: JSON.stringify(data ?? {}) };
}

function namespaceOf(kind: string): string {
  return `dsync:${kind}:${tenant}:${product}`;
}

function storeKey(kind: string, id: string): string {
  return `${namespaceOf(kind)}:${digest(id)}`;
}

/** It keys by digests, of ids and of what its indexes hold. */
function digest(text: string): string {
  return createHash("ripemd160").update(text).digest("hex");
}

function indexKey(kind: string, index: string, ...parts: readonly string[]): string {
  return `${namespaceOf(kind)}:${index}:${digest(parts.join(":"))}`;
}

function storeRow(kind: string, id: string, value: unknown): Record<string, unknown> {
  const now = new Date().toISOString();
  const row = { key: storeKey(kind, id), value: JSON.stringify(value), namespace: namespaceOf(kind) };
  return { ...row, createdAt: now, modifiedAt: now };
}

async function insertIndexes(rows: readonly (readonly string[])[]): Promise<void> {
  await ready().postgres.pool.query(
    `insert into jackson_index (key, "storeKey") select key, store from unnest($1::text[], $2::text[]) as one (store, key)`,
    [rows.map(([store]) => store), rows.map(([, key]) => key)],
  );
}

function ready(): Opened {
  if (opened === undefined) throw new Error("the peer was asked before it was opened");
  return opened;
}

answerCalls(methods, async () => {
  opened?.server.closeAllConnections();
  // Its PostgreSQL ends whatever becomes of its connections.
  await opened?.library.close().catch(() => undefined);
  await opened?.postgres.close();
});
