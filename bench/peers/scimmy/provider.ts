import type { AddressInfo } from "node:net";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";
import { type Asked, Store, type Stored } from "./store.ts";
import { byMember, byUserName, userIndexes } from "./user-indexes.ts";

/** A service provider that somebody else wrote, on a free port of loopback. */
export interface Peer {
  readonly baseUrl: string;
  readonly token: string;
  readonly users: Store;
  readonly groups: Store;
  close(): Promise<void>;
}

/** Starts scimmy-routers on express 4 with everything in memory. A process has one: scimmy's settings are global. */
export async function startScimmy(): Promise<Peer> {
  const token = "scimmy-token-0123456789";
  const users = new Store("User", userIndexes, byUserName);
  const groups = new Store("Group", [byMember]);
  const { User, Group } = SCIMMY.Resources;
  const withGroups = (user: Stored): Stored => {
    const own = groups.under(byMember, user.id);
    return { ...user, groups: own.map(({ id, displayName }) => ({ value: id, display: displayName, type: "direct" })) };
  };
  User.extend(SCIMMY.Schemas.EnterpriseUser, false);
  SCIMMY.Resources.declare(User)
    .ingress((asked, instance) => users.write(asked as Asked, instance) as never)
    .egress((asked) => {
      const found = users.read(asked);
      return (Array.isArray(found) ? found.map(withGroups) : withGroups(found)) as never;
    })
    .degress((asked) => users.remove(asked));
  SCIMMY.Resources.declare(Group)
    .ingress((asked, instance) => groups.write(asked as Asked, instance) as never)
    .egress((asked) => groups.read(asked as Asked) as never)
    .degress((asked) => groups.remove(asked));

  const app = express();
  let origin = "";
  app.use(
    "/scim/v2",
    new SCIMMYRouters({
      type: "bearer",
      baseUri: () => origin,
      handler(request) {
        if (request.header("authorization") !== `Bearer ${token}`) throw new Error("unknown token");
        return "peer";
      },
    }) as unknown as express.Router,
  );
  const server = app.listen(0, "127.0.0.1");
  await new Promise<void>((resolve) => server.once("listening", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl: `${origin}/scim/v2`,
    token,
    users,
    groups,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
