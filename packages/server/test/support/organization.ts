import assert from "node:assert/strict";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Conflict } from "@rollcall/admin-api/conflicts.ts";
import type { SentDeprovisioningPolicy } from "@rollcall/admin-api/deprovisioning-policies.ts";
import type { DirectoryGroup, DirectoryGroupMember } from "@rollcall/admin-api/directory-groups.ts";
import type { DirectoryUser, DirectoryUserDetails, DirectoryUserLink } from "@rollcall/admin-api/directory-users.ts";
import type { Exchange } from "@rollcall/admin-api/exchanges.ts";
import type { Mapping } from "@rollcall/admin-api/mappings.ts";
import type { FeedEvent } from "@rollcall/admin-api/provisioning-events.ts";
import type { Mode } from "@rollcall/admin-api/source-applications.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { silentLog } from "../../src/log.ts";
import { type CreatedApplication, startTestServer, type TestServer, type TestServerOptions } from "./server.ts";
import { Source } from "./source.ts";

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** How a source application is made for a test. */
export interface SourceOptions {
  readonly mode?: Mode;
  readonly policy?: SentDeprovisioningPolicy;
  /** Its share of the organization's own domains, which are declared too. */
  readonly domains?: readonly string[];
}

type AdministrationVerb =
  | "disable"
  | "enable"
  | "restore"
  | "delete"
  | "reapply"
  | "protect"
  | "unprotect"
  | "legal-hold"
  | "lift-legal-hold";

/** An organization of one test: sources that write to it, and its directory as the admin API shows it. */
export class TestOrganization {
  readonly server: TestServer;
  readonly id: string;

  constructor(server: TestServer, id: string) {
    this.server = server;
    this.id = id;
  }

  /** Calls the admin API, which has to answer 2xx; the path begins below /api/v1. */
  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.server.api<Answer>(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async source(displayName = "Source", { mode, policy, domains }: SourceOptions = {}): Promise<Source> {
    const path = `/organizations/${this.id}/source-applications`;
    const named = { displayName, ...(mode === undefined ? {} : { mode }) };
    const source = new Source(await this.call<CreatedApplication>("POST", path, named));
    const application = `/source-applications/${source.applicationId}`;
    if (policy !== undefined) await this.call("PUT", `${application}/deprovisioning-policy`, policy);
    if (domains !== undefined) {
      await this.call("PUT", `/organizations/${this.id}/domains`, { domains });
      await this.call("PUT", `${application}/domains`, { domains });
    }
    return source;
  }

  /** Gives a user attribute of an application's mapping other source paths. */
  async remap(source: Source, attribute: string, ...paths: readonly string[]): Promise<void> {
    const path = `/source-applications/${source.applicationId}/mapping`;
    const mapping = await this.call<Mapping>("GET", path);
    const others = mapping.users.filter((rule) => rule.attribute !== attribute);
    await this.call("PUT", path, { ...mapping, users: [...others, { attribute, source: { paths } }] });
  }

  async setMode(source: Source, mode: Mode): Promise<void> {
    await this.call("PATCH", `/source-applications/${source.applicationId}`, { mode });
  }

  /** Sets an application live and waits until the directory has caught up. */
  async resume(source: Source): Promise<void> {
    await this.setMode(source, "live");
    await this.server.finishing.run();
  }

  /** Deletes an application and waits until its people are settled. */
  async deleteApplication(source: Source, people?: "keep" | "disable" | "bin"): Promise<void> {
    const query = people === undefined ? "" : `?people=${people}`;
    await this.call("DELETE", `/source-applications/${source.applicationId}${query}`);
    await this.server.finishing.run();
  }

  /** All directory users in the order of their creation. */
  async users(): Promise<DirectoryUser[]> {
    return this.#list<DirectoryUser>(`/organizations/${this.id}/directory-users`);
  }

  /** The only directory user with a user name. */
  async user(userName: string): Promise<DirectoryUserDetails> {
    const found = (await this.users()).filter((user) => user.userName === userName);
    assert.equal(found.length, 1, `${found.length} directory users are called ${userName}`);
    return this.userById(found[0]?.id ?? "");
  }

  async userById(id: string): Promise<DirectoryUserDetails> {
    return this.call<DirectoryUserDetails>("GET", `/organizations/${this.id}/directory-users/${id}`);
  }

  /** User name and status of everybody, by name. */
  async statuses(): Promise<Record<string, string>> {
    const users = (await this.users()).map(({ userName, status }) => [userName ?? "", status] as const);
    return Object.fromEntries(users.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  async links(directoryUserId: string): Promise<DirectoryUserLink[]> {
    return this.#list(`/organizations/${this.id}/directory-users/${directoryUserId}/links`);
  }

  /** The names of the groups that a person effectively is in, in order. */
  async groupsOf(directoryUserId: string): Promise<string[]> {
    const path = `/organizations/${this.id}/directory-users/${directoryUserId}/groups`;
    const groups = await this.#list<{ displayName: string }>(path);
    return groups.map(({ displayName }) => displayName).sort();
  }

  /** An administrator's word about a person. */
  async administer(verb: AdministrationVerb, directoryUserId: string) {
    const path = `/organizations/${this.id}/directory-users/${directoryUserId}`;
    if (verb === "delete") return this.call("DELETE", `${path}?reason=asked%20for`);
    return this.call("POST", `${path}/${verb}`, verb === "reapply" ? undefined : { reason: "asked for" });
  }

  async groups(): Promise<DirectoryGroup[]> {
    return this.#list<DirectoryGroup>(`/organizations/${this.id}/directory-groups`);
  }

  /** The only directory group with a name. */
  async group(displayName: string): Promise<DirectoryGroup> {
    const found = (await this.groups()).filter((group) => group.displayName === displayName);
    assert.equal(found.length, 1, `${found.length} directory groups are called ${displayName}`);
    return found[0] as DirectoryGroup;
  }

  /** The user names of a group's effective members, in order; nested groups by their names. */
  async members(directoryGroupId: string): Promise<string[]> {
    const path = `/organizations/${this.id}/directory-groups/${directoryGroupId}/members`;
    const members = await this.#list<DirectoryGroupMember>(path);
    const counted = await this.call<{ effectiveMembers: number }>(
      "GET",
      `/organizations/${this.id}/directory-groups/${directoryGroupId}`,
    );
    assert.equal(counted.effectiveMembers, members.length, "the number of effective members differs from their list");
    return members.map(({ userName, displayName }) => userName ?? displayName ?? "").sort();
  }

  async conflicts(): Promise<Conflict[]> {
    return this.#list<Conflict>(`/organizations/${this.id}/conflicts`);
  }

  async resolve(source: Source, scimId: string, verb: "link" | "create" | "ignore", body?: unknown): Promise<void> {
    await this.call("POST", `/source-applications/${source.applicationId}/conflicts/${scimId}/${verb}`, body);
  }

  /** What was recorded of a source's requests, oldest first. */
  async exchanges(source: Source): Promise<Exchange[]> {
    // A request's record is made after its answer was sent.
    await sleep(20);
    await this.server.recorder.flush();
    const exchanges = await this.#list<Exchange>(`/source-applications/${source.applicationId}/exchanges`);
    return exchanges.toReversed();
  }

  /** The outcome of a source's last request, with its reason. */
  async lastOutcome(source: Source): Promise<Pick<Exchange, "outcome" | "reason">> {
    const { outcome, reason } = (await this.exchanges(source)).at(-1) as Exchange;
    return { outcome, reason };
  }

  /** All events so far, in their order. */
  async events(): Promise<FeedEvent[]> {
    for (
      const waiting = unnamedStatement("select 1 from provisioning_event_queue where organization_id = $1 limit 1");
      ;
    ) {
      if ((await this.server.database.pool.query(waiting, [this.id])).length === 0) break;
      await sleep(10);
    }
    const events: FeedEvent[] = [];
    for (let from = ""; ; ) {
      const path = `/organizations/${this.id}/provisioning-events?limit=1000${from}`;
      const page = await this.call<{ items: FeedEvent[]; nextCursor: string }>("GET", path);
      if (page.items.length === 0) return events;
      events.push(...page.items);
      from = `&after=${encodeURIComponent(page.nextCursor)}`;
    }
  }

  /** Type and outcome of all events so far. */
  async eventTypes(): Promise<string[]> {
    return (await this.events()).map(({ type, outcome }) => (outcome === "applied" ? type : `${type} ${outcome}`));
  }

  async #list<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let cursor: string | null = null; ; ) {
      const query: string = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
      const page: Page<Item> = await this.call<Page<Item>>("GET", path + query);
      items.push(...page.items);
      if (page.nextCursor === null) return items;
      cursor = page.nextCursor;
    }
  }
}

/** Gives the tests of a file one server together, and each of them an organization of its own. */
export function withServer(options: TestServerOptions = {}): {
  readonly server: TestServer;
  organization(): Promise<TestOrganization>;
} {
  let started: TestServer | undefined;
  let count = 0;
  // The background work tries again what failed, so that a fault of ours would hide behind a wait.
  const warnings: object[] = [];
  const log = { ...silentLog, warn: (facts: object) => warnings.push(facts) };
  before(async () => {
    started = await startTestServer({ log, ...options });
  });
  after(async () => {
    await started?.close();
    assert.deepEqual(warnings, []);
  });
  const ready = (): TestServer => {
    if (started === undefined) throw new Error("the server is there only while tests run");
    return started;
  };
  return {
    get server() {
      return ready();
    },
    async organization() {
      count += 1;
      const answer = await ready().api<{ id: string }>("POST", "/organizations", { name: `Example ${count}` });
      return new TestOrganization(ready(), answer.body.id);
    },
  };
}
