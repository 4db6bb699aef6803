import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, patchOpUrn } from "@rollcall/scim/urns.ts";
import { resourcesOf, textAt } from "../scim-answer.ts";
import { type Answer, describeAnswer, type Exchange } from "./answer.ts";
import { type Claims, typeOf } from "./claims.ts";
import { Deviation, Unprepared } from "./deviation.ts";
import { completeBody } from "./complete-body.ts";
import type { MadeResources } from "./made-resources.ts";
import type { ProviderClient, ProviderRequest } from "./provider-client.ts";

/** A resource that a check has made. */
export interface Made {
  readonly id: string;
  /** Below the SCIM base URL. */
  readonly path: string;
  /** As the create was answered. */
  readonly resource: JsonObject;
}

/** A page of a list that was answered 200. */
export interface Page {
  readonly answer: Answer;
  readonly body: JsonObject;
  readonly resources: readonly JsonObject[];
  readonly ids: readonly string[];
}

export type PatchOperation = JsonObject;

/** Query parameters of a list. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** What all checks of one run have together. */
export interface RunContext {
  readonly client: ProviderClient;
  readonly claims: Claims;
  /** Part of every name that the run makes, like no other run's: `rv-k3x9q2`. */
  readonly marker: string;
  /** The domain of user names and e-mail addresses. */
  readonly domain: string;
  /** Aborted when no further request may be sent. */
  readonly stop: AbortSignal;
  nextNumber(): number;
  /** Makes a registry of resources; what is in it is deleted at the end of the run at the latest. */
  openMade(): MadeResources;
  /** Makes something once for several checks; it stays until the end of the run. */
  shared<Made>(key: string, make: (trial: Trial) => Promise<Made>): Promise<Made>;
}

/** Thrown by a check that wants to send something after the run was told to stop. */
export class Stopped extends Error {
  constructor() {
    super("the run was told to stop");
    this.name = "Stopped";
  }
}

/** One check's run: sends, keeps each exchange as evidence, and knows what it made. */
export class Trial {
  readonly claims: Claims;
  readonly exchanges: Exchange[] = [];
  readonly made: MadeResources;
  readonly #run: RunContext;

  constructor(run: RunContext) {
    this.#run = run;
    this.claims = run.claims;
    this.made = run.openMade();
  }

  get baseUrl(): string {
    return this.#run.client.baseUrl;
  }

  /** The endpoint of users, below the base URL. */
  get users(): string {
    return typeOf(this.claims, coreUserUrn)?.endpoint ?? "/Users";
  }

  /** The endpoint of groups, below the base URL. */
  get groups(): string {
    return typeOf(this.claims, coreGroupUrn)?.endpoint ?? "/Groups";
  }

  /** A name that nothing else has, in this run or any other. */
  name(label: string): string {
    return `${this.#run.marker}-${this.#run.nextNumber()}-${label}`;
  }

  /** The text as an e-mail address in the domain of this run. */
  address(name: string): string {
    return `${name}@${this.#run.domain}`;
  }

  shared<Thing>(key: string, make: (trial: Trial) => Promise<Thing>): Promise<Thing> {
    return this.#run.shared(key, make);
  }

  /** Sends a request. @throws {NoAnswer} @throws {Stopped} when the run was told to stop. */
  async request(request: ProviderRequest): Promise<Answer> {
    if (this.#run.stop.aborted) throw new Stopped();
    const settle = this.made.note(request);
    const answer = await this.#run.client.send(request, (exchange) => void this.exchanges.push(exchange));
    settle(answer);
    return answer;
  }

  send(
    method: string,
    path: string,
    body?: JsonValue,
    headers?: Readonly<Record<string, string | null>>,
  ): Promise<Answer> {
    return this.request({ method, path, body, headers });
  }

  get(path: string, headers?: Readonly<Record<string, string | null>>): Promise<Answer> {
    return this.request({ method: "GET", path, headers });
  }

  /** Sends a PATCH of these operations. */
  patch(path: string, ...operations: readonly PatchOperation[]): Promise<Answer> {
    return this.send("PATCH", path, patchBody(operations));
  }

  /** A user with a name of its own, in the attributes that the service provider declares; `more` adds and replaces. */
  userBody(more: JsonObject = {}, label = "ann"): JsonObject {
    const name = this.name(label);
    const address = this.address(name);
    const body: JsonObject = {
      userName: address,
      name: { givenName: "Ann", familyName: "Example" },
      displayName: `Ann Example ${name}`,
      emails: [{ value: address, type: "work", primary: true }],
      active: true,
    };
    return completeBody(this.claims, coreUserUrn, body, more, name);
  }

  /** A group with a name of its own; `more` adds and replaces. */
  groupBody(more: JsonObject = {}, label = "group"): JsonObject {
    const name = this.name(label);
    return completeBody(this.claims, coreGroupUrn, { displayName: name }, more, name);
  }

  /** Makes a user that the check needs. @throws {Unprepared} when it is refused. */
  user(more: JsonObject = {}, label?: string): Promise<Made> {
    return this.create(this.users, this.userBody(more, label));
  }

  /** Makes a group that the check needs, with these members. @throws {Unprepared} when it is refused. */
  group(members: readonly Made[] = [], more: JsonObject = {}): Promise<Made> {
    const list = members.length === 0 ? {} : { members: members.map(({ id }) => ({ value: id })) };
    return this.create(this.groups, this.groupBody({ ...list, ...more }));
  }

  /** Makes a resource that the check needs. @throws {Unprepared} when it is refused. */
  async create(endpoint: string, body: JsonObject): Promise<Made> {
    const answer = await this.send("POST", endpoint, body);
    const id = textAt(answer.body, "id");
    if (answer.status !== 201 || id === undefined || answer.body === undefined) {
      throw new Unprepared(`POST ${endpoint}`, "201 with a resource that has an id", describeAnswer(answer));
    }
    return { id, path: `${endpoint}/${encodeURIComponent(id)}`, resource: answer.body };
  }

  /** Reads a resource that has to be there. @throws {Deviation} when it is not. */
  async read(path: string): Promise<JsonObject> {
    const answer = await this.get(path);
    if (answer.status !== 200 || answer.body === undefined) {
      throw new Deviation(`GET ${answer.path}`, "200 with a resource", describeAnswer(answer));
    }
    return answer.body;
  }

  /** Lists. @throws {Deviation} when the answer is not 200 with an object. */
  async list(endpoint: string, query: Query = {}): Promise<Page> {
    return pageOf(await this.get(endpoint + queryText(query)));
  }
}

export function patchBody(operations: readonly PatchOperation[]): JsonObject {
  return { schemas: [patchOpUrn], Operations: [...operations] };
}

export function queryText(query: Query): string {
  const pairs = Object.entries(query)
    .filter((pair): pair is [string, string | number] => pair[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** Takes an answer as a page of a list. @throws {Deviation} when it is none. */
export function pageOf(answer: Answer): Page {
  if (answer.status !== 200 || answer.body === undefined) {
    throw new Deviation(`${answer.method} ${answer.path}`, "200 with a ListResponse", describeAnswer(answer));
  }
  const resources = resourcesOf(answer.body);
  return { answer, body: answer.body, resources, ids: resources.map((resource) => textAt(resource, "id") ?? "") };
}
