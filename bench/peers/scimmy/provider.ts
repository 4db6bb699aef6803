import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import express from "express";
import SCIMMY from "scimmy";
import SCIMMYRouters from "scimmy-routers";

/** A service provider that somebody else wrote, on a free port of loopback. */
export interface Peer {
  readonly baseUrl: string;
  readonly token: string;
  close(): Promise<void>;
}

interface Stored {
  readonly id: string;
  readonly meta: { readonly resourceType: string; readonly created: Date; readonly lastModified: Date };
  readonly [name: string]: unknown;
}

/** What a resource type of scimmy hands to its handlers, as far as they look at it. */
interface Asked {
  readonly id?: string;
  readonly filter?: { match(resources: Stored[]): Stored[] };
}

/** Keeps the resources of one type in memory, as fairly as an application would: names are unique, the gone are gone. */
class Store {
  readonly #kept = new Map<string, Stored>();
  readonly #type: string;
  readonly #unique: string | undefined;

  constructor(type: string, unique?: string) {
    this.#type = type;
    this.#unique = unique;
  }

  all(): Stored[] {
    return [...this.#kept.values()];
  }

  write({ id }: Asked, instance: object): Stored {
    const sent = JSON.parse(JSON.stringify(instance)) as Record<string, unknown>;
    this.#refuseTaken(sent, id);
    const before = id === undefined ? undefined : this.#found(id);
    const now = new Date();
    const meta = { resourceType: this.#type, created: before?.meta.created ?? now, lastModified: now };
    const stored: Stored = { ...sent, id: before?.id ?? randomUUID(), meta };
    this.#kept.set(stored.id, stored);
    return stored;
  }

  read({ id, filter }: Asked): Stored | Stored[] {
    if (id !== undefined) return this.#found(id);
    return filter === undefined ? this.all() : filter.match(this.all());
  }

  remove({ id }: Asked): void {
    this.#kept.delete(this.#found(id ?? "").id);
  }

  #found(id: string): Stored {
    const found = this.#kept.get(id);
    if (found === undefined) throw new SCIMMY.Types.Error(404, "", `Resource ${id} not found`);
    return found;
  }

  #refuseTaken(sent: Record<string, unknown>, id: string | undefined): void {
    const name = this.#unique;
    if (name === undefined) return;
    const same = ({ [name]: value }: Record<string, unknown>): string => String(value).toLowerCase();
    const taken = this.all().some((one) => one.id !== id && same(one) === same(sent));
    if (taken) throw new SCIMMY.Types.Error(409, "uniqueness", `${name} is taken`);
  }
}

/** Starts scimmy-routers on express 4 with everything in memory. A process has one: scimmy's settings are global. */
export async function startScimmy(): Promise<Peer> {
  const token = "scimmy-token-0123456789";
  const users = new Store("User", "userName");
  const groups = new Store("Group");
  const { User, Group } = SCIMMY.Resources;
  const withGroups = (user: Stored): Stored => {
    const own = groups.all().filter(({ members }) => hasMember(members, user.id));
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
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function hasMember(members: unknown, id: string): boolean {
  return Array.isArray(members) && members.some((member: { value?: unknown }) => member.value === id);
}
