import { readFileSync } from "node:fs";
import type { CalledProcess } from "../call-process.ts";

/** Where a peer answers. */
export interface PeerFace {
  readonly baseUrl: string;
  readonly token: string;
  /** Of its own PostgreSQL; undefined where it keeps everything in memory. */
  readonly postmasterPid?: number;
}

/** What the process of a peer can be asked for. */
export type PeerMethods = {
  /** Starts it on a free port of loopback; `folder` is its own. */
  readonly open: (asked: { readonly folder: string }) => Promise<PeerFace>;
  /** Holds the people numbered 0 to `count` - 1 from then on; returns their ids. */
  readonly load: (asked: { readonly count: number }) => Promise<string[]>;
  /** Holds a group from then on; returns its id. */
  readonly group: (asked: { readonly displayName: string; readonly memberIds: readonly string[] }) => Promise<string>;
};

export type PeerProcess = CalledProcess<PeerMethods>;

/** A product from the npm registry behind an adapter of ours. */
export interface PeerProduct {
  readonly name: string;
  readonly store: "PostgreSQL" | "memory";
  /** Of its process, seen from the bench's folder. */
  readonly module: string;
}

export const peerProducts: readonly PeerProduct[] = [
  { name: "@boxyhq/saml-jackson", store: "PostgreSQL", module: "./peers/saml-jackson/process.ts" },
  { name: "@better-auth/scim", store: "PostgreSQL", module: "./peers/better-auth/process.ts" },
  { name: "scimmy-routers", store: "memory", module: "./peers/scimmy/process.ts" },
];

/** The version that is pinned: what a lockfile of ours installs. */
export function versionOf({ name }: PeerProduct): string {
  const places = ["package.json", "../../package.json"].map((path) => new URL(path, import.meta.url));
  for (const place of places) {
    const manifest = JSON.parse(readFileSync(place, "utf8")) as Record<string, Record<string, string> | undefined>;
    const version = manifest["dependencies"]?.[name] ?? manifest["devDependencies"]?.[name];
    if (version !== undefined) return version;
  }
  throw new Error(`no package.json of ours pins ${name}`);
}
