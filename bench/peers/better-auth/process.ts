import type { Server } from "node:http";
import type { Pool } from "pg";
import { answerCalls } from "../../call-process.ts";
import { loadedModule } from "../loaded-module.ts";
import type { PeerMethods } from "../peer.ts";
import { type PeerPostgres, startPeerPostgres } from "../peer-postgres.ts";
import { type AskedPeer, type PeerAnswer, serve } from "../serve.ts";
import { connectionId, insertGroup, insertPeople } from "./bulk-insert.ts";

// A process of its own: better-auth with its SCIM plugin on PostgreSQL, called by bare node:http.

/** What is used of its interface. */
interface BetterAuth {
  readonly options: object;
  handler(request: Request): Promise<Response>;
}

const token = "better-auth-token-0123456789-0123456789";

let opened: { readonly postgres: PeerPostgres; readonly server: Server } | undefined;

const methods: PeerMethods = {
  async open({ folder }) {
    const postgres = await startPeerPostgres(folder);
    const { betterAuth } = await loadedModule<{ betterAuth: (options: object) => BetterAuth }>("better-auth");
    const { scim } = await loadedModule<{ scim: (options: object) => object }>("@better-auth/scim");
    const { getMigrations } = await loadedModule<{
      getMigrations: (options: object) => Promise<{ runMigrations(): Promise<void> }>;
    }>("better-auth/db/migration");
    const auth = betterAuth({
      baseURL: "http://127.0.0.1",
      secret: "a-secret-of-the-bench-that-is-long-enough",
      database: postgres.pool,
      rateLimit: { enabled: false },
      telemetry: { enabled: false },
      logger: { disabled: true },
      plugins: [
        scim({
          connections: [{ id: connectionId, credentials: [{ type: "bearer", id: "bench", token }] }],
        }),
      ],
    });
    await (await getMigrations(auth.options)).runMigrations();
    const { origin, server } = await serve((asked) => answer(auth, asked));
    opened = { postgres, server };
    return {
      baseUrl: `${origin}/api/auth/scim/v2`,
      token,
      postmasterPid: postgres.embedded.pid,
    };
  },

  async load({ count }) {
    return insertPeople(pool(), count);
  },

  async group({ displayName, memberIds }) {
    return insertGroup(pool(), displayName, memberIds);
  },
};

async function answer(auth: BetterAuth, { method, url, headers, body }: AskedPeer): Promise<PeerAnswer> {
  const passed = new Headers();
  for (const name of ["authorization", "content-type", "accept"]) {
    const value = headers[name];
    if (typeof value === "string") passed.set(name, value);
  }
  const response = await auth.handler(new Request(url, { method, headers: passed, ...(body === "" ? {} : { body }) }));
  return { status: response.status, body: await response.text() };
}

function pool(): Pool {
  if (opened === undefined) throw new Error("the peer was asked before it was opened");
  return opened.postgres.pool;
}

answerCalls(methods, async () => {
  opened?.server.closeAllConnections();
  await opened?.postgres.close();
});
