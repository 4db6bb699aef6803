import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { CreatedApplication } from "../support/server.ts";
import { Source } from "../support/source.ts";

/** Calls one node as an owner, and as a source of any application. */
export class NodeCaller {
  readonly origin: string;
  readonly #apiKey: string;

  constructor(origin: string, apiKey: string) {
    this.origin = origin;
    this.#apiKey = apiKey;
  }

  /** Calls the admin API, which has to answer 2xx; the path begins below /api/v1. */
  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#apiKey}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  }

  async createApplication(organizationId: string, displayName: string): Promise<CreatedApplication> {
    return this.call("POST", `/organizations/${organizationId}/source-applications`, { displayName });
  }

  /** The source of an application as it calls this node. */
  source(application: CreatedApplication, token = application.bearerToken): Source {
    const scimBaseUrl = `${this.origin}/scim/${application.id}/v2`;
    return new Source({ id: application.id, scimBaseUrl, bearerToken: token });
  }
}

/** Asks until it is so. @throws Error after a minute: the machine may be slow, but not that slow */
export async function until<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within a minute`);
    await sleep(20);
  }
}
